"""What became of the last change is kept for the next start, and an odd file is no change."""

from pathlib import Path

import pytest

from desktop.workbench.update.last_change import FILE, read_last_change, write_last_change
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.updater import LastChange

FAILED = Problem(code=ProblemCode.FILE_ACCESS, cause="No room.", remedy="Make room.", detail="ENOSPC")


@pytest.mark.parametrize("problem", [None, FAILED])
def test_a_change_is_read_as_it_was_written(problem: Problem | None, tmp_path: Path) -> None:
    """Both versions, the time, and why it failed."""
    change = LastChange(before="1.0", after="2.0", at=1_750_000_000.5, problem=problem)
    write_last_change(tmp_path, change)
    assert read_last_change(tmp_path) == change


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"before": 1, "after": 2, "at": "soon"}'])
def test_an_odd_file_is_no_change(text: str | None, tmp_path: Path) -> None:
    """The page is shown without it."""
    if text is not None:
        (tmp_path / FILE).write_text(text)
    assert read_last_change(tmp_path) is None


def test_a_folder_that_is_gone_keeps_nothing(tmp_path: Path) -> None:
    """Fumehood ends all the same."""
    write_last_change(tmp_path / "gone", LastChange(before="1.0", after="2.0", at=0.0))
    assert read_last_change(tmp_path / "gone") is None
