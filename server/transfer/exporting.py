"""Write all data of the user into one file."""

import hashlib
import os
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import IO, Final

from server.file_access import read_bytes
from server.model.problem import Problem
from server.store import Store
from server.store.checked.values import MISFITS
from server.store.recovery.check import keys, tables
from server.store.schema import MIGRATIONS
from server.transfer import archive, problems
from server.transfer.archive import ArchiveMember, Manifest
from server.transfer.table_lines import to_line

_SKIPPED_FOLDERS: Final = ("__pycache__",)
_AT_ONCE: Final = 500
_VERSION: Final = len(MIGRATIONS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """The file, its size, how many exchanges are in it, and how many rows and files could not be written."""

    path: Path
    size: int
    exchanges: int
    left_out: int


def suggested_name() -> str:
    """Return a name for the file that sorts by time."""
    return f"fumehood-data-{time.strftime('%Y%m%d-%H%M%S')}.zip"


def export_data(store: Store, data: Path, path: Path) -> Exported | Problem:
    """Write everything into a new file at `path`, which only its owner can read; OSError if that fails.

    The file is complete or not there.
    """
    if os.path.lexists(path):
        return problems.exists(str(path))
    if not os.path.isdir(path.parent):
        return problems.no_folder(str(path), str(path.parent))
    store.marks.purge_all()
    store.flush()
    if store.outage_problem is not None:
        return problems.not_saved()
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        with open(descriptor, "w+b") as file:
            exported = _write(store, data, path, file)
            file.flush()
            os.fsync(file.fileno())
        if os.path.lexists(path):
            return problems.exists(str(path))
        os.replace(unfinished, path)
    except OSError as error:
        if error.filename == str(unfinished):
            error.filename = str(path)  # the name that the user knows
        raise
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return exported


def _write(store: Store, data: Path, path: Path, file: IO[bytes]) -> Exported:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as target:
        writer = _Writer(target)
        store.read_snapshot(writer.write_tables)
        for folder in archive.LAB_FOLDERS:
            writer.write_labs(data / folder, folder)
        manifest = Manifest(
            fumehood=metadata.version("fumehood"),
            schema=_VERSION,
            made_at=time.time(),
            members=tuple(writer.members),
        )
        target.writestr(archive.MANIFEST, manifest.to_json())
    return Exported(
        path=path, size=file.tell(), exchanges=writer.rows.get("exchanges", 0), left_out=writer.left_out
    )


class _Writer:
    """Writes the members of an archive, and notes their sizes and checksums."""

    def __init__(self, target: zipfile.ZipFile) -> None:
        self._target = target
        self.members: list[ArchiveMember] = []
        self.rows: dict[str, int] = {}
        self.left_out = 0

    def write_tables(self, connection: sqlite3.Connection) -> None:
        """Write each table that is exported."""
        for table in archive.exported_tables(_VERSION):
            self._write(archive.table_member(table), self._lines(connection, table))

    def write_labs(self, folder: Path, name: str) -> None:
        """Write the files below a folder of labs; links and what cannot be read are left out."""
        for parent, folders, files in os.walk(folder, onerror=lambda _error: None):
            folders[:] = sorted(
                each for each in folders if each not in _SKIPPED_FOLDERS and not each.startswith(".")
            )
            for each in sorted(files):
                place = Path(parent, each)
                member = "/".join((name, *place.relative_to(folder).parts))
                try:
                    archive.check_lab_file(member)
                    data = b"" if os.path.islink(place) else read_bytes(place, archive.LAB_FILE_BYTES + 1)
                except (OSError, *MISFITS):
                    self.left_out += 1
                    continue
                if os.path.islink(place) or len(data) > archive.LAB_FILE_BYTES:
                    self.left_out += 1
                    continue
                self._write(member, iter((data,)))

    def _lines(self, connection: sqlite3.Connection, table: str) -> Iterator[bytes]:
        columns = tables(_VERSION)[table]
        names = ", ".join(column[0] for column in columns)
        order = ", ".join(keys(columns))
        rows = connection.execute(f"SELECT {names} FROM {table} ORDER BY {order}")  # noqa: S608 - names of our schema
        while found := rows.fetchmany(_AT_ONCE):
            for row in found:
                if table == "settings" and str(row[0]).startswith(archive.COOKIES):
                    continue
                line = to_line(row, columns)
                if line is None:
                    self.left_out += 1
                    continue
                self.rows[table] = self.rows.get(table, 0) + 1
                yield line

    def _write(self, name: str, pieces: Iterator[bytes]) -> None:
        size, digest = 0, hashlib.sha256()
        with self._target.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                size += len(piece)
                digest.update(piece)
        self.members.append(ArchiveMember(name=name, size=size, sha256=digest.hexdigest()))
