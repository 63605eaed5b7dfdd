"""Test that labs are read in another process, whatever their code does there."""

import errno
import subprocess
from pathlib import Path

import pytest

from server.handbook.catalogue.isolated_reader import read_in_isolation
from server.handbook.catalogue.lab_reader import LabProblem
from tests.support.sample_lab import TOML, write_lab

pytestmark = pytest.mark.slow


def broken_lab(problem: LabProblem | None) -> LabProblem:
    """Return the problem of a lab that has one."""
    assert problem is not None
    return problem


def test_every_lab_gets_an_answer(tmp_path: Path) -> None:
    """One that ends the process does not hide those after it."""
    good = write_lab(tmp_path / "1-first" / "good")
    quits = write_lab(tmp_path / "1-first" / "quits", claims="import os; print('noise'); os._exit(0)")
    broken = write_lab(tmp_path / "1-first" / "broken", claims="\n1 / 0\n")
    lacks = write_lab(tmp_path / "1-first" / "lacks", toml=TOML.replace("words.txt", "gone.txt"))
    problems = read_in_isolation([good, quits, broken, lacks])
    assert problems[good] is None
    assert broken_lab(problems[quits]).cause == f"The lab in {quits} ended the process that read it."
    problem = broken_lab(problems[broken])
    assert (problem.line, problem.message) == (2, "ZeroDivisionError: division by zero")
    assert broken_lab(problems[lacks]).missing == ("gone.txt",)


@pytest.mark.hardness("hostile-lab")
def test_a_lab_that_hangs_is_given_up(tmp_path: Path) -> None:
    """The labs after it are read all the same."""
    hangs = write_lab(tmp_path / "1-first" / "hangs", claims="import time; time.sleep(600)")
    good = write_lab(tmp_path / "1-first" / "good")
    problems = read_in_isolation([hangs, good], seconds=3.0)
    assert "could not be read within 3 s" in broken_lab(problems[hangs]).cause
    assert problems[good] is None


def test_no_folder_needs_no_process() -> None:
    """There is nothing to read."""
    assert read_in_isolation([]) == {}


def test_a_process_that_cannot_be_started_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each lab, and it passes."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    problems = read_in_isolation([tmp_path / "a", tmp_path / "b"])
    assert [problem.code for problem in problems.values() if problem] == ["file-access", "file-access"]
    assert all("Too many open files" in problem.cause for problem in problems.values() if problem)
