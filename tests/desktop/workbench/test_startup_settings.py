"""What was chosen in the settings, read without the workbench."""

import os
import sqlite3
from pathlib import Path

import pytest

from desktop.workbench.startup_settings import StartupSettings, read
from server import preferences
from server.startup_choices import THEMES
from server.store import Store


@pytest.mark.parametrize("running", [False, True])
@pytest.mark.parametrize("chosen", preferences.LANGUAGE_CHOICES)
def test_the_language_of_the_settings_is_read(tmp_path: Path, chosen: str, running: bool) -> None:
    """As the workbench keeps it, also while it has the file open; `auto` is that of the system."""
    store = Store(tmp_path / "fumehood.sqlite3")
    try:
        assert read(tmp_path) == StartupSettings()
        store.settings.set("language", chosen)
        assert preferences.language(store.settings) == chosen
        if not running:
            store.close()
        assert read(tmp_path).language == (None if chosen == "auto" else chosen)
    finally:
        store.close()


@pytest.mark.parametrize("chosen", THEMES)
def test_the_theme_of_the_settings_is_read(tmp_path: Path, chosen: str) -> None:
    """It does not depend on the language."""
    store = Store(tmp_path / "fumehood.sqlite3")
    store.settings.set("theme", chosen)
    store.close()
    assert read(tmp_path) == StartupSettings(language=None, theme=chosen)


def test_a_value_that_is_not_allowed_has_its_default(tmp_path: Path) -> None:
    """Whatever a later Fumehood, or somebody's hand, has written there."""
    with sqlite3.connect(tmp_path / "fumehood.sqlite3") as database:
        database.execute("CREATE TABLE settings (key TEXT PRIMARY KEY, value)")
        for value in ('"xx"', "[1]", "sv", "[" * 100_000, b"\xff", None, 3):
            for key in ("language", "theme"):
                database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))
            database.commit()
            assert read(tmp_path) == StartupSettings(language=None, theme="system")
    database.close()


def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody writes to it."""
    os.mkfifo(tmp_path / "fumehood.sqlite3")
    assert read(tmp_path) == StartupSettings()


@pytest.mark.parametrize("content", [None, b"", b"no database at all, and long enough to be looked at" * 20])
def test_a_file_that_cannot_be_read_chooses_nothing(tmp_path: Path, content: bytes | None) -> None:
    """It is left as it is: neither made nor mended."""
    file = tmp_path / "fumehood.sqlite3"
    if content is not None:
        file.write_bytes(content)
    assert read(tmp_path) == StartupSettings()
    assert (file.read_bytes() if file.exists() else None) == content
