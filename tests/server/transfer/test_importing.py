"""Tests of reading all data from a file that anybody may have made."""

import hashlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.model.guest import Target, TargetKind
from server.model.problem import Problem
from server.store import Store
from server.store.records import ProjectSettings
from server.transfer.archive import MANIFEST
from server.transfer.exporting import export_data
from server.transfer.importing import Imported, import_data
from tests.server.transfer.conftest import EDIT, LAB_FILE, User
from tests.support.store_pages import EXCHANGES, LAB, TARGET

Members = dict[str, bytes]


def members_of(archive: Path) -> Members:
    """Return the files of an archive by name."""
    with zipfile.ZipFile(archive) as file:
        return {name: file.read(name) for name in file.namelist()}


def write(archive: Path, members: Members, *, honest: bool = True) -> None:
    """Write an archive; with `honest` its manifest has the right sizes and checksums."""
    manifest = json.loads(members[MANIFEST])
    if honest:
        manifest["members"] = [
            {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in members.items()
            if name != MANIFEST
        ]
        members = {**members, MANIFEST: json.dumps(manifest).encode()}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)


def state(user: User) -> tuple[object, ...]:
    """Return what a user sees of the data."""
    files = {
        str(path.relative_to(user.data)): path.read_bytes()
        for folder in ("labs", "own-labs")
        for path in (user.data / folder).rglob("*")
        if path.is_file()
    }
    names = sorted(path.name for path in user.data.iterdir() if not path.name.startswith("fumehood.sqlite3-"))
    return user.store.settings.get("theme"), len(user.store.rows()), files, names


def test_all_data_come_over(bob: User, archive: Path) -> None:
    """History with its search and contents, settings, bookmark, predictions, verdicts, mail and labs."""
    imported = import_data(bob.store, bob.data, archive, edits=True)
    assert isinstance(imported, Imported)
    assert (imported.exchanges, imported.files) == (EXCHANGES, 2)
    store = bob.store
    assert len(store.rows()) == EXCHANGES
    assert store.exchange(2) is not None
    assert store.settings.get("theme") == "dark"
    assert store.settings.get("handbook.here")["lab"] == LAB
    assert store.predictions.of(LAB)
    assert store.projects.settings(TARGET).memory_mb == 2048
    assert len(store.mail.list()) == 1
    assert (bob.data / LAB_FILE).read_text(encoding="utf-8").endswith("of Ada\n")
    assert (bob.data / EDIT).read_text(encoding="utf-8").endswith("of Ada\n")
    assert store.health.check_now() == ""


def test_the_earlier_data_stay_beside_the_new_ones(bob: User, archive: Path) -> None:
    """Somebody who has imported the wrong file can go back."""
    imported = import_data(bob.store, bob.data, archive, edits=True)
    assert isinstance(imported, Imported)
    copy, edits = imported.before
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT value FROM settings WHERE key = 'theme'").fetchone() == ('"light"',)
    connection.close()
    assert (edits / "session" / "app.py").read_text(encoding="utf-8") == "# Bob's\n"


@pytest.mark.hardness("fuzzed-files")
def test_no_consent_to_run_code_comes_with_the_data(bob: User, archive: Path) -> None:
    """Trusted folders, interpreters, and edits of our labs, which run unasked, are those of this machine."""
    members = members_of(archive)
    evil = '{"python": null, "memory_mb": 4096, "arguments": "-c evil", "python": "/tmp/evil"}'
    line = json.dumps([9, "/srv/other", "", evil]).encode() + b"\n"
    write(archive, {**members, "tables/projects.jsonl": members["tables/projects.jsonl"] + line})
    imported = import_data(bob.store, bob.data, archive)
    assert isinstance(imported, Imported)
    other = Target(kind=TargetKind.FOLDER, spec="/srv/other", root=Path("/srv/other"), app="", name="other")
    assert bob.store.projects.settings(other) == ProjectSettings(memory_mb=4096)
    assert not bob.store.trust.is_granted(Path("/srv/shop"))
    assert [each.python for each in bob.store.recent.list()] == [None]
    assert (bob.data / EDIT).read_text(encoding="utf-8") == "# Bob's\n"
    assert (bob.data / LAB_FILE).exists()


def test_new_exchanges_replace_none_of_the_imported_ones(bob: User, ada: User, tmp_path: Path) -> None:
    """Ids that were reserved before the import are not given any more."""
    bob.store.next_id()
    path = tmp_path / "ada.zip"
    assert isinstance(import_data(bob.store, bob.data, _exported(ada, path)), Imported)
    largest = max(row.id for row in bob.store.rows())
    assert bob.store.next_id() > largest


def _exported(user: User, path: Path) -> Path:
    export_data(user.store, user.data, path)
    return path


def _manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[Members], Members]:
    def changed(members: Members) -> Members:
        manifest = json.loads(members[MANIFEST])
        change(manifest)
        return {**members, MANIFEST: json.dumps(manifest).encode()}

    return changed


def _line(table: str, line: bytes) -> Callable[[Members], Members]:
    name = f"tables/{table}.jsonl"
    return lambda members: {**members, name: members[name] + line}


