"""A program that is unpacked somewhere keeps its data beside itself, if somebody has asked for that."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from desktop.cli import main
from desktop.workbench import app_info, portable


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a frozen program, as which this process passes."""
    monkeypatch.delenv("FUMEHOOD_HOME", raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "fumehood"))
    return tmp_path


def test_data_are_kept_beside_the_program_once_asked_for(program: Path) -> None:
    """The option makes the folder, and every later start finds it."""
    assert app_info.user_paths().data != program / "portable" / "data"
    assert CliRunner().invoke(main.cli, ["--portable", "--version"]).exit_code == 0
    assert app_info.user_paths().data == program / "portable" / "data"
    assert (program / "portable").stat().st_mode & 0o077 == 0


def test_the_variable_counts_before_the_folder(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that the user names is the home."""
    assert portable.make_portable()
    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path / "home"))
    assert app_info.user_paths().data == tmp_path / "home" / "data"


def test_a_checkout_has_no_folder_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """The option says what it needs; nothing is written into the interpreter's folder."""
    assert portable.portable_folder() is None
    assert main.run(["--portable", "doctor"]) == 2
    assert "needs the unpacked archive" in capsys.readouterr().err
    assert not (Path(sys.executable).parent / "portable").exists()
