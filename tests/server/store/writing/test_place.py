"""Tests of a file that is moved, deleted or replaced while the store has it open."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.store import Store
from server.store.writing import writer as writing
from server.store.writing.outage import MovedError
from server.store.writing.place import Place
from tests.support.sample_exchanges import exchange

pytestmark = pytest.mark.skipif(os.name == "nt", reason="an open file cannot be moved on Windows")


@pytest.fixture
def store(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Open a store with a setting and an exchange, which tries its file again soon."""
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.02)
    monkeypatch.setattr(writing, "SLOW_RETRY_SECONDS", 0.02)
    store = Store(path)
    store.settings.set("theme", "dark")
    store.add(exchange(1))
    store.flush()
    yield store
    store.close()


def until(condition: Callable[[], object]) -> None:
    """Wait until something is the case."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def work_on(store: Store) -> None:
    """Change a setting and add an exchange; both can be read at once, and are in the file soon."""
    store.settings.set("language", "sv")
    store.add(exchange(2))
    store.flush()
    assert store.settings.get("language") == "sv"
    assert [row.id for row in store.rows()][:1] == [2]
    until(lambda: store.outage_problem is None)


def content(path: Path) -> tuple[object, object, list[int]]:
    """Return the settings and the exchanges that a later start finds."""
    again = Store(path)
    found = again.settings.get("theme"), again.settings.get("language"), [row.id for row in again.rows()]
    assert again.problem is None
    again.close()
    return found


def move(path: Path) -> None:
    """Move the file away, without its log."""
    path.rename(path.with_name("elsewhere"))


def delete_all(path: Path) -> None:
    """Delete the folder of the data."""
    shutil.rmtree(path.parent)


def empty(path: Path) -> None:
    """Put an empty file in its place."""
    path.unlink()
    path.touch()


@pytest.mark.hardness("moved-store")
@pytest.mark.parametrize("damage", [Path.unlink, move, delete_all, empty])
def test_a_file_that_is_gone_is_made_again(store: Store, path: Path, damage: Callable[[Path], None]) -> None:
    """With all that was in it, and all that was done since; the pages say so."""
    damage(path)
    work_on(store)
    assert store.problem is not None
    assert "was moved or deleted while Fumehood was running" in store.problem.cause
    store.add(exchange(3))
    store.close()
    assert content(path) == ("dark", "sv", [3, 2, 1])
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.hardness("moved-store")
def test_another_file_in_its_place_is_used_and_the_old_content_is_kept(store: Store, path: Path) -> None:
    """What is done since goes into the file that is there now."""
    other = path.with_name("other")
    theirs = Store(other)
    theirs.settings.set("theme", "light")
    theirs.close()
    other.rename(path)
    work_on(store)
    assert store.problem is not None
    assert "was replaced by another file" in store.problem.cause
    (aside,) = path.parent.glob("history.db.damaged-*")
    assert str(aside) in store.problem.remedy
    store.close()
    assert content(path) == ("light", "sv", [2])
    assert content(aside) == ("dark", None, [1])


@pytest.mark.hardness("moved-store")
def test_a_folder_in_its_place_is_waited_for(store: Store, path: Path) -> None:
    """Everything is in memory until the folder has gone; then the file is made again."""
    path.unlink()
    path.mkdir()
    store.settings.set("language", "sv")
    until(lambda: "Move it away" in str(store.outage_problem))
    assert store.settings.get("language") == "sv"
    path.rmdir()
    until(lambda: store.outage_problem is None)
    store.add(exchange(2))
    store.close()
    assert content(path) == ("dark", "sv", [2, 1])
    assert not list(path.parent.glob("history.db.damaged-*"))


def test_a_file_that_comes_back_in_time_is_used_again(store: Store, path: Path) -> None:
    """Nothing is copied."""
    place = Place(path)
    path.rename(path.with_name("elsewhere"))
    with pytest.raises(MovedError):
        place.check()
    path.with_name("elsewhere").rename(path)
    place.check()
    work_on(store)
    assert store.problem is None


def test_a_path_that_was_not_there_has_not_moved(tmp_path: Path) -> None:
    """There is no file that could be missed."""
    assert not Place(tmp_path / "none").has_moved
