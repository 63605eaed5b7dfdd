"""Displays with a window manager, on which users open programs, and a program that can be replaced."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.portable_program import Pack, make_program, packer
from tests.support.window.cdp import until
from tests.support.window.program import UserDesktop, has_tools, make_browser


@pytest.fixture(scope="session")
def managed_display(display: str) -> Iterator[str]:
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
def user_desktop(managed_display: str, tmp_path: Path) -> UserDesktop:
    """A desktop on which Fumehood has never been opened."""
    return UserDesktop(display=managed_display, home=tmp_path / "home", opened=make_browser(tmp_path / "bin"))


@pytest.fixture(scope="session")
def shared_desktop(managed_display: str, tmp_path_factory: pytest.TempPathFactory) -> UserDesktop:
    """A desktop for the tests that change nothing on it."""
    folder = tmp_path_factory.mktemp("user_desktop")
    return UserDesktop(display=managed_display, home=folder / "home", opened=make_browser(folder / "bin"))


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a portable Fumehood 1.0 with data of its own, as which this process passes."""
    return make_program(tmp_path / "apps" / "fumehood", monkeypatch)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Write an archive with these files, beside a SHA256SUMS that names it."""
    return packer(tmp_path / "downloads")
