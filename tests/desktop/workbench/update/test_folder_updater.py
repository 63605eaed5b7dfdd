"""An update is prepared while Fumehood runs, made when it has ended, and can be taken back."""

import subprocess
from importlib import metadata
from pathlib import Path

import pytest

from desktop.workbench.update import archive as archives
from desktop.workbench.update import swap
from desktop.workbench.update.folder_updater import FolderUpdater
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.updater import Kept, PlannedChange
from tests.support.portable_program import Pack

THIS = metadata.version("fumehood")


@pytest.fixture
def updater(program: Path) -> FolderUpdater:
    """The updates of the portable program, whose data are beside it."""
    return FolderUpdater(program / "portable" / "data")


def says(program: Path) -> str:
    """Return what the program of a folder prints."""
    return subprocess.run([str(program / "fumehood")], capture_output=True, text=True, check=True).stdout


def beside(program: Path) -> list[str]:
    """Return the names in the folder that the program's folder is in."""
    return sorted(path.name for path in program.parent.iterdir())


def test_an_update_is_made_at_the_end(updater: FolderUpdater, program: Path, pack: Pack) -> None:
    """Until then the running program has its folder; afterwards the data are with the new one."""
    assert updater.obstacle is None
    assert updater.plan_update(pack()) is None
    assert updater.planned == PlannedChange(version="2.0")
    assert says(program) == "Fumehood 1.0\n"
    updater.apply()
    assert says(program) == "Fumehood 2.0\n"
    assert (program / "portable" / "data" / "note.txt").read_text() == "mine"
    assert beside(program) == ["fumehood", "fumehood.previous"]
    last = updater.last
    assert last is not None
    assert (last.before, last.after, last.problem) == (THIS, "2.0", None)


def test_it_can_be_taken_back(updater: FolderUpdater, program: Path, pack: Pack) -> None:
    """The version before is named, planned and used again."""
    (program / "_internal" / "fumehood-1.0.dist-info").mkdir(parents=True)
    updater.plan_update(pack())
    updater.apply()
    assert updater.kept == Kept(version="1.0", folder=swap.previous(program))
    assert updater.plan_return() is None
    assert updater.planned == PlannedChange(version="1.0", back=True)
    updater.apply()
    assert says(program) == "Fumehood 1.0\n"
    assert updater.planned is None


def test_a_wrong_checksum_plans_nothing(updater: FolderUpdater, program: Path, pack: Pack) -> None:
    """The archive is not even unpacked."""
    file = pack()
    file.with_name("SHA256SUMS").write_text(f"{'0' * 64}  {file.name}\n")
    problem = updater.plan_update(file)
    assert problem is not None
    assert problem.code is ProblemCode.CHECKSUM
    updater.apply()
    assert beside(program) == ["fumehood"]


@pytest.mark.parametrize("missing", ["archive", "checksums"])
def test_a_missing_file_is_named(missing: str, updater: FolderUpdater, program: Path, pack: Pack) -> None:
    """The problem has the path."""
    file = pack()
    gone = file if missing == "archive" else file.with_name("SHA256SUMS")
    gone.unlink()
    problem = updater.plan_update(file)
    assert problem is not None
    assert str(gone) in problem.cause + (problem.detail or "")
    assert beside(program) == ["fumehood"]


def test_what_does_not_start_is_removed(updater: FolderUpdater, program: Path, pack: Pack) -> None:
    """Nothing of it is left beside the program."""
    problem = updater.plan_update(pack({"fumehood-2.0/README.txt": b"x"}))
    assert problem is not None
    assert problem.code is ProblemCode.BAD_ARCHIVE
    assert beside(program) == ["fumehood"]


def test_a_cancelled_update_leaves_nothing(updater: FolderUpdater, program: Path, pack: Pack) -> None:
    """The next end is an ordinary one."""
    updater.plan_update(pack())
    updater.cancel()
    assert updater.planned is None
    updater.apply()
    assert beside(program) == ["fumehood"]
    assert updater.last is None


def test_what_a_killed_fumehood_left_is_removed(updater: FolderUpdater, program: Path, pack: Pack) -> None:
    """An archive that was unpacked before is not kept for ever."""
    (program.parent / ".fumehood-update-old" / "fumehood-1.5").mkdir(parents=True)
    updater.plan_update(pack())
    updater.apply()
    assert beside(program) == ["fumehood", "fumehood.previous"]


def test_only_one_archive_is_unpacked_at_a_time(
    updater: FolderUpdater, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second click while the first one works is told so, and takes nothing away."""
    found: list[Problem | None] = []
    unpack = archives.unpack

    def click_again(*arguments: object) -> archives.UnpackedRelease | Problem:
        found.extend((updater.plan_update(pack()), updater.plan_return()))
        updater.cancel()
        return unpack(*arguments)  # type: ignore[arg-type]  # handed on as they are

    monkeypatch.setattr(archives, "unpack", click_again)
    assert updater.plan_update(pack()) is None
    assert [each.code for each in found if each is not None] == [ProblemCode.BUSY, ProblemCode.BUSY]
    assert updater.planned == PlannedChange(version="2.0")


def test_a_refused_renaming_is_told_at_the_next_start(
    updater: FolderUpdater, program: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is as it was, and the page says why."""
    updater.plan_update(pack())

    def refuse(_program: Path, _fresh: Path) -> None:
        raise PermissionError(13, "Permission denied", str(program))

    monkeypatch.setattr(swap, "replace", refuse)
    updater.apply()
    assert says(program) == "Fumehood 1.0\n"
    last = updater.last
    assert last is not None
    assert last.problem is not None
    assert last.problem.code is ProblemCode.FILE_ACCESS
    assert beside(program) == ["fumehood"]


def test_there_must_be_a_version_to_go_back_to(updater: FolderUpdater) -> None:
    """Before the first update there is none."""
    assert updater.kept is None
    problem = updater.plan_return()
    assert problem is not None
    assert problem.code is ProblemCode.NO_PREVIOUS


def test_an_installed_fumehood_is_left_alone(tmp_path: Path, pack: Pack) -> None:
    """A checkout has no folder of a program: every plan is refused, and the end is an ordinary one."""
    updater = FolderUpdater(tmp_path)
    for problem in (updater.obstacle, updater.plan_update(pack()), updater.plan_return()):
        assert problem is not None
        assert problem.code is ProblemCode.NOT_PORTABLE
    updater.cancel()
    updater.apply()
    updater.start_again()
    assert (updater.kept, updater.last, updater.restart()) == (None, None, False)


def test_the_window_is_closed_and_opened_again(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is started is the program that is in the folder by then."""
    closed: list[bool] = []
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_options: started.append(command))
    updater = FolderUpdater(program, lambda: closed.append(True))
    updater.start_again()
    assert started == []
    assert updater.restart()
    updater.start_again()
    assert (closed, started) == ([True], [[str(program / "fumehood")]])
