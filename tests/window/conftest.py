"""A display with a window manager, and programs on it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.window.cdp import until
from tests.window.program import Desk, has_tools, make_browser


@pytest.fixture(scope="session")
def managed(display: str) -> Iterator[str]:
    """The display with a window manager on it."""
    lack = has_tools()
    if lack:
        pytest.skip(lack)
    with subprocess.Popen(["openbox"], env={"DISPLAY": display, "HOME": "/nonexistent"}) as manager:
        command = ["xdotool", "get_num_desktops"]
        until(
            "the window manager",
            lambda: (
                not subprocess.run(
                    command,
                    env={"DISPLAY": display, "PATH": "/usr/bin:/bin"},
                    capture_output=True,
                    check=False,
                ).returncode
            ),
        )
        yield display
        manager.terminate()


@pytest.fixture
def desk(managed: str, tmp_path: Path) -> Desk:
    """A desk on which Fumehood was never opened."""
    return Desk(display=managed, home=tmp_path / "home", opened=make_browser(tmp_path / "bin"))


@pytest.fixture(scope="module")
def shared_desk(managed: str, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk for the tests of a module that change nothing."""
    folder = tmp_path_factory.mktemp("desk")
    return Desk(display=managed, home=folder / "home", opened=make_browser(folder / "bin"))
