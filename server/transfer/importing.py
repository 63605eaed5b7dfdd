"""Read all data from a file that Fumehood has written, and put them in the place of those that are here.

The file may come from anybody. It is read as a whole into a folder of its own and checked there; only then
is anything of the user's data replaced, and what was there before is kept beside it.
"""

import errno
import hashlib
import json
import os
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TypeVar

from server.file_access import open_file
from server.model.problem import Problem
from server.store import Store
from server.store.checked.faults import Fault, MisfitError
from server.store.checked.values import MISFITS, from_json_text
from server.store.migration import migrate
from server.store.recovery.carry import carry
from server.store.recovery.check import mend_counter, tables
from server.store.schema import MIGRATIONS
from server.transfer import archive, problems
from server.transfer.archive import ArchiveMember, Manifest, NewerArchiveError
from server.transfer.lab_folders import swap_lab_folders
from server.transfer.table_lines import LONGEST_LINE, from_line

# What reading a damaged archive raises, besides the errors of values.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    sqlite3.IntegrityError,
    *MISFITS,
)
_PIECE: Final = 1 << 20
_Told = TypeVar("_Told")
# Of what was consented to elsewhere, nothing holds here; an interpreter is chosen on each machine anew.
_NOT_TAKEN_OVER: Final = ("DELETE FROM trust", "UPDATE recent SET python = NULL")


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """How many exchanges and files of labs there are now, and what keeps the earlier data."""

    exchanges: int
    files: int
    before: tuple[Path, ...]


def import_data(store: Store, data: Path, path: Path, *, edits: bool = False) -> Imported | Problem:
    """Replace the data in the folder `data` by those of the file; OSError if that fails.

    Then, and with a Problem, everything is as it was. No app may be open. With `edits` the edited copies of
    our labs are replaced too: code that runs unasked when a lab is opened, unlike all other code of the file.
    """
    if store.outage_problem is not None or store.health.path is None:
        return problems.not_saved()
    # Beside the data, so that folders can be moved into their places.
    with tempfile.TemporaryDirectory(dir=data, prefix=".import-") as staging:
        folder = Path(staging)
        read = _read(path, folder, _counted(store))
        if isinstance(read, Problem):
            return read
        manifest, exchanges = read
        names = archive.LAB_FOLDERS if edits else (archive.OWN_LABS,)
        try:
            with swap_lab_folders(folder, data, names) as earlier:
                copy = store.replace(folder / "store")
        except (sqlite3.Error, RuntimeError) as error:
            return problems.not_replaced(str(error))
        files = sum(each.name.startswith(tuple(f"{name}/" for name in names)) for each in manifest.members)
        return Imported(exchanges=exchanges, files=files, before=(copy, *earlier))


def archive_problem(path: Path) -> Problem | None:
    """Return why a file is no archive of ours, as far as its table of contents tells; OSError without one."""

    def check() -> None:
        with open_file(path) as file, zipfile.ZipFile(file) as source:
            _manifest_of(source)

    found = _told(path, check)
    return found if isinstance(found, Problem) else None


def _read(path: Path, folder: Path, counted: int) -> tuple[Manifest, int] | Problem:
    """Write what the file holds below `folder`, checked; return its manifest and its number of exchanges."""

    def unpack() -> tuple[Manifest, int]:
        with open_file(path) as file:
            manifest = _unpack(file, folder)
        return manifest, _build(folder, manifest, counted)

    return _told(path, unpack)


def _told(path: Path, read: Callable[[], _Told]) -> _Told | Problem:
    """Return what `read` returns, or the Problem of the file at `path` that keeps it from that."""
    try:
        return read()
    except NewerArchiveError:
        return problems.newer(str(path))
    except _DAMAGE as error:
        return problems.no_archive(str(path), str(error)[:200])
    except OSError as error:
        # The archive names a place before its own beginning.
        if error.errno != errno.EINVAL or error.filename is not None:
            raise
        return problems.no_archive(str(path), str(error))


def _manifest_of(source: zipfile.ZipFile) -> tuple[dict[str, zipfile.ZipInfo], Manifest]:
    """Return the entries of an archive by their names, and its manifest."""
    infos = {info.filename: info for info in source.infolist()}
    if len(infos) > archive.MOST_FILES + 1 or archive.MANIFEST not in infos:
        raise MisfitError(Fault.MISSING, "no manifest, or too many files")
    with source.open(archive.MANIFEST) as content:
        return infos, archive.read_manifest(content.read(archive.MANIFEST_BYTES))


