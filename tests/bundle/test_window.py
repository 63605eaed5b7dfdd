"""The bundle's window opens on a machine without Python."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.support.window import cdp

pytestmark = pytest.mark.bundle


@pytest.fixture
def port(bundle: Path, bare: dict[str, str], display: str) -> Iterator[int]:
    """The port on which the bundle's window can be driven."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        number = int(free.getsockname()[1])
    environment = {**bare, "DISPLAY": display, "FUMEHOOD_DEBUG_PORT": str(number)}
    if os.geteuid() == 0:
        environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # the engine refuses root otherwise
    log = Path(bare["HOME"], "log")
    with (
        log.open("wb") as output,
        subprocess.Popen([bundle / "fumehood"], env=environment, stdout=output, stderr=output) as program,
    ):
        family = psutil.Process(program.pid)
        try:
            yield number
        finally:
            all_of_it = [*family.children(recursive=True), family]
            program.terminate()
            _, alive = psutil.wait_procs(all_of_it, timeout=60)
            for left in alive:
                left.kill()
    assert alive == [], log.read_text(errors="replace")


def test_the_window_shows_the_home_page(port: int) -> None:
    """The window opens with its styles and scripts, and nothing is left when it is closed."""
    page = cdp.attach(port, containing="http://fumehood-")
    # The page that hands the token over comes before it, and has neither styles nor this mark of our scripts.
    cdp.until("the home page", lambda: page.run("document.querySelector('html[data-ready]') !== null"))
    assert page.run("document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 0")
    assert page.run("document.querySelectorAll('main').length") == 1
    page.close()
