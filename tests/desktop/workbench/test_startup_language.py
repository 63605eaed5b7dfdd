"""What was chosen in the settings, read without the workbench."""

import os
import sqlite3
from pathlib import Path

import pytest

from desktop.workbench.startup_language import language
from server import preferences
from server.store import Store


@pytest.mark.parametrize("running", [False, True])
@pytest.mark.parametrize("chosen", preferences.LANGUAGE_CHOICES)
def test_the_language_of_the_settings_is_read(tmp_path: Path, chosen: str, running: bool) -> None:
    """As the workbench keeps it, also while it has the file open; `auto` is that of the system."""
    store = Store(tmp_path / "fumehood.sqlite3")
    try:
        assert language(tmp_path) is None
        store.settings.set("language", chosen)
        assert preferences.language(store.settings) == chosen
        if not running:
            store.close()
        assert language(tmp_path) == (None if chosen == "auto" else chosen)
    finally:
        store.close()


def test_a_language_that_we_do_not_speak_is_the_systems(tmp_path: Path) -> None:
    """Whatever a later Fumehood, or somebody's hand, has written there."""
    with sqlite3.connect(tmp_path / "fumehood.sqlite3") as database:
        database.execute("CREATE TABLE settings (key TEXT PRIMARY KEY, value)")
        for value in ('"xx"', "[1]", "sv", "[" * 100_000, b"\xff", None, 3):
            database.execute("INSERT OR REPLACE INTO settings VALUES ('language', ?)", (value,))
            database.commit()
            assert language(tmp_path) is None
    database.close()


def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody writes to it."""
    os.mkfifo(tmp_path / "fumehood.sqlite3")
    assert language(tmp_path) is None


@pytest.mark.parametrize("content", [None, b"", b"no database at all, and long enough to be looked at" * 20])
def test_a_file_that_cannot_be_read_chooses_nothing(tmp_path: Path, content: bytes | None) -> None:
    """It is left as it is: neither made nor mended."""
    file = tmp_path / "fumehood.sqlite3"
    if content is not None:
        file.write_bytes(content)
    assert language(tmp_path) is None
    assert (file.read_bytes() if file.exists() else None) == content