def _unpack(file: IO[bytes], folder: Path) -> Manifest:
    """Check the archive, and write the files of labs and the rows of the tables below `folder`."""
    with zipfile.ZipFile(file) as source:
        _, manifest = _manifest_of(source)
        size = os.fstat(file.fileno()).st_size
        if sum(each.size for each in manifest.members) > size * archive.LARGEST_RATIO:
            raise MisfitError(Fault.LONG, "it unpacks to far more than Fumehood writes")
        os.close(os.open(folder / "rows", os.O_CREAT | os.O_EXCL, 0o600))
        by_name = {each.name: each for each in manifest.members}
        with closing(_staged(folder / "rows", manifest.schema)) as target:
            target.execute("BEGIN")
            for table in archive.exported_tables(manifest.schema):
                _load(source, by_name.pop(archive.table_member(table)), table, target, manifest.schema)
            mend_counter(target)
            target.execute("COMMIT")
        for member in by_name.values():
            if member.size > archive.LAB_FILE_BYTES:
                raise MisfitError(Fault.LONG, f"a large file: {member.name!a}")
            place = folder / member.name
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            place.write_bytes(b"".join(_checked(source, member)))
    return manifest


def _load(
    source: zipfile.ZipFile, member: ArchiveMember, table: str, target: sqlite3.Connection, version: int
) -> None:
    """Insert the rows of one table."""
    columns = tables(version)[table]
    insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - names of our schema
    target.executemany(insert, (from_line(line, columns) for line in _lines(_checked(source, member))))


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > LONGEST_LINE:
            raise MisfitError(Fault.LONG, "a line that is too long")
    if rest:
        raise MisfitError(Fault.MISSING, "a line without an end")


def _checked(source: zipfile.ZipFile, member: ArchiveMember) -> Iterator[bytes]:
    """Yield the content of a file piece by piece; MisfitError at the end if the manifest has another."""
    try:
        opened = source.open(member.name)
    except (KeyError, RuntimeError) as error:
        raise MisfitError(Fault.MISSING, f"{member.name!a} is missing or encrypted") from error
    size, digest = 0, hashlib.sha256()
    with opened as content:
        while piece := content.read(_PIECE):
            size += len(piece)
            if size > member.size:
                break
            digest.update(piece)
            yield piece
    if size != member.size or digest.hexdigest() != member.sha256:
        raise MisfitError(Fault.CHOICE, f"{member.name!a} is not as it was written")


def _build(folder: Path, manifest: Manifest, counted: int) -> int:
    """Make a file of the newest schema of the rows, with its index; return how many exchanges are in it.

    `counted` is the last id of an exchange that was given here: ids go on after it.
    """
    fresh = folder / "store"
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL, 0o600))
    with (
        closing(_staged(folder / "rows", manifest.schema, made=True)) as source,
        closing(_staged(fresh, manifest.schema)) as target,
    ):
        for table in carry(source, target, manifest.schema):
            if not table.whole:
                raise MisfitError(Fault.CHOICE, f"rows of {table.table} that do not fit")
        migrate(target)
        for statement in _NOT_TAKEN_OVER:
            target.execute(statement)
        for number, stored in target.execute("SELECT id, settings FROM projects").fetchall():
            target.execute("UPDATE projects SET settings = ? WHERE id = ?", (_harmless(stored), number))
        target.execute("UPDATE counters SET value = max(value, ?) WHERE name = 'exchange'", (counted,))
        (exchanges,) = target.execute("SELECT count(*) FROM exchanges").fetchone()
        return int(exchanges)


def _harmless(stored: str) -> str:
    """Return the settings of an app without what says how it is run: only numbers and switches stay."""
    chosen = from_json_text(stored)
    if not isinstance(chosen, dict):
        raise MisfitError(Fault.KIND, "settings of an app that are no object")
    return json.dumps({name: value for name, value in chosen.items() if isinstance(value, int | bool)})


def _staged(path: Path, version: int, *, made: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")
    if not made:
        migrate(connection, MIGRATIONS[:version])
        connection.execute("DELETE FROM counters")
    return connection


def _counted(store: Store) -> int:
    found = store.read_snapshot(lambda file: file.execute("SELECT max(value) FROM counters").fetchone())
    return found[0] if isinstance(found[0], int) else 0
