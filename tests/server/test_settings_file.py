"""Tests of the settings in a file that people can read and edit."""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server import preferences, settings_file
from server.settings_file import FILE, NOT_READ, synchronise, write
from server.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store in a file."""
    with closing(Store(tmp_path / "fumehood.sqlite3")) as store:
        yield store


def start(store: Store, data: Path) -> None:
    """Do what a start does."""
    synchronise(data, store.settings, store.health.set_aside)


def content(data: Path) -> dict[str, Any]:
    """Return what the file says."""
    found: dict[str, Any] = json.loads((data / FILE).read_text(encoding="utf-8"))
    return found


def test_the_file_shows_every_setting(store: Store, tmp_path: Path) -> None:
    """One a line, for nobody else to read; a change on the page is a change of the file."""
    start(store, tmp_path)
    assert content(tmp_path)["theme"] == "system"
    assert {number.name for number in preferences.NUMBERS} < content(tmp_path).keys()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    store.settings.set("theme", "dark")
    write(tmp_path, store.settings)
    assert content(tmp_path)["theme"] == "dark"


def test_what_was_edited_holds_from_the_next_start_on(store: Store, tmp_path: Path) -> None:
    """And what was not, stays; a file brought from elsewhere is taken over as a whole."""
    (tmp_path / FILE).write_text('{"history_mb": 900, "nobody": "knows"}', encoding="utf-8")
    store.settings.set("theme", "dark")
    start(store, tmp_path)
    assert preferences.number(store.settings, preferences.HISTORY_MB) == 900
    assert preferences.theme(store.settings) == "dark"
    assert "nobody" not in content(tmp_path)
    edited = {**content(tmp_path), "theme": "light"}
    (tmp_path / FILE).write_text(json.dumps(edited), encoding="utf-8")
    start(store, tmp_path)
    assert preferences.theme(store.settings) == "light"


def test_an_old_file_does_not_win_over_the_store(store: Store, tmp_path: Path) -> None:
    """A setting that was changed while the file could not be written is not taken back."""
    start(store, tmp_path)
    store.settings.set("theme", "dark")
    start(store, tmp_path)
    assert preferences.theme(store.settings) == "dark"
    assert content(tmp_path)["theme"] == "dark"


@pytest.mark.hardness("strange-values")
@pytest.mark.parametrize(
    "edit",
    [
        {"theme": "purple"},
        {"theme": ["dark"]},
        {"language": 7},
        {"history_mb": -5},
        {"history_mb": True},
        {"history_mb": 1e300},
        {"own_labs": "/x\0y"},
    ],
)
def test_a_value_that_is_not_allowed_is_said(store: Store, tmp_path: Path, edit: dict[str, Any]) -> None:
    """The setting stays as it was."""
    start(store, tmp_path)
    before = content(tmp_path)
    (tmp_path / FILE).write_text(json.dumps({**before, **edit}), encoding="utf-8")
    start(store, tmp_path)
    assert content(tmp_path) == before
    assert [each.key for each in store.health.set_aside.found] == list(edit)


@pytest.mark.hardness("fuzzed-files")
@pytest.mark.parametrize(
    "text", [b"", b"theme = dark", b"[1]", b"7", b"\xff\xfe", b"[" * 60_000, b"1" * 70_000]
)
def test_a_file_that_is_no_json_is_kept_aside(store: Store, tmp_path: Path, text: bytes) -> None:
    """Somebody may have made a mistake in a long edit; the page of the store says where it is."""
    store.settings.set("theme", "dark")
    (tmp_path / FILE).write_bytes(text)
    start(store, tmp_path)
    assert (tmp_path / NOT_READ).read_bytes() == text
    assert content(tmp_path)["theme"] == "dark"
    assert [each.table for each in store.health.set_aside.found] == [settings_file.TABLE]


def test_a_file_that_cannot_be_used_is_no_obstacle(store: Store, tmp_path: Path) -> None:
    """A folder or a pipe in its place, or a folder of data that is gone."""
    (tmp_path / FILE).mkdir()
    start(store, tmp_path)
    (tmp_path / FILE).rmdir()
    os.mkfifo(tmp_path / FILE)
    start(store, tmp_path)
    start(store, tmp_path / "gone")
    assert not list(tmp_path.glob(f"{FILE}.*"))
