"""Tests of the store as a whole: exchanges, ids, closing and killed processes."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from server.model.exchange import ExchangeState
from server.model.guest import GuestState, Target, TargetKind
from server.model.mail import MailMessage
from server.model.notifications import (
    ExchangeFinished,
    ExchangeStarted,
    ExchangeUpdated,
    GuestChanged,
    MailCaught,
    Notification,
)
from server.store import ExchangeFilter, Store
from server.store.writing import journal
from server.store.writing.changes import Failure, Work
from tests.sources import ROOT
from tests.support.sample_exchanges import event, exchange


def test_an_exchange_comes_back_whole(store: Store) -> None:
    """Every field, both before and after it is written."""
    kept = exchange()
    store.add(kept)
    assert store.exchange(1) == kept
    store.flush()
    assert store.exchange(1) == kept
    assert store.exchange(2) is None


def test_an_exchange_without_response_comes_back(store: Store) -> None:
    """A lost exchange has no response, and its events may have no caller."""
    bare = replace(event("log", {"message": "x"}), caller=None, took=None, family=None)
    kept = exchange(response=None, state=ExchangeState.LOST, took=None, events=(bare,), client_port=None)
    store.add(kept)
    store.flush()
    assert store.exchange(1) == kept


def test_ids_are_never_given_twice(path: Path) -> None:
    """Not to threads, not to another process with the same file, and not after a restart."""
    one, two = Store(path), Store(path)
    seen: list[int] = []
    threads = [
        threading.Thread(target=lambda store=store: seen.extend(store.next_id() for _ in range(150)))
        for store in (one, two, one)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.close()
    two.close()
    again = Store(path)
    seen.append(again.next_id())
    again.close()
    assert len(set(seen)) == len(seen) == 451


def test_close_loses_nothing(path: Path) -> None:
    """Everything added is there after a restart; closing twice is harmless."""
    store = Store(path)
    for number in range(1, 1201):
        store.add(exchange(number))
    store.close()
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        store.add(exchange(9999))
    again = Store(path)
    assert len(again.rows(limit=5000)) == 1200
    again.close()


def test_a_killed_process_loses_only_what_was_not_flushed(path: Path) -> None:
    """After kill -9 the file is intact and contains everything that was flushed."""
    script = (
        "import os, sys, pathlib\n"
        "from server.store import Store\n"
        "from tests.support.sample_exchanges import exchange\n"
        "store = Store(pathlib.Path(sys.argv[1]))\n"
        "[store.add(exchange(n)) for n in range(1, 51)]\n"
        "store.flush()\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(path)], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    store = Store(path)
    assert store.problem is None
    assert len(store.rows()) == 50
    store.close()


def test_numbers_too_large_for_sqlite_are_no_ids(store: Store) -> None:
    """A URL may contain any number."""
    store.add(exchange())
    for number in (-1, 2**63, 10**30):
        assert store.exchange(number) is None
    assert store.rows(before=-(10**30)) == ()
    assert len(store.rows(before=10**30)) == 1


def test_notifications_are_stored(store: Store) -> None:
    """Finished and updated exchanges and mail are, and mail is linked to the exchange that sent it."""
    message = MailMessage(
        id="a1", guest="g1", received_at=1.0, sender="a@x.example", recipients=("b@x.example",), source=b""
    )
    sent = event("mail", {"letter": "a1"})
    not_caught = event("mail", {"letter": None})
    store.handle(MailCaught(message))
    store.handle(ExchangeStarted(exchange(1, state=ExchangeState.OPEN)))
    store.handle(GuestChanged("g1", GuestState.READY))
    assert store.exchange(1) is None
    store.handle(ExchangeFinished(exchange(1, events=(sent, not_caught))))
    row = store.mail.row("a1")
    assert row is not None
    assert row.exchange == 1
    assert store.mail.row("b2") is None
    updated = exchange(1, events=(sent,))
    store.handle(ExchangeUpdated(updated))
    assert store.exchange(1) == updated


def test_a_notification_is_passed_on_once_it_is_kept(path: Path) -> None:
    """What a page is told of is in the file: a process that is killed now loses none of it."""
    store = Store(path)
    kept: list[Notification] = []

    def note(notification: Notification) -> None:
        if isinstance(notification, ExchangeFinished | ExchangeUpdated):
            other = sqlite3.connect(path)
            assert other.execute("SELECT 1 FROM contents WHERE id = 1").fetchone()
            other.close()
        kept.append(notification)

    sent: list[Notification] = [
        ExchangeStarted(exchange(1, state=ExchangeState.OPEN)),
        ExchangeFinished(exchange(1)),
        ExchangeUpdated(exchange(1)),
        MailCaught(MailMessage(id="a", guest="g", received_at=1.0, sender="", recipients=(), source=b"")),
        GuestChanged("g1", GuestState.READY),
    ]
    for notification in sent:
        store.handle(notification, note)
        store.flush()
    assert kept == sent
    store.close()


def test_an_exchange_that_a_page_will_show_is_written_first(path: Path) -> None:
    """Also one of which no notification has come yet; one that has come is not written again."""
    store = Store(path)
    store.ensure(exchange(1))
    assert [row.id for row in store.rows()] == [1]
    store.ensure(exchange(1, took=99.0))
    assert store.rows()[0].took != 99.0
    store.close()


def begin_outage(store: Store, code: int = sqlite3.SQLITE_FULL) -> None:
    """Let the file count as one that cannot be written, until `end_outage`."""
    error = sqlite3.OperationalError("not now")
    error.sqlite_errorcode = code
    store._writer.run(Failure(error))
    store._writer._retry_at = time.monotonic() + 1000


def end_outage(store: Store) -> None:
    """Let the file be tried again."""
    store._writer._retry_at = 0.0
    store._writer.run(Work(lambda _connection: None))


def test_without_the_file_everything_goes_on_from_memory(path: Path) -> None:
    """Settings, apps, trust, mail and exchanges, old and new; it is all in the file afterwards."""
    changes: list[bool] = []
    store = Store(path, on_outage=lambda: changes.append(True))
    store.settings.set("theme", "dark")
    store.add(exchange(1))
    store.flush()
    begin_outage(store)
    problem = store.outage_problem
    assert problem is not None
    assert "there is no room" in problem.cause
    assert store.problem == problem
    assert store.settings.get("theme") == "dark"
    store.settings.set("theme", "light")
    target = Target(kind=TargetKind.FILE, spec="a.py", root=path.parent, app="a.py", name="a")
    store.projects.add_opening("guest1", target)
    store.recent.touch(target, None)
    store.trust.grant(path.parent)
    store.add(exchange(2))
    store.handle(
        MailCaught(MailMessage(id="a", guest="g", received_at=1.0, sender="", recipients=(), source=b""))
    )

    def is_there() -> None:
        assert store.settings.get("theme") == "light"
        assert [row.id for row in store.rows()] == [2, 1]
        assert [row.id for row in store.rows(before=2)] == [1]
        assert store.exchange(1) is not None
        assert store.exchange(2) is not None
        assert store.exchange(3) is None
        assert store.trust.is_granted(path.parent)
        assert len(store.recent.list()) == len(store.mail.list()) == 1
        project = store.projects.of_guest("guest1")
        assert project is not None
        assert [row.id for row in store.rows(ExchangeFilter(project=project))] == [2]

    is_there()
    end_outage(store)
    assert not store.problem
    is_there()
    store.close()
    store = Store(path)
    is_there()
    store.close()
    assert changes == [True, True]


def test_a_file_that_can_no_longer_be_read_is_an_outage_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page shows the defaults then, and says why."""
    store = Store(path)
    store.settings.set("theme", "dark")
    store.add(exchange(1))
    store.flush()
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ

    def fail(_work: object) -> None:
        raise error

    monkeypatch.setattr(store._connections, "read_file", fail)
    assert store.settings.get("theme", "system") == "system"
    assert store.rows() == ()
    assert store.exchange(1) is None
    assert store.outage_problem is not None
    monkeypatch.undo()
    end_outage(store)
    assert store.settings.get("theme") == "dark"
    store.close()


def test_what_does_not_fit_into_memory_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it lasts and afterwards: the oldest exchanges are lost, and the settings are not."""
    monkeypatch.setattr(journal, "MOST_BYTES", 5000)
    store = Store(path)
    begin_outage(store, sqlite3.SQLITE_BUSY)
    store.settings.set("theme", "dark")
    for number in range(1, 10):
        store.add(exchange(number))
    store.flush()
    problem = store.outage_problem
    assert problem is not None
    assert "the oldest, did not fit into memory" in problem.remedy
    end_outage(store)
    assert store.outage_problem is None
    assert store.problem is not None
    assert "the oldest, did not fit into memory" in store.problem.remedy
    kept = [row.id for row in store.rows()]
    assert kept == list(range(9, 9 - len(kept), -1))
    assert 0 < len(kept) < 9
    assert store.settings.get("theme") == "dark"
    store.close()
