"""Temporary folders that are removed together."""

import tempfile
from pathlib import Path

import pytest

from server.runner.processes.scratch_folders import ScratchFolders, temporary_variables


def test_closing_removes_all_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder can be removed before; the root is created with the first folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    scratch = ScratchFolders()
    assert list(tmp_path.iterdir()) == []
    first, second = scratch.make(), scratch.make()
    (first / "file").write_text("x")
    assert first.parent == second.parent == scratch.root
    scratch.remove(first)
    assert not first.exists()
    assert second.is_dir()
    scratch.close()
    scratch.close()
    with pytest.raises(OSError, match="are closed"):
        scratch.make()
    assert list(tmp_path.iterdir()) == []


def test_all_variables_name_the_folder(tmp_path: Path) -> None:
    """Programs look at different variables."""
    assert temporary_variables(tmp_path) == {
        "TMPDIR": str(tmp_path),
        "TEMP": str(tmp_path),
        "TMP": str(tmp_path),
    }
