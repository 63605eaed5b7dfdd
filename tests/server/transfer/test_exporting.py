"""Tests of writing all data into one file."""

import stat
import zipfile
from pathlib import Path

import pytest

from server.model.problem import Problem
from server.store import Store
from server.transfer import exporting
from server.transfer.archive import MANIFEST, exported_tables, read_manifest, table_member
from server.transfer.exporting import Exported, export_data
from tests.server.transfer.conftest import EDIT, LAB_FILE, User
from tests.support.store_pages import EXCHANGES


def test_everything_is_in_one_private_file(ada: User, tmp_path: Path) -> None:
    """Rows of every table but the consent to run code, and the files of labs; nobody else can read it."""
    ada.store.settings.set("identities:0123", {"visitor": [["session", "a-cookie"]]})
    (ada.data / "own-labs" / "tea" / "__pycache__").mkdir()
    (ada.data / "own-labs" / "tea" / "__pycache__" / "app.pyc").write_bytes(b"x")
    (ada.data / "own-labs" / "tea" / "link.py").symlink_to("/etc/passwd")
    path = tmp_path / "ada.zip"
    exported = export_data(ada.store, ada.data, path)
    assert isinstance(exported, Exported)
    assert (exported.exchanges, exported.left_out, exported.size) == (EXCHANGES, 1, path.stat().st_size)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as file:
        names = set(file.namelist())
        manifest = read_manifest(file.read(MANIFEST))
        assert b"a-cookie" not in file.read("tables/settings.jsonl")
        assert b'"dark"' in file.read("tables/settings.jsonl").replace(b"\\", b"")
    tables = {table_member(table) for table in exported_tables(manifest.schema)}
    assert names == {MANIFEST, LAB_FILE, EDIT, *tables}
    assert "tables/trust.jsonl" not in names
    assert list(tmp_path.glob("*.part")) == []


def test_a_folder_that_is_missing_is_named(ada: User, tmp_path: Path) -> None:
    """With what to do about it, and without the name under which the file would have been written."""
    folder = tmp_path / "no"
    problem = export_data(ada.store, ada.data, folder / "x.zip")
    assert isinstance(problem, Problem)
    assert problem.cause == f"{folder / 'x.zip'} cannot be written: there is no folder {folder}."
    assert problem.remedy.startswith("Create the folder")


def test_no_file_is_replaced(ada: User, tmp_path: Path) -> None:
    """An export never destroys another one."""
    path = tmp_path / "x.zip"
    path.write_text("mine", encoding="utf-8")
    problem = export_data(ada.store, ada.data, path)
    assert isinstance(problem, Problem)
    assert "exists already" in problem.cause
    assert path.read_text(encoding="utf-8") == "mine"


def test_an_export_that_fails_leaves_nothing(
    ada: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk."""

    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "Manifest", full)
    with pytest.raises(OSError, match="No space"):
        export_data(ada.store, ada.data, tmp_path / "x.zip")
    assert not list(tmp_path.glob("x.zip*"))


def test_strange_values_are_left_out_and_counted(ada: User, tmp_path: Path) -> None:
    """A store whose values were changed by others can be exported all the same."""
    ada.store.read_snapshot(lambda _connection: None)
    ada.store._tables.write("INSERT INTO settings VALUES (?, ?)", ("odd", 7.5))
    ada.store._tables.write("UPDATE recent SET opened_at = ?", (float("inf"),))
    exported = export_data(ada.store, ada.data, tmp_path / "x.zip")
    assert isinstance(exported, Exported)
    assert exported.left_out == 1  # SQLite made a text of the first


def test_a_store_in_memory_is_exported_too(tmp_path: Path) -> None:
    """Where the file belongs to a newer Fumehood, what is done meanwhile can be kept in this way."""
    store = Store(None)
    assert isinstance(export_data(store, tmp_path, tmp_path / "x.zip"), Exported)
    store.close()