def _file(name: str) -> Callable[[Members], Members]:
    return lambda members: {**members, name: b"import os\n"}


@pytest.mark.hardness("fuzzed-files")
@pytest.mark.parametrize(
    "change",
    [
        _line("settings", b"[]\n"),
        _line("settings", b'["theme", 7]\n'),
        _line("settings", b'{"key": "theme"}\n'),
        _line("settings", b'["theme", "1"]\n'),
        _line("settings", b"[" * 100_000 + b"\n"),
        _line("settings", b'["a", "b"]'),
        _line("settings", b"\xff\xfe\n"),
        _line("settings", b'["half", "\\ud800"]\n'),
        _line("contents", b'[99, {"base64": "!!"}]\n'),
        _line("exchanges", b'[99,"r","g",1.0,null,"perhaps","GET","/","",null,0,"",null,null,null]\n'),
        _line("recent", b'["", "", "", "", "", null, 1e999]\n'),
        _file("own-labs/../../evil.py"),
        _file("/etc/evil.py"),
        _file("own-labs\\evil.py"),
        _file("own-labs/CON:x"),
        _file("own-labs//evil.py"),
        _file("own-labs/.. /evil.py"),
        _file("elsewhere/evil.py"),
        _file("fumehood.sqlite3"),
        _manifest(lambda manifest: manifest.pop("schema")),
        _manifest(lambda manifest: manifest.update(schema=0)),
        _manifest(lambda manifest: manifest.update(schema="4")),
        _manifest(lambda manifest: manifest.update(made_at=-1)),
        lambda members: {name: data for name, data in members.items() if name != "tables/letters.jsonl"},
    ],
)
def test_what_fumehood_never_writes_is_refused_whole(
    bob: User, archive: Path, change: Callable[[Members], Members]
) -> None:
    """Rows of other kinds, names that lead elsewhere, and an odd manifest; nothing changes."""
    before = state(bob)
    write(archive, change(members_of(archive)))
    problem = import_data(bob.store, bob.data, archive, edits=True)
    assert isinstance(problem, Problem)
    assert "cannot be imported" in problem.cause
    assert "Nothing was changed" in problem.remedy
    assert state(bob) == before


@pytest.mark.hardness("fuzzed-files")
def test_damage_is_noticed_anywhere(bob: User, archive: Path, tmp_path: Path) -> None:
    """A cut file, one with changed bytes or other members than the manifest has, and no archive."""
    before = state(bob)
    whole = archive.read_bytes()
    members = members_of(archive)
    damaged: list[bytes] = [b"", b"PK", whole[: len(whole) // 2], whole[100:], b"x" * 5000]
    damaged += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(60, len(whole), 997)]
    for number, data in enumerate(damaged):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(data)
        found = import_data(bob.store, bob.data, path, edits=True)
        # A changed byte may be one that says nothing, such as that of a time.
        if isinstance(found, Imported):
            assert number >= 5
            assert len(bob.store.rows()) == EXCHANGES
            break
        assert state(bob) == before, number
    write(archive, {**members, LAB_FILE: b"other"}, honest=False)
    assert isinstance(import_data(bob.store, bob.data, archive), Problem)


@pytest.mark.hardness("fuzzed-files")
def test_an_archive_that_fills_the_disk_is_refused(bob: User, archive: Path) -> None:
    """A few kilobytes that unpack to gigabytes are not unpacked, whatever the manifest says."""
    members = members_of(archive)
    manifest = json.loads(members[MANIFEST])
    manifest["members"].append({"name": "own-labs/x/bomb", "size": 1 << 40, "sha256": "0" * 64})
    write(archive, {**members, MANIFEST: json.dumps(manifest).encode()}, honest=False)
    assert isinstance(import_data(bob.store, bob.data, archive), Problem)
    write(archive, {**members, "own-labs/x/bomb": b"\0" * (30 << 20)})
    problem = import_data(bob.store, bob.data, archive)
    assert isinstance(problem, Problem)
    assert "far more" in problem.detail


def test_a_newer_archive_is_named(bob: User, archive: Path) -> None:
    """The user learns which version to use."""
    for change in ({"format": 2}, {"schema": 99}):
        members = members_of(archive)
        newer = {**json.loads(members[MANIFEST]), **change}
        write(archive, {**members, MANIFEST: json.dumps(newer).encode()})
        problem = import_data(bob.store, bob.data, archive)
        assert isinstance(problem, Problem)
        assert "newer Fumehood" in problem.cause


def test_a_failure_at_the_end_takes_everything_back(
    bob: User, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folders of labs are moved back when the store cannot be replaced."""
    before = state(bob)

    def full(_self: Store, _fresh: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, "replace", full)
    with pytest.raises(OSError, match="No space"):
        import_data(bob.store, bob.data, archive, edits=True)
    assert state(bob) == before


def test_a_file_that_cannot_be_read_is_no_problem_of_its_content(bob: User, tmp_path: Path) -> None:
    """None there, a folder, and a pipe, for which nobody waits."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none", tmp_path, tmp_path / "pipe"):
        with pytest.raises(OSError):  # noqa: PT011 - each has an errno of its own
            import_data(bob.store, bob.data, path)
