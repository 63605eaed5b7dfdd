"""Tests of the store as a whole: exchanges, ids, closing and killed processes."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from server.model.exchange import ExchangeState
from server.model.guest import GuestState
from server.model.mail import MailMessage
from server.model.notifications import (
    ExchangeFinished,
    ExchangeStarted,
    ExchangeUpdated,
    GuestChanged,
    MailCaught,
)
from server.store import Store
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
