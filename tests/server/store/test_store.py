"""What is put into the store comes out again."""

import os
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from server.model.claim import Outcome, Verdict
from server.model.exchange import ExchangeState
from server.model.guest import Target, TargetKind
from server.model.versions import Versions
from server.store import RowFilter, Store
from server.store.database import migrate
from server.store.schema import MIGRATIONS
from tests.server.store.samples import event, exchange, request, response
from tests.sources import ROOT


def test_an_exchange_comes_back_whole(store: Store) -> None:
    """Every field of an exchange is as it was, at once and after it is written."""
    kept = exchange()
    store.add(kept)
    assert store.exchange(1) == kept
    store.flush()
    assert store.exchange(1) == kept
    assert store.exchange(2) is None


def test_an_exchange_without_response_comes_back(store: Store) -> None:
    """A lost exchange has no response, and events without a caller."""
    bare = replace(event("log", {"message": "x"}), caller=None, took=None, family=None)
    kept = exchange(response=None, state=ExchangeState.LOST, took=None, events=(bare,), client_port=None)
    store.add(kept)
    store.flush()
    assert store.exchange(1) == kept


def test_rows_tell_what_lists_show(store: Store) -> None:
    """A row has the endpoint, the error and the size of its exchange."""
    wrong = event("exception", {"type": "ValueError", "message": "bad", "http": None})
    abort = event("exception", {"type": "NotFound", "message": "404", "http": 404})
    store.add(exchange(events=(event("routing", {"endpoint": "orders.show"}), wrong, abort)))
    (row,) = store.rows(RowFilter())
    assert (row.id, row.method, row.path, row.status, row.size) == (1, "POST", "/orders/7", 200, 5)
    assert (row.endpoint, row.error, row.content_type) == ("orders.show", "ValueError: bad", "image/png")


def test_the_same_number_replaces(store: Store) -> None:
    """An exchange kept again under its number is there once, and found as it is now."""
    store.add(exchange())
    store.add(exchange(request=request("/changed")))
    assert [row.path for row in store.rows(RowFilter(text="changed"))] == ["/changed"]
    assert not store.rows(RowFilter(text="orders/7"))
    assert len(store.rows()) == 1


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (RowFilter(), [4, 3, 2, 1]),
        (RowFilter(text="alpha"), [3, 1]),
        (RowFilter(text="ALPHA"), [3, 1]),
        (RowFilter(text=" lph "), [3, 1]),
        (RowFilter(text="ta"), [4, 2]),
        (RowFilter(text="TA"), [4, 2]),
        (RowFilter(text='"'), []),
        (RowFilter(text='a" OR "b'), []),
        (RowFilter(text="%%%"), []),
        (RowFilter(text="\0"), []),
        (RowFilter(method="post"), [3]),
        (RowFilter(method="POS"), []),
        (RowFilter(status_class=5), [4]),
        (RowFilter(status_class=2), [2, 1]),
        (RowFilter(guest="g1"), [2, 1]),
        (RowFilter(guest="g"), []),
        (RowFilter(run="r2"), [4, 3]),
        (RowFilter(failed=True), [4, 3]),
        (RowFilter(text="alpha", method="GET", status_class=2, guest="g1", run="r1"), [1]),
        (RowFilter(text="al", method="POST"), [3]),
    ],
    ids=str,
)
def test_filters_narrow(store: Store, wanted: RowFilter, ids: list[int]) -> None:
    """Every given field must fit, newest first, whatever is typed."""
    lost = ExchangeState.LOST
    store.add(exchange(1, request=request("/alpha"), guest="g1", run="r1", events=()))
    store.add(exchange(2, request=request("/beta"), guest="g1", run="r1", events=()))
    store.add(
        exchange(
            3, request=request("/alpha/2", "POST"), response=None, guest="g2", run="r2", state=lost, events=()
        )
    )
    store.add(exchange(4, request=request("/beta"), response=response(503), guest="g2", run="r2", events=()))
    assert [row.id for row in store.rows(wanted)] == ids
    assert [row.id for row in store.rows(wanted, before=3)] == [number for number in ids if number < 3]
    assert [row.id for row in store.rows(wanted, limit=1)] == ids[:1]


