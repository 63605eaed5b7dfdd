"""Tests of the problems of the store, as users read them."""

import pytest

from server.model.problem import Problem
from server.store import problems
from server.store.writing.outage import Cause, Outage

AT_START = Outage(cause=Cause.OTHER, why="no such folder", at_start=True)


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (problems.newer("/data/history.db"), "store-newer"),
        (problems.damaged("/data/history.db", "/data/history.db.damaged-1", "disk image"), "store-damaged"),
        (problems.not_kept("/data/history.db", AT_START, 16 << 20, None), "store-unusable"),
    ],
)
def test_a_problem_of_the_file_names_the_file(problem: Problem, code: str) -> None:
    """The user learns which file it is and what to do."""
    assert problem.code == code
    assert "/data/history.db" in problem.cause
    assert problem.remedy


def test_a_damaged_file_says_where_it_was_moved() -> None:
    """Nothing is lost silently."""
    problem = problems.damaged("/data/history.db", "/data/history.db.damaged-1", "disk image is malformed")
    assert "/data/history.db.damaged-1" in problem.remedy
    assert problem.detail == "disk image is malformed"


@pytest.mark.parametrize(
    ("cause", "free", "sentences"),
    [
        (Cause.LOCKED, None, ("another program has locked", "Close that program")),
        (Cause.FULL, 3 << 20, ("there is no room", "wants 16 MB, and 3 MB are free")),
        (Cause.FULL, 99 << 20, ("there is no room", "a limit on the size of files")),
        (Cause.FULL, None, ("there is no room", "wants 16 MB.")),
        (Cause.READ_ONLY, None, ("may not be written", "Make the file and its folder writable")),
        (Cause.OTHER, None, ("cannot be used: disk I/O error", "held in memory, and saved")),
    ],
)
def test_it_is_said_why_nothing_is_kept(cause: Cause, free: int | None, sentences: tuple[str, str]) -> None:
    """With what to do about it, and how much room is wanted."""
    outage = Outage(cause=cause, why="disk I/O error", dropped=2)
    problem = problems.not_kept("/data/history.db", outage, 16 << 20, free)
    assert problem.code == "store-not-written"
    assert problem.cause.startswith("Nothing is saved at present: ")
    assert "/data/history.db" in problem.cause
    assert sentences[0] in problem.cause
    assert sentences[1] in problem.remedy
    assert problem.remedy.endswith(
        "2 exchanges or messages, the oldest, did not fit into memory and are lost."
    )
    assert problem.detail == "disk I/O error"


def test_what_was_dropped_is_said_afterwards_too() -> None:
    """The history is not complete."""
    problem = problems.dropped(1)
    assert "not complete" in problem.cause
    assert problem.remedy == "1 exchange or message, the oldest, did not fit into memory and is lost."
