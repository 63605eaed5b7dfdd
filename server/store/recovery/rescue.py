"""Replace a damaged file by a new one with what can be read of it, after copying it aside."""

import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from server.store.migration import migrate
from server.store.recovery import header
from server.store.recovery.backups import copy_database
from server.store.recovery.carry import Carried, carry
from server.store.recovery.damage import is_damage_for_migration
from server.store.recovery.report import Recovery, copy_name, write_report
from server.store.schema import MIGRATIONS

log = logging.getLogger(__name__)

_SIDE_FILES: Final = ("-wal", "-shm", "-journal")
# Of these, the journals hold content; the other is only an index of one.
_JOURNALS: Final = ("-wal", "-journal")


def rescue_closed(path: Path, why: str) -> Recovery:
    """Replace the damaged file at `path`, which this process has not opened; OSError or sqlite3.Error if not.

    The copy is complete before anything is changed, and the new file replaces the damaged one in one step.
    """
    copy = copy_name(path)
    _copy_file(path, copy)
    for suffix in _JOURNALS:
        with suppress(FileNotFoundError):
            _copy_file(Path(f"{path}{suffix}"), Path(f"{copy}{suffix}"))
    fresh = _fresh_name(path)
    try:
        tables = _carry_into(fresh, path, copy)
        for suffix in _SIDE_FILES:
            with suppress(FileNotFoundError):
                os.unlink(f"{path}{suffix}")
        os.replace(fresh, path)
    finally:
        _discard(fresh)
    return _reported(Recovery(copy=copy, at=time.time(), why=why, tables=tables))


def rescue_open(path: Path, why: str) -> Recovery:
    """Replace the contents of the file at `path`, which stays open; OSError or sqlite3.Error if that fails.

    Nobody may write to it meanwhile. All connections see the new contents at once, as by a transaction.
    """
    copy, fresh = copy_name(path), _fresh_name(path)
    # No file of an open database may be opened but by SQLite: closing it would drop SQLite's locks.
    with closing(_connect(path)) as damaged:
        damaged.execute("PRAGMA writable_schema = ON")
        copy_database(damaged, copy)
    try:
        tables = _carry_into(fresh, path, copy)
        with closing(_connect(fresh)) as source, closing(_connect(path)) as target:
            source.backup(target)
    finally:
        _discard(fresh)
    return _reported(Recovery(copy=copy, at=time.time(), why=why, tables=tables))


def _carry_into(fresh: Path, path: Path, copy: Path) -> tuple[Carried, ...]:
    """Make a new database with what can be read of the one at `path`, at the newest version of the schema.

    `copy` is a copy of that one, which nobody has open.
    """
    _discard(fresh)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(_connect(fresh)) as target:
        target.execute("PRAGMA synchronous = OFF")
        target.execute("PRAGMA journal_mode = MEMORY")
        with _readable(path, copy, fresh) as source:
            version = _version_of(source)
            migrate(target, MIGRATIONS[:version])
            tables = carry(source, target, version)
        _migrate_carried(target)
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    return tables


@contextmanager
def _readable(path: Path, copy: Path, fresh: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to the damaged file, or to a copy with a mended header if that is what is broken."""
    with closing(_connect(path)) as source:
        if header.is_intact(source):
            yield source
            return
    mended = fresh.with_name(f"{fresh.name}.mended")
    try:
        _discard(mended)
        _copy_file(copy, mended)
        header.mend(mended)
        with closing(_connect(mended)) as source:
            yield source
    finally:
        _discard(mended)


def _migrate_carried(target: sqlite3.Connection) -> None:
    """Bring the carried rows to the newest schema; values that a migration cannot read are left behind."""
    try:
        migrate(target)
    except sqlite3.Error as error:
        if not is_damage_for_migration(error):
            raise
        # The only values that a migration reads are those of the verdicts.
        target.execute("DELETE FROM verdicts")
        migrate(target)


def _version_of(source: sqlite3.Connection) -> int:
    """Return the version of the schema of the damaged file, the newest if it is unknown."""
    with suppress(sqlite3.Error):
        source.execute("PRAGMA writable_schema = ON")
        (version,) = source.execute("PRAGMA user_version").fetchone()
        if 0 < version <= len(MIGRATIONS):
            return int(version)
    return len(MIGRATIONS)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5.0, isolation_level=None)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    return connection


def _copy_file(path: Path, copy: Path) -> None:
    with (
        path.open("rb") as source,
        open(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target,
    ):
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
        os.fsync(target.fileno())


def _fresh_name(path: Path) -> Path:
    return path.with_name(f"{path.name}.rescued-{os.getpid()}")


def _discard(path: Path) -> None:
    for suffix in ("", *_SIDE_FILES):
        with suppress(OSError):
            os.unlink(f"{path}{suffix}")


def _reported(recovery: Recovery) -> Recovery:
    write_report(recovery)
    lost = ", ".join(f"{table.table} ({table.kept} rows kept)" for table in recovery.lost)
    log.error(
        "the store was damaged (%s); a copy is %s; not all could be read of: %s",
        recovery.why,
        recovery.copy,
        lost or "nothing",
    )
    return recovery