def test_numbers_are_never_given_twice(path: Path) -> None:
    """Threads, another process with the same file, and the next start get numbers of their own."""
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
    """What was added just before is there at the next start; closing twice is closing."""
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
    """After kill -9 the file is whole and has all that was flushed."""
    script = (
        "import os, sys, pathlib\n"
        "from server.store import Store\n"
        "from tests.server.store.samples import exchange\n"
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


def test_the_cap_is_kept(path: Path) -> None:
    """The file stays about as small as it may be; the oldest went, but for what decided a verdict."""
    cap = 1 << 20
    store = Store(path, cap_bytes=cap)
    first = store.verdicts.save(verdict(exchange(0, events=())))
    for number in range(1000, 1400):
        noise = os.urandom(6000).hex()
        store.add(exchange(number, events=(event("log", {"message": noise}),)))
        if number % 50 == 0:
            store.flush()
    store.flush()
    rows = store.rows(limit=5000)
    assert rows[0].id == 1399
    assert 10 < len(rows) < 300
    assert rows[-1].id == first.exchange_id
    assert not store.rows(RowFilter(run="run1", text="nothing"))
    store.close()
    assert path.stat().st_size < cap * 2


def verdict(*exchanges: object, **changes: object) -> Verdict:
    """A verdict that these exchanges decided."""
    fields: dict[str, object] = {
        "lab": "session",
        "claim": "encrypted",
        "outcome": Outcome.FAILS,
        "reason": "It was read without the key.",
        "expected": Outcome.FAILS,
        "versions": Versions(flask="3.1"),
        "took": 12.5,
        "decided_at": 5.0,
        "exchanges": tuple(exchanges),
    }
    return Verdict(**{**fields, **changes})  # type: ignore[arg-type]  # the fields are as they must be


def test_verdicts_name_the_exchange_that_decided_them(store: Store) -> None:
    """The last exchange of a verdict is stored, and the last verdict of a claim counts."""
    stored = store.verdicts.save(verdict(exchange(0), exchange(0, request=request("/decided"))))
    assert store.verdicts.of("session") == {"encrypted": stored}
    assert stored.exchange_id is not None
    decided = store.exchange(stored.exchange_id)
    assert decided is not None
    assert decided.request.path == "/decided"
    later = store.verdicts.save(verdict(outcome=Outcome.UNDECIDED, expected=None, remedy="Install it."))
    assert store.verdicts.of("session") == {"encrypted": later}
    assert later.exchange_id is None
    assert store.verdicts.of("other") == {}


def test_an_exchange_that_has_a_number_is_not_stored_again(store: Store) -> None:
    """A verdict refers to the exchange that the store already has."""
    store.add(exchange(7))
    assert store.verdicts.save(verdict(exchange(7))).exchange_id == 7
    assert len(store.rows()) == 1
    store.flush()
    assert store.verdicts.of("session")["encrypted"].exchange_id == 7


def test_the_last_guess_counts(store: Store) -> None:
    """Predictions are kept in order, and the last of each claim is told."""
    store.predictions.add("session", "encrypted", Outcome.HOLDS)
    store.predictions.add("session", "signed", Outcome.FAILS)
    store.predictions.add("session", "encrypted", Outcome.FAILS)
    assert store.predictions.of("session") == {"encrypted": Outcome.FAILS, "signed": Outcome.FAILS}
    assert store.predictions.of("wsgi") == {}


def test_guesses_are_forgotten_lab_by_lab(store: Store) -> None:
    """Those of the named labs, and no other."""
    for lab in ("session", "wsgi"):
        store.predictions.add(lab, "a", Outcome.HOLDS)
    store.predictions.remove(["session", "unread"])
    assert store.predictions.of("session") == {}
    assert store.predictions.of("wsgi") == {"a": Outcome.HOLDS}


def test_settings_are_json(store: Store) -> None:
    """Any JSON value is kept by name; a missing one is the default."""
    assert store.settings.get("theme") is None
    assert store.settings.get("theme", "light") == "light"
    store.settings.set("theme", {"name": "dark", "sizes": [1, 2.5, None]})
    assert store.settings.get("theme") == {"name": "dark", "sizes": [1, 2.5, None]}
    with pytest.raises(TypeError):
        store.settings.set("theme", object())


def test_recent_apps_are_newest_first_and_once(store: Store, tmp_path: Path) -> None:
    """An app opened twice is one entry, however it was named."""

    def target(spec: str, app: str) -> Target:
        return Target(kind=TargetKind.FILE, spec=spec, root=tmp_path, app=app, name=app)

    store.recent.touch(target("a.py", "a.py"), None)
    store.recent.touch(target("b.py", "b.py"), Path("/usr/bin/python3"))
    store.recent.touch(target("./a.py", "a.py"), None)
    assert [(one.target.spec, one.python) for one in store.recent.list()] == [
        ("./a.py", None),
        ("b.py", Path("/usr/bin/python3")),
    ]
    assert len(store.recent.list(limit=1)) == 1
    store.recent.remove("b.py")
    assert [one.target for one in store.recent.list()] == [target("./a.py", "a.py")]


def test_trust_holds_for_what_lies_within(store: Store, tmp_path: Path) -> None:
    """A trusted folder is trusted with all in it, by its real path; its neighbours are not."""
    (tmp_path / "shop" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "shop")
    store.trust.grant(tmp_path / "shop")
    assert store.trust.is_granted(tmp_path / "shop" / "deep" / "app.py")
    assert store.trust.is_granted(tmp_path / "link")
    assert not store.trust.is_granted(tmp_path)
    assert not store.trust.is_granted(tmp_path / "shop2")
    store.trust.revoke(tmp_path / "link")
    assert not store.trust.is_granted(tmp_path / "shop")


def test_the_file_is_the_owners_alone(path: Path) -> None:
    """Nobody else can read the history."""
    Store(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_damaged_file_is_moved_aside(path: Path) -> None:
    """What is no database is kept under another name, and a new history begun."""
    path.parent.mkdir()
    path.write_bytes(b"this is no database at all" * 100)
    store = Store(path)
    assert store.problem is not None
    assert store.problem.code == "store-damaged"
    store.add(exchange())
    store.close()
    (aside,) = path.parent.glob("history.db.damaged-*")
    assert aside.read_bytes().startswith(b"this is no database")
    assert aside.name in store.problem.remedy
    again = Store(path)
    assert again.problem is None
    assert len(again.rows()) == 1
    again.close()


def test_a_newer_file_is_left_alone(path: Path) -> None:
    """A file of a later version is not touched; what is done meanwhile is kept in memory."""
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    store = Store(path)
    assert store.problem is not None
    assert store.problem.code == "store-newer"
    store.add(exchange())
    assert len(store.rows()) == 1
    store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (99,)
        assert connection.execute("SELECT count(*) FROM exchanges").fetchone() == (0,)
    connection.close()


def test_a_place_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """Where no file can be made the store works in memory and says why."""
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "history.db", tmp_path):
        store = Store(path)
        assert store.problem is not None
        assert store.problem.code == "store-unusable"
        store.settings.set("a", 1)
        assert store.settings.get("a") == 1
        store.close()


def test_what_cannot_be_written_is_told(path: Path) -> None:
    """A disk that is full loses the exchange and not the store."""
    store = Store(path)
    store.add(exchange(1))
    store.flush()
    (pages,) = store._database.writer.execute("PRAGMA page_count").fetchone()
    store._database.writer.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(2, 100):
        store.add(exchange(number, events=(event("log", {"message": os.urandom(9000).hex()}),)))
    store.flush()
    assert store.problem is not None
    assert store.problem.code == "store-not-written"
    assert "full" in store.problem.cause
    with pytest.raises(sqlite3.OperationalError):
        store.settings.set("big", os.urandom(90_000).hex())
    assert store.exchange(1) is not None
    store._database.writer.execute("PRAGMA max_page_count = 1000000")
    store.add(exchange(200))
    store.flush()
    assert store.exchange(200) is not None
    store.close()


def test_migrations_are_whole_or_not_at_all(path: Path) -> None:
    """A migration that fails leaves the file at the version before it, with nothing of it done."""
    path.parent.mkdir()
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection)
    broken = (*MIGRATIONS, "CREATE TABLE later (a); INSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, broken)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'later'").fetchall()
    migrate(connection, (*MIGRATIONS, "CREATE TABLE later (a);"))
    migrate(connection, (*MIGRATIONS, "CREATE TABLE later (a);"))
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    connection.close()


def test_numbers_beyond_all_numbers_are_of_no_exchange(store: Store) -> None:
    """An address may name a number that SQLite does not hold."""
    store.add(exchange())
    for number in (-1, 2**63, 10**30):
        assert store.exchange(number) is None
    assert store.rows(before=-(10**30)) == ()
    assert len(store.rows(before=10**30)) == 1
