"""Tests of `fumehood export`."""

import os
from pathlib import Path

import pytest

from desktop.cli.main import run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without data."""
    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def test_data_are_written_into_a_new_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second export does not replace the first."""
    assert run(["export", "all.zip"]) == 0
    assert "all.zip has 0 exchanges" in capsys.readouterr().out
    before = (tmp_path / "all.zip").read_bytes()
    with pytest.raises(SystemExit) as ended:
        run(["export", "all.zip"])
    assert ended.value.code == 2
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "all.zip").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a traceback."""
    with pytest.raises(SystemExit):
        run(["export", os.path.join("none", "all.zip")])
    assert "Create the folder" in capsys.readouterr().err
