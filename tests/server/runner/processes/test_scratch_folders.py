"""Folders that go."""

import tempfile
from pathlib import Path

import pytest

from server.runner.processes.scratch_folders import ScratchFolders, temporary_variables


def test_everything_goes_with_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One folder can go before; nothing is made before it is asked for."""
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


def test_a_process_finds_it(tmp_path: Path) -> None:
    """Whatever it asks, it is told this folder."""
    assert temporary_variables(tmp_path) == {
        "TMPDIR": str(tmp_path),
        "TEMP": str(tmp_path),
        "TMP": str(tmp_path),
    }
