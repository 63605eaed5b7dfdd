"""Tests of the problems of the store, as users read them."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.model.problem import Problem
from server.store import problems
from server.store.recovery.carry import Carried
from server.store.recovery.check import tables
from server.store.recovery.report import Recovery
from server.store.schema import MIGRATIONS
from server.store.writing.outage import Cause, Outage

RECOVERY = Recovery(
    copy=Path("/data/history.db.damaged-1"),
    at=1.0,
    why="disk image is malformed",
    tables=(
        Carried(table="exchanges", kept=7, unfit=0, readable=False),
        Carried(table="settings", kept=2, unfit=0, readable=True),
    ),
)
AT_START = Outage(cause=Cause.OTHER, why="no such folder", at_start=True)


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (problems.newer("/data/history.db"), "store-newer"),
        (problems.rescued("/data/history.db", RECOVERY), "store-damaged"),
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
    problem = problems.rescued("/data/history.db", RECOVERY)
    assert "/data/history.db.damaged-1" in problem.remedy
    assert "A part is lost of: exchanges." in problem.remedy
    assert problem.detail == "disk image is malformed"


def test_a_file_that_was_carried_over_whole_says_so() -> None:
    """Nobody looks for losses that there are none of."""
    whole = replace(RECOVERY, tables=(Carried(table="settings", kept=2, unfit=0, readable=True),))
    assert "everything could be carried over" in problems.rescued("/data/history.db", whole).remedy


def test_values_that_are_left_out_are_not_counted() -> None:
    """Only those that were read so far are known."""
    assert problems.set_aside().cause == "Some stored values cannot be used and were left out."


def test_every_table_has_a_name_for_readers() -> None:
    """A page never shows the name of a table."""
    assert {name for name in tables(len(MIGRATIONS)) if problems.table_name(name) == name} <= {
        "exchanges",
        "settings",
        "predictions",
        "verdicts",
        "counters",
    }


@pytest.mark.parametrize(
    ("cause", "free", "sentences"),
    [
        (Cause.LOCKED, None, ("another program has locked", "Close that program")),
        (Cause.FULL, 3 << 20, ("there is no room", "needs 16 MB, and 3 MB are free")),
        (Cause.FULL, 99 << 20, ("there is no room", "a limit on the size of files")),
        (Cause.FULL, None, ("there is no room", "needs 16 MB.")),
        (Cause.READ_ONLY, None, ("may not be written", "Make the file and its folder writable")),
        (Cause.MOVED, None, ("was moved or deleted", "Put the file back, or wait")),
        (Cause.NO_FILE, None, ("not a file, lies at", "Move it away")),
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
