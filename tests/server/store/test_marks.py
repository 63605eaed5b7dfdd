"""Tests of what the user makes of exchanges: pins, notes, deletions that can be undone."""

import time
from pathlib import Path

import pytest

from server.model.guest import Target, TargetKind
from server.store import ExchangeFilter, Store
from server.store import marks as marks_module
from tests.support.sample_exchanges import exchange, request, verdict


def ids(store: Store) -> list[int]:
    """Return the ids of the list."""
    return [row.id for row in store.rows()]


def fill(store: Store, number: int) -> None:
    """Put exchanges into the history."""
    for each in range(1, number + 1):
        store.add(exchange(each))
    store.flush()


def test_a_pin_a_note_and_a_visitor_are_kept(path: Path) -> None:
    """Also when the exchange is written again, and when the store is opened again."""
    store = Store(path)
    fill(store, 2)
    store.marks.pin(1, on=True)
    store.marks.note(1, "  the slow one ")
    store.marks.set_visitor(2, "ada")
    store.add(exchange(1, request=request("/again")))
    store.close()
    store = Store(path)
    second, first = store.rows()
    assert (first.path, first.pinned, first.note, second.visitor) == ("/again", True, "the slow one", "ada")
    assert [row.id for row in store.rows(ExchangeFilter(pinned=True))] == [1]
    assert [row.id for row in store.rows(ExchangeFilter(visitor="ada"))] == [2]
    store.marks.pin(1, on=False)
    store.marks.note(1, "")
    row = store.row(1)
    assert row is not None
    assert (row.pinned, row.note) == (False, "")
    store.close()


def test_marks_of_an_exchange_that_does_not_exist_are_not_kept(store: Store) -> None:
    """An address that somebody typed leaves nothing behind."""
    store.marks.pin(77, on=True)
    fill(store, 1)
    assert store.rows(ExchangeFilter(pinned=True)) == ()
    assert store.row(77) is None


def test_a_deletion_can_be_undone(store: Store) -> None:
    """The exchange is gone from the list, the search and its address, and comes back as it was."""
    fill(store, 3)
    before = store.exchange(2)
    number = store.marks.remove([2])
    assert ids(store) == [3, 1]
    assert [row.id for row in store.rows(ExchangeFilter(text="orders"))] == [3, 1]
    assert store.exchange(2) is None
    assert store.row(2) is None
    store.marks.restore(number)
    assert ids(store) == [3, 2, 1]
    assert store.exchange(2) == before


def test_clearing_an_app_keeps_pinned_exchanges_and_other_apps(store: Store) -> None:
    """Earlier openings of the app are cleared too; undoing brings back those only that were cleared."""
    target = Target(kind=TargetKind.FILE, spec="a", root=Path("/srv"), app="a.py", name="a")
    for guest in ("old", "new"):
        store.projects.add_opening(guest, target)
    for number, guest in enumerate(("old", "new", "new", "other", "new"), 1):
        store.add(exchange(number, guest=guest))
    store.flush()
    store.marks.pin(2, on=True)
    gone = store.marks.remove([5])
    number, count = store.marks.clear(project=store.projects.of_guest("new"))
    assert (ids(store), count) == ([4, 2], 2)
    store.marks.restore(number)
    assert ids(store) == [4, 3, 2, 1]
    store.marks.restore(gone)
    assert store.marks.clear(guest="other")[1] == 1
    assert store.marks.clear()[1] == 3
    assert ids(store) == [2]


def test_what_was_deleted_is_gone_for_good_after_a_while(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the next write after the time for an undo."""
    fill(store, 3)
    number = store.marks.remove([2])
    store.add(exchange(4))
    store.flush()
    later = time.time() + marks_module.UNDO_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    store.add(exchange(5))
    store.flush()
    store.marks.restore(number)
    assert ids(store) == [5, 4, 3, 1]
    assert store._tables.read("SELECT count(*) FROM contents") == [(4,)]
    assert store._tables.read("SELECT count(*) FROM marks") == [(0,)]


def test_closing_deletes_for_good(path: Path) -> None:
    """Nobody finds in the file what was deleted before Fumehood was left."""
    store = Store(path)
    fill(store, 300)
    store.marks.clear()
    store.close()
    store = Store(path)
    assert store._tables.read("SELECT count(*) FROM contents") == [(0,)]
    store.close()


def test_exchanges_that_are_too_old_are_deleted(store: Store) -> None:
    """Unless they are pinned, or have decided a verdict; 0 days keep everything."""
    now = time.time()
    first = store.verdicts.save(verdict(exchange(0)))
    assert first.exchange_id == 1
    for number, at in ((11, 1.0), (12, 2.0), (50, now)):
        store.add(exchange(number, started_at=at))
    store.flush()
    store.marks.pin(11, on=True)
    assert ids(store) == [50, 12, 11, 1]
    store.keep_days = 30
    store.add(exchange(51, started_at=now))
    assert ids(store) == [51, 50, 11, 1]


def test_the_limit_of_size_keeps_pinned_exchanges(path: Path) -> None:
    """Those after them are deleted in their place."""
    store = Store(path, cap_bytes=1 << 20)
    fill(store, 1)
    store.marks.pin(1, on=True)
    store.cap_bytes = 1
    fill(store, 3)
    assert ids(store) == [1]
    store.close()


def test_the_visitors_of_an_app_are_listed(store: Store) -> None:
    """Once each, in order."""
    target = Target(kind=TargetKind.FILE, spec="a", root=Path("/srv"), app="a.py", name="a")
    store.projects.add_opening("guest1", target)
    fill(store, 3)
    for number, name in ((1, "bo"), (2, "ada"), (3, "bo")):
        store.marks.set_visitor(number, name)
    assert store.marks.visitors(store.projects.of_guest("guest1") or 0) == ("ada", "bo")
    assert store.marks.visitors(99) == ()
