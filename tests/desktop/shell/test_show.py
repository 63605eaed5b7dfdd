"""Tests of showing any WSGI app in a window with nothing but the shell."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.sources import ROOT
from tests.support.window import cdp
from tests.support.window.program import free_port

PROGRAM = """
import sys
from desktop.shell.app_info import AppInfo
from desktop.shell.show import show_app

def hello(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html")])
    imported = sorted(name for name in sys.modules if name.partition(".")[0] == "server")
    return [f"<title>Hello</title><p>Hello, world! {imported}".encode()]

missing = show_app(hello, AppInfo(id="hello", name="Hello"))
sys.exit(missing and missing.cause)
"""


@pytest.mark.window
def test_the_shell_shows_any_wsgi_app_without_the_workbench(display: str, tmp_path: Path) -> None:
    """A hello-world app gets a window from a copy of the shell alone, with `server` not importable."""
    shutil.copytree(ROOT / "desktop" / "shell", tmp_path / "desktop" / "shell")
    (tmp_path / "desktop" / "__init__.py").touch()
    (tmp_path / "hello.py").write_text(PROGRAM)
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("QT")},
        "PYTHONPATH": os.pathsep.join([str(tmp_path), sysconfig.get_path("purelib")]),
        "HELLO_HOME": str(tmp_path / "home"),
        "HELLO_DEBUG_PORT": str(port),
        "DISPLAY": display,
    }
    if os.geteuid() == 0:
        environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    # Without site (-S), so that no .pth file brings this checkout back.
    command = [sys.executable, "-S", str(tmp_path / "hello.py")]
    with subprocess.Popen(command, cwd=tmp_path, env=environment) as process:
        try:
            page = cdp.attach(port, containing="http://127.0.0.1")
            text = cdp.until("the page", lambda: page.run("document.body && document.body.innerText"))
            page.close()
            assert text == "Hello, world! []"
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            process.kill()
