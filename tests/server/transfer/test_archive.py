"""Tests of the manifest of an archive."""

import json

import pytest

from server.store.checked.values import MISFITS
from server.store.schema import MIGRATIONS
from server.transfer import archive
from server.transfer.archive import ArchiveMember, Manifest, NewerArchiveError, read_manifest


def manifest(*names: str) -> Manifest:
    """Return a manifest with all tables and files of these names."""
    tables = [archive.table_member(table) for table in archive.exported_tables(len(MIGRATIONS))]
    members = tuple(ArchiveMember(name=name, size=1, sha256="0" * 64) for name in (*tables, *names))
    return Manifest(fumehood="1.0", schema=len(MIGRATIONS), made_at=1.0, members=members)


def test_a_manifest_is_read_as_it_was_written() -> None:
    """With names in any language."""
    written = manifest("own-labs/thé/app.py", "labs/session/templates/index.html")
    assert read_manifest(written.to_json().encode()) == written


def test_consent_and_counters_are_not_exported() -> None:
    """Neither means anything on another machine."""
    assert {"trust", "counters"}.isdisjoint(archive.exported_tables(len(MIGRATIONS)))


@pytest.mark.parametrize(
    "names",
    [
        ("own-labs/a.py", "own-labs/A.py"),
        ("tables/trust.jsonl",),
        ("own-labs",),
        ("own-labs/a/../../b",),
        ("own-labs/a\n.py",),
        ("own-labs/" + "x" * 1000,),
    ],
)
def test_names_that_are_none_of_ours_are_refused(names: tuple[str, ...]) -> None:
    """Also two that are one on systems which do not tell letters of two sizes apart."""
    with pytest.raises(MISFITS):
        read_manifest(manifest(*names).to_json().encode())


def test_bounds_are_held() -> None:
    """A manifest may promise no more than is ever kept."""
    value = json.loads(manifest().to_json())
    value["members"][0]["size"] = archive.MOST_BYTES + 1
    with pytest.raises(MISFITS):
        read_manifest(json.dumps(value).encode())
    with pytest.raises(NewerArchiveError):
        read_manifest(json.dumps({**value, "format": archive.FORMAT + 1}).encode())
