"""Tests of replacing a damaged file, closed or open."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from server.store import Store
from server.store.recovery import rescue
from server.store.recovery.report import recoveries
from server.store.recovery.rescue import rescue_closed, rescue_open
from server.store.schema import MIGRATIONS
from tests.server.store.old_file import old_file
from tests.support.sample_exchanges import exchange


def damaged(path: Path, statement: str = "DROP TABLE trust") -> bytes:
    """Make a store with a setting and an exchange, damage it, and return its bytes."""
    store = Store(path)
    store.settings.set("theme", "dark")
    store.add(exchange(7))
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statement)
    return path.read_bytes()


def test_a_closed_file_is_copied_and_replaced(path: Path) -> None:
    """The copy is byte for byte, only its owner can read it, and nothing else is left behind."""
    before = damaged(path)
    recovery = rescue_closed(path, "no trust")
    assert recovery.copy.read_bytes() == before
    assert recovery.copy.stat().st_mode & 0o777 == path.stat().st_mode & 0o777 == 0o600
    assert [each.table for each in recovery.lost] == ["trust"]
    assert len(list(path.parent.iterdir())) == 3  # the file, the copy and the report
    assert recoveries(path) == (recovery,)
    store = Store(path)
    assert store.problem is None
    assert store.settings.get("theme") == "dark"
    assert [row.id for row in store.rows()] == [7]
    assert store.exchange(7) is not None
    store.close()


def test_the_journal_belongs_to_the_copy(path: Path) -> None:
    """What was not yet in the file itself is in it."""
    damaged(path)
    Path(f"{path}-wal").write_bytes(b"journal")
    recovery = rescue_closed(path, "")
    assert Path(f"{recovery.copy}-wal").read_bytes() == b"journal"
    assert not Path(f"{path}-wal").exists()


def test_without_room_for_the_copy_nothing_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The damaged file stays as it is."""
    before = damaged(path)

    def full(source: Path, copy: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rescue, "_copy_file", full)
    with pytest.raises(OSError, match="No space"):
        rescue_closed(path, "")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_an_open_file_is_replaced_for_all_who_have_it_open(path: Path) -> None:
    """Connections stay open and see what was carried over."""
    damaged(path)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as reader,
        closing(sqlite3.connect(path, isolation_level=None)) as writer,
    ):
        assert reader.execute("SELECT count(*) FROM settings").fetchone() == (1,)
        recovery = rescue_open(path, "no trust")
        writer.execute("INSERT INTO trust VALUES ('/srv', 1.0)")
        assert reader.execute("SELECT path FROM trust").fetchall() == [("/srv",)]
        assert reader.execute("SELECT value FROM settings").fetchall() == [('"dark"',)]
    with closing(sqlite3.connect(recovery.copy)) as copy:
        assert copy.execute("SELECT count(*) FROM exchanges").fetchone() == (1,)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX drops locks when a file is closed")
def test_a_rescue_keeps_the_locks_of_an_open_file(path: Path) -> None:
    """Even if its header is broken: else another program could take the log away from under this one."""
    store = Store(path)
    store.settings.set("theme", "dark")

    def run(code: str) -> str:
        # In a process of its own, so that the locks of this one are left alone.
        command = [sys.executable, "-c", code, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    leave_log = (
        "import sqlite3, sys\n"
        "try: sqlite3.connect(sys.argv[1], timeout=0).execute('PRAGMA journal_mode = DELETE')\n"
        "except sqlite3.OperationalError as error: print(error)"
    )
    assert run(leave_log) == "database is locked"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    run("import sys; file = open(sys.argv[1], 'r+b'); file.seek(56); file.write(bytes((0, 0, 0, 2)))")
    rescue_open(path, "the header is broken")
    assert run(leave_log) == "database is locked"
    store.close()


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_damaged_file_of_an_earlier_version_is_migrated_too(version: int, path: Path) -> None:
    """What is readable comes over and has the newest schema."""
    old_file(version, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE trust")
        connection.execute("UPDATE verdicts SET value = 'no JSON'")
    store = Store(path)
    assert store.problem is not None
    assert store.settings.get("language") == "sv"
    assert store.exchange(7) is not None
    assert store.results.of("session").keys() <= {"encrypted"}
    store.close()
