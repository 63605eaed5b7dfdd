"""`fumehood update` replaces the program, or says why not and changes nothing."""

import subprocess
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.shell.process import single_instance
from desktop.workbench.app_info import user_paths
from tests.support.portable_program import Pack


def run(arguments: list[str]) -> int:
    """Run the command line; return its exit code."""
    try:
        return main.run(arguments)
    except SystemExit as end:
        return int(str(end.code))


def version(program: Path) -> str:
    """Return what the program of a folder prints."""
    return subprocess.run([str(program / "fumehood")], capture_output=True, text=True, check=True).stdout


def test_update_and_back(program: Path, pack: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    """The newer program runs in the same folder, the older one comes back, and the data stay."""
    assert run(["update", str(pack())]) == 0
    assert version(program) == "Fumehood 2.0\n"
    assert "go back with: fumehood update --back" in capsys.readouterr().out
    assert run(["update", "--back"]) == 0
    assert version(program) == "Fumehood 1.0\n"
    assert (program / "portable" / "data" / "note.txt").read_text() == "mine"
    assert sorted(path.name for path in program.parent.iterdir()) == ["fumehood", "fumehood.previous"]


def test_a_wrong_checksum_changes_nothing(
    program: Path, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    """The cause is said, and the folder is as it was."""
    file = pack()
    file.with_name("SHA256SUMS").write_text(f"{'0' * 64}  {file.name}\n")
    assert run(["update", str(file)]) == 8
    assert "the checksum differs" in capsys.readouterr().err
    assert version(program) == "Fumehood 1.0\n"
    assert [path.name for path in program.parent.iterdir()] == ["fumehood"]


def test_an_archive_without_a_program_changes_nothing(
    program: Path, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of what was unpacked is left."""
    assert run(["update", str(pack({"fumehood-2.0/README.txt": b"x"}))]) == 8
    assert "contains no Fumehood" in capsys.readouterr().err
    assert [path.name for path in program.parent.iterdir()] == ["fumehood"]


def test_missing_checksums_are_asked_for(
    program: Path, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without SHA256SUMS there is nothing to check against."""
    file = pack()
    file.with_name("SHA256SUMS").unlink()
    assert run(["update", str(file)]) == 8
    assert "SHA256SUMS" in capsys.readouterr().err
    assert version(program) == "Fumehood 1.0\n"


def test_a_running_fumehood_is_closed_first(
    program: Path, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its files must not be taken away while it uses them."""
    instance = single_instance.acquire(user_paths())
    assert instance is not None
    try:
        assert run(["update", str(pack())]) == 7
    finally:
        instance.release()
    assert "Fumehood is running." in capsys.readouterr().err
    assert version(program) == "Fumehood 1.0\n"


def test_an_installed_fumehood_is_updated_by_its_package(
    pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Fumehood that was not unpacked by the user is not replaced."""
    assert run(["update", str(pack())]) == 2
    assert "with git pull in a checkout" in capsys.readouterr().err


def test_there_must_be_a_version_to_go_back_to(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first update there is none."""
    assert run(["update", "--back"]) == 2
    assert f"{program}.previous does not exist" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["--back", __file__], ["/no/such/file"]])
def test_wrong_use_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """An archive or --back, not neither and not both."""
    assert run(["update", *arguments]) == 2
    assert capsys.readouterr().err.startswith("fumehood: ")
