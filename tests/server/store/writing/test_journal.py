"""Tests of what waits in memory for the file."""

import pytest

from server.store.writing import journal
from server.store.writing.changes import Work
from server.store.writing.exchange_changes import KeepExchange
from tests.support.fake_guests import make_exchange


def change(size: int) -> Work:
    """Return a change that does nothing."""
    return Work(lambda _connection: None, size)


def test_the_oldest_large_jobs_are_dropped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small ones, such as settings, stay."""
    monkeypatch.setattr(journal, "MOST_BYTES", 100)
    changes = [change(0), change(60), change(0), change(30), change(50)]
    waiting = journal.Journal()
    for each in changes:
        waiting.append(each)
    assert waiting.first(10) == [changes[0], changes[2], changes[3], changes[4]]
    assert waiting.dropped == 1
    assert waiting.held_bytes == 80
    waiting.remove_first(3)
    assert waiting.first(10) == [changes[4]]
    assert waiting.held_bytes == 50


def test_the_number_is_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without large changes the oldest small one goes."""
    monkeypatch.setattr(journal, "MOST_CHANGES", 2)
    changes = [change(0), change(0), change(0)]
    waiting = journal.Journal()
    for each in changes:
        waiting.append(each)
    assert waiting.first(1) == [changes[1]]
    assert len(waiting) == 2
    assert waiting.dropped == 1


def test_exchanges_that_were_dropped_are_counted_by_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that a later change writes as a whole is not lost; each is counted once."""
    monkeypatch.setattr(journal, "MOST_CHANGES", 2)
    waiting = journal.Journal()
    for number, guest in ((1, "g1"), (2, "g1"), (2, "g1"), (3, "g2"), (4, "g2")):
        waiting.append(KeepExchange(make_exchange(number, guest=guest)))
    assert waiting.take_lost() == {"g1": 2}
    assert waiting.take_lost() == {}
