"""What a file with all data consists of: a ZIP with a manifest, the rows of each table, and files of labs.

Nothing in it is a database, so that reading it runs no code and no statement of its writer.
"""

import json
import re
from dataclasses import asdict, dataclass
from typing import Any, Final

from server.model.printable import is_encodable
from server.store.checked.faults import Fault, MisfitError
from server.store.checked.values import from_json_text, items, moment, text, whole
from server.store.recovery.check import tables
from server.store.schema import MIGRATIONS

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
MANIFEST_BYTES: Final = 8 << 20
# Folders of the user's data that hold labs: own ones, and copies with the reader's edits.
OWN_LABS: Final = "own-labs"
LAB_FOLDERS: Final = (OWN_LABS, "labs")
MOST_FILES: Final = 20_000
MOST_BYTES: Final = 40 << 30
LAB_FILE_BYTES: Final = 32 << 20
# Rows of text are compressed to a tenth or so; a file that unpacks to more than this was made to fill a disk.
LARGEST_RATIO: Final = 200
_LONGEST_NAME: Final = 1000
_NOT_IN_NAMES: Final = re.compile(r'[\x00-\x1f\\:*?"<>|]')
# The settings with cookies of the visitors as whom the composer sends: what they hold opens accounts.
COOKIES: Final = "identities:"
# Consent to run code is given on each machine anew; counters are made of the rows.
_LEFT_OUT: Final = ("trust", "counters")


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveMember:
    """A file of the archive: its size when it is unpacked, and its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What the archive holds; `schema` is the version of the tables, `made_at` in seconds since the epoch."""

    fumehood: str
    schema: int
    made_at: float
    members: tuple[ArchiveMember, ...]

    def to_json(self) -> str:
        """Return the text of the manifest."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1) + "\n"


class NewerArchiveError(Exception):
    """The archive was written by a later version of Fumehood."""


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest; MISFITS if it is not as it must be, NewerArchiveError if it is too new."""
    value = from_json_text(data.decode(), MANIFEST_BYTES)
    if whole(value["format"]) > FORMAT or whole(value["schema"]) > len(MIGRATIONS):
        raise NewerArchiveError
    members = tuple(_member(each) for each in items(value["members"]))
    names = [each.name for each in members]
    if len(set(map(str.casefold, names))) < len(names) or len(names) > MOST_FILES:
        raise MisfitError(Fault.CHOICE, "too many files, or two of one name")
    if sum(each.size for each in members) > MOST_BYTES:
        raise MisfitError(Fault.LONG, "more bytes than are ever kept")
    schema = whole(value["schema"], 1)
    if not set(map(table_member, exported_tables(schema))) <= set(names):
        raise MisfitError(Fault.MISSING, "a table is missing")
    for name in names:
        if name not in map(table_member, exported_tables(schema)):
            check_lab_file(name)
    return Manifest(
        fumehood=text(value["fumehood"], 100),
        schema=schema,
        made_at=moment(value["made_at"]),
        members=members,
    )


def exported_tables(version: int) -> tuple[str, ...]:
    """Return the names of the tables of a version of the schema whose rows an archive of it holds."""
    return tuple(name for name in tables(version) if name not in _LEFT_OUT)


def table_member(table: str) -> str:
    """Return the name of the file with the rows of a table."""
    return f"tables/{table}.jsonl"


def check_lab_file(name: str) -> None:
    """Raise MisfitError unless the name is that of a file below one of the folders of labs, on any system."""
    folder, *parts = name.split("/")
    odd = any(part in ("", ".", "..") or part != part.strip(" .") for part in parts)
    if folder not in LAB_FOLDERS or not parts or odd or len(name) > _LONGEST_NAME:
        raise MisfitError(Fault.CHOICE, f"a file of the name {name!a}")
    if not is_encodable(name) or _NOT_IN_NAMES.search(name):
        raise MisfitError(Fault.CHARACTERS, f"a file of the name {name!a}")


def _member(value: Any) -> ArchiveMember:
    digest = text(value["sha256"], 64)
    return ArchiveMember(name=text(value["name"], _LONGEST_NAME), size=whole(value["size"]), sha256=digest)
