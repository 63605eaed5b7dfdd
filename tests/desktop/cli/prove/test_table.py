"""Tests of the table of verdicts."""

from desktop.cli.prove import table
from server.model.claim import Outcome
from tests.support.verdicts import change, matrix, report


def test_unexpected_and_undecided_verdicts_are_explained() -> None:
    """Unexpected and undecided verdicts are explained in their rows and counted; others are only stated."""
    found = report((Outcome.HOLDS, Outcome.HOLDS), (Outcome.HOLDS, Outcome.FAILS), (Outcome.UNDECIDED, None))
    text = "\n".join(table.table(matrix(found), {}, colourful=True))
    assert "Seen 0." not in text
    assert "The handbook expects: fails. Seen 1." in text
    assert "Seen 2. Install more." in text
    assert "3 claims in 1 lab: 2 hold, 0 fail, 1 undecided. 1.5 s." in text
    assert "1 verdict differs" in text
    assert "\x1b[32m" in text


def test_interpreters_are_shown_side_by_side() -> None:
    """Each interpreter has a column; claims whose verdicts differ are marked and counted."""
    first = report((Outcome.HOLDS, Outcome.HOLDS), (Outcome.HOLDS, Outcome.HOLDS))
    second = report((Outcome.FAILS, Outcome.FAILS), (Outcome.HOLDS, Outcome.FAILS))
    lines = list(table.table(matrix(first, second), {}))
    assert lines[0] == "1  Python 3.12.1, Flask 3.1.0, Werkzeug 3.1.3"
    assert lines[1] == "2  Python 3.12.1, Flask 3.1.0, Werkzeug 3.1.3  /py/1"
    assert [line.split()[:3] for line in lines if "Statement" in line] == [
        ["≠", "holds", "fails"],
        ["holds", "holds", "Statement"],
    ]
    text = "\n".join(lines)
    assert "2: The handbook expects: fails. Seen 1." in text
    assert "1 claim does not come out the same on all of them. 3.0 s in all." in text


def test_a_changed_verdict_is_marked() -> None:
    """The row names the earlier verdict and its versions; changes on other interpreters do not count."""
    found = matrix(report((Outcome.HOLDS, Outcome.HOLDS)))
    text = "\n".join(table.table(found, {("a-lab", "c0", ""): change()}))
    assert (
        "it was “fails” on Python 3.9.2, Flask 2.2.5, Werkzeug 2.2.3, it is “holds” on Python 3.12.1" in text
    )
    assert "1 verdict has changed since last time." in text
    assert "changed" not in "\n".join(table.table(found, {("a-lab", "c0", "/py/7"): change("/py/7")}))
