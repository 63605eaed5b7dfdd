"""Tests that a damaged store never keeps Fumehood from starting, nor a page from answering."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from server.store import Store
from server.store.recovery.rescue import log as rescue_log
from tests.hardness.scale import Scale
from tests.support.store_damage import (
    STRANGE_VALUES,
    Damage,
    columns,
    flip_bytes,
    kinds_of_damage,
    set_values,
)
from tests.support.store_pages import failures, fill, read_everything
from tests.support.workbench_client import workbench_client

pytestmark = pytest.mark.slow

RecordProperty = Callable[[str, object], None]

# Seeds that once were not survived: they put NULL into keys.
FOUND = (2407, 2427)
# Pages are slow, so that only some kinds of damage are shown on all of them.
ON_PAGES = (
    "root page of settings broken",
    "root page of exchanges broken",
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a store with something in each table."""
    path = tmp_path_factory.mktemp("sound") / "store.sqlite3"
    store = Store(path)
    fill(store)
    store.close()
    return path


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterable[None]:
    """Neither write hundreds of messages to the log nor wait for the disk."""
    rescue_log.disabled = True
    monkeypatch.setattr(os, "fsync", lambda file: None)
    yield
    rescue_log.disabled = False


def survive(sound: Path, folder: Path, damage: Damage, *, pages: bool = False) -> None:
    """Damage a copy of the file, open it and read everything in it, then write to it."""
    folder.mkdir()
    path = folder / "store.sqlite3"
    shutil.copy(sound, path)
    damage(path)
    store = Store(path)
    if pages:
        with workbench_client(folder, store=store) as workbench:
            assert failures(workbench) == []
        return
    try:
        read_everything(store)
        store.settings.set("theme", "light")
        assert store.settings.get("theme") == "light"
    finally:
        store.close()


@pytest.mark.hardness("damaged-store")
def test_every_kind_of_damage_is_survived(
    sound: Path, tmp_path: Path, record_property: RecordProperty, hardness_scale: Scale
) -> None:
    """A table is missing or broken, the file is cut, of another version, of another program, or a folder."""
    kinds = list(kinds_of_damage())
    on_pages = {name for name, _ in kinds} if hardness_scale.long else ON_PAGES
    for number, (name, damage) in enumerate(kinds):
        try:
            survive(sound, tmp_path / str(number), damage, pages=name in on_pages)
        except Exception as error:
            raise AssertionError(name) from error
    record_property("tried", len(kinds))


@pytest.mark.hardness("flipped-bytes")
def test_random_changes_of_bytes_are_survived(
    sound: Path, tmp_path: Path, record_property: RecordProperty, hardness_scale: Scale
) -> None:
    """One byte or two thousand, in one place or all over the file."""
    flips = (*range(hardness_scale.choose(short=60, long=2000)), *FOUND)
    for seed in flips:
        try:
            survive(sound, tmp_path / str(seed), partial(flip_bytes, seed=seed))
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
    record_property("tried", len(flips))


@pytest.mark.hardness("strange-values")
def test_strange_values_are_set_aside(
    sound: Path, tmp_path: Path, record_property: RecordProperty, hardness_scale: Scale
) -> None:
    """Any type and size, no JSON, too deep, half of a character, times of no calendar, in each column."""
    by_table: dict[str, list[tuple[str, str]]] = {}
    for table, column in columns(sound):
        by_table.setdefault(table, []).append((table, column))
    # The same place in all tables at once.
    places = [
        [found[place] for found in by_table.values() if place < len(found)]
        for place in range(max(map(len, by_table.values())))
    ]
    step = hardness_scale.choose(short=3, long=1)
    tried = 0
    for number, value in enumerate(STRANGE_VALUES):
        path = tmp_path / f"{number}.sqlite3"
        shutil.copy(sound, path)
        set_values(path, places[1], value)
        store = Store(path)
        # In the suite each value is put into every third column, another third for the next value.
        for wanted in places[number % step :: step]:
            try:
                put_back(sound, path)
                set_values(path, wanted, value)
                read_everything(store)
            except Exception as error:
                raise AssertionError(f"{value!r:.80} in {wanted}") from error
            tried += 1
        assert store.health.set_aside.found
        assert store.problem is None
        store.close()
        path.unlink()
    record_property("tried", tried)


def put_back(sound: Path, path: Path) -> None:
    """Give an open file its sound contents again."""
    with closing(sqlite3.connect(sound)) as source, closing(sqlite3.connect(path)) as target:
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)
