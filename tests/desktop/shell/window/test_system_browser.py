"""The system's browser."""

import os
import sys
from pathlib import Path

import pytest

from desktop.shell.window import system_browser
from tests.support.window.cdp import until
from tests.support.window.program import make_browser


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "-version", "ssh://host", ""])
def test_only_addresses_are_opened(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything that is not for a browser or a mail program reaches no program."""
    notes = make_browser(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(notes.parent), prepend=os.pathsep)
    assert not system_browser.open_url(url)
    assert not notes.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="xdg-open is Linux's")
def test_an_address_reaches_the_users_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is handed to xdg-open as it is."""
    notes = make_browser(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(notes.parent), prepend=os.pathsep)
    assert system_browser.open_url("https://example.com/a?b=c&d")
    assert (
        until("the browser", lambda: notes.exists() and notes.read_text()) == "https://example.com/a?b=c&d\n"
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="xdg-open is Linux's")
def test_a_folder_is_shown_and_a_file_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file could be a program."""
    notes = make_browser(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(notes.parent), prepend=os.pathsep)
    (tmp_path / "program").touch()
    for other in (tmp_path / "program", tmp_path / "gone", Path("bin")):
        assert not system_browser.open_folder(other)
    assert system_browser.open_folder(tmp_path / "bin")
    assert until("the program for files", lambda: notes.exists() and notes.read_text()).endswith("/bin\n")


def test_a_bundle_keeps_its_libraries_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a bundle set for itself is taken back for other programs, and what was there before restored."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/before")
    monkeypatch.setenv("QT_PLUGIN_PATH", "/bundle/plugins")
    found = system_browser._environment()
    assert found["LD_LIBRARY_PATH"] == "/before"
    assert "QT_PLUGIN_PATH" not in found
