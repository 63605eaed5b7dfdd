"""Tests of `fumehood [TARGET]` where no window can be opened."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli import main
from tests import machine
from tests.support.fumehood_process import (
    LINK,
    Visitor,
    environment,
    has_no_instance_files,
    link_of,
    run,
    running,
)

pytestmark = pytest.mark.slow

NOT_BEFORE_THE_SPLASH = (
    "flask", "babel", "werkzeug", "waitress", "webview", "psutil", "PySide6.QtWebEngine", "server.app",
    "server.store", "server.runner", "server.handbook", "server.lenses", "server.services", "server.web.base",
)  # fmt: skip
NOT_FOR_THE_HOME_PAGE = (
    "markdown_it", "nh3", "sqlglot", "pygments", "server.lenses.registry", "server.lenses.journey",
    "server.lenses.render", "server.handbook.labs",
)  # fmt: skip


def test_the_link_opens_the_target(tmp_path: Path) -> None:
    """Of the first launch and of a later one; of a folder with several apps the page offers the choice."""
    with running(tmp_path, "lab:session#encrypted") as process:
        assert "<h1" in (page := Visitor(link_of(process)).home)
        assert "The session" in page
        later = LINK.match(run(tmp_path, "lab:cookies").stdout)
        assert later
        assert "<title>7.1 Cookies" in Visitor(later[1]).home
        several = tmp_path / "shop"
        several.mkdir()
        for name in ("one.py", "two.py"):
            (several / name).write_text("from flask import Flask\napp = Flask(__name__)\n")
        later = LINK.match(run(tmp_path, str(several)).stdout)
        assert later
        assert f'value="{several}:two.py"' in Visitor(later[1]).home


@pytest.mark.hardness("lost-display")
def test_without_a_display_it_serves(tmp_path: Path) -> None:
    """`fumehood` says what is missing and how to fix it, and goes on as `fumehood serve`."""
    with running(tmp_path) as process:
        assert Visitor(link_of(process)).home
        process.send_signal(signal.SIGINT)
        _out, errors = process.communicate(timeout=60)
        assert process.returncode == 0
    assert "DISPLAY" in errors
    assert "ssh -X" in errors
    assert has_no_instance_files(tmp_path)


@pytest.mark.skipif(not machine.has_xcb(), reason="no libxcb: apt install libxcb1")
@pytest.mark.hardness("lost-display")
def test_a_display_that_does_not_answer_is_named(tmp_path: Path) -> None:
    """The message names a DISPLAY without a server."""
    with running(tmp_path, DISPLAY=":987") as process:
        link_of(process)
        process.send_signal(signal.SIGTERM)
        assert ":987" in process.communicate(timeout=60)[1]


def test_a_missing_target_is_wrong_use(tmp_path: Path) -> None:
    """A target that does not exist is reported before anything is started."""
    done = run(tmp_path, "nosuch", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nosuch" in done.stderr


@pytest.mark.hardness("odd-names")
@pytest.mark.skipif(sys.platform != "linux", reason="this system has no such names")
def test_a_name_that_no_page_can_contain_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder whose name is not UTF-8 is spelled out, with what can be done."""
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    (folder / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path / "home"))
    with pytest.raises(SystemExit) as ended:
        main.run([str(folder)])
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert "caf\\udce9 is not in UTF-8" in error
    assert "fumehood record" in error


def test_the_splash_waits_for_no_library_but_the_toolkit(tmp_path: Path) -> None:
    """What the pages need is imported afterwards: the app, the store, the handbook and the web engine."""
    lack = machine.lack_of_window()
    if lack:
        pytest.skip(lack)
    program = (
        "import sys\n"
        "from desktop.cli import main\n"
        "from desktop.shell.preflight import requirements\n"
        "from desktop.shell.window import splash\n"
        "class Shown:\n"
        "    def __init__(self, *_):\n"
        "        print(*sorted(sys.modules), sep='\\n')\n"
        "        raise SystemExit(7)\n"
        "splash.Splash = Shown\n"
        "requirements.first_missing = lambda _app: None\n"
        "main.run([])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 7, done.stderr
    loaded = done.stdout.splitlines()
    assert "PySide6.QtWidgets" in loaded
    assert [name for name in loaded if name.startswith(NOT_BEFORE_THE_SPLASH)] == []


def test_the_home_page_waits_for_no_library_of_other_pages(tmp_path: Path) -> None:
    """What draws exchanges and the pages of labs is imported when it is first needed."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from server.app import create_app\n"
        "from server.services import build\n"
        "from server.web.base.background import start_thread\n"
        "from server.web.security.keys import Keys\n"
        "services = build(Path(sys.argv[1]), start_thread=start_thread)\n"
        "app = create_app(services, Keys('127.0.0.1', 5000))\n"
        "with app.test_request_context('/'):\n"
        "    assert '<h1' in app.view_functions['home.index']()\n"
        "services.close()\n"
        "print(*sorted(sys.modules), sep='\\n')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [name for name in done.stdout.splitlines() if name.startswith(NOT_FOR_THE_HOME_PAGE)] == []
