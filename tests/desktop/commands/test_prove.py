"""`fumehood prove`."""

import json
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from desktop import verdicts
from desktop.commands import prove
from desktop.exits import Exit
from server.handbook.matrix import Column, Matrix
from server.handbook.report import Report
from server.model.claim import Claim, Outcome, Verdict
from server.model.guest import Versions
from server.store import Change, Store
from tests.desktop.commands.running import all_gone, family, run, running
from tests.sources import ROOT

pytestmark = pytest.mark.slow

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "prove.json").read_text())
MATRIX = json.loads((ROOT / "docs" / "schemas" / "prove-matrix.json").read_text())
OLDER = Versions(python="3.9.2", flask="2.2.5", werkzeug="2.2.3", server="waitress 3.0.2")


def report(*outcomes: tuple[Outcome, Outcome | None]) -> Report:
    """A report in which claims came out so, and were expected to."""
    versions = Versions(python="3.12.1", flask="3.1.0", werkzeug="3.1.3", server="waitress 3.0.2")
    found = []
    for number, (outcome, expected) in enumerate(outcomes):
        claim = Claim(
            lab="a-lab", id=f"c{number}", statement=f"Statement {number}.", mistake=False, expected=()
        )
        verdict = Verdict(
            lab="a-lab",
            claim=claim.id,
            outcome=outcome,
            reason=f"Seen {number}.",
            expected=expected,
            versions=versions,
            took=1.0,
            decided_at=0.0,
            remedy="Install more." if outcome is Outcome.UNDECIDED else None,
        )
        found.append((claim, verdict))
    return Report(versions=versions, seconds=1.5, found=tuple(found))


def matrix(*reports: Report) -> Matrix:
    """Reports side by side: the first on our own interpreter, the others on `/py/N`."""
    return Matrix(
        columns=tuple(
            Column(python=f"/py/{number}" if number else "", report=one) for number, one in enumerate(reports)
        ),
        seconds=3.0,
    )


def change(python: str = "") -> Change:
    """The first claim was something else before."""
    return Change(
        lab="a-lab",
        claim="c0",
        interpreter=python,
        was=Outcome.FAILS,
        was_on=OLDER,
        now=Outcome.HOLDS,
        now_on=report().versions,
    )


def test_one_lab_is_proved(tmp_path: Path) -> None:
    """The object has the documented shape, its sum agrees with its claims, and all is as expected."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    done = run(tmp_path, "prove", "session", "--json")
    assert done.returncode == 0, done.stderr
    proof: dict[str, Any] = json.loads(done.stdout)
    jsonschema.validate(proof, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert {claim["lab"] for claim in proof["claims"]} == {"session"}
    for verdict in ("holds", "fails", "undecided"):
        assert proof["summary"][verdict] == sum(claim["verdict"] == verdict for claim in proof["claims"])
    assert proof["summary"]["unexpected"] == 0


def test_people_get_a_table(tmp_path: Path) -> None:
    """Each statement with its verdict, then the sum and the versions."""
    done = run(tmp_path, "prove", "lab:cookies")
    assert done.returncode == 0, done.stderr
    assert "holds" in done.stdout
    assert "fails" in done.stdout
    assert "All verdicts are as the handbook expects." in done.stdout


def test_an_unknown_lab_is_wrong_use(tmp_path: Path) -> None:
    """It is named, the labs that exist are told and which may be meant, and the code is 2."""
    done = run(tmp_path, "prove", "nosuch", "sesion", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "no-lab"
    assert "no lab named nosuch, sesion." in done.stderr
    assert "Did you mean lab:session? The labs are: " in done.stderr


@pytest.mark.parametrize("name", ["session#encrypted", "lab:session#encrypted"])
def test_a_claim_alone_cannot_be_proved(tmp_path: Path, name: str) -> None:
    """The lab of the place that was named is told, with the same code."""
    done = run(tmp_path, "prove", name)
    assert done.returncode == 2
    assert "session#encrypted is a place on a lab's page; here a lab is named without one." in done.stderr
    assert "Write session, without the place." in done.stderr


def test_a_name_that_is_missing_is_said(tmp_path: Path) -> None:
    """`lab:` alone names no lab."""
    done = run(tmp_path, "prove", "lab:")
    assert done.returncode == 2
    assert "After lab: the name of a lab is missing." in done.stderr


def test_an_interpreter_that_is_not_there(tmp_path: Path) -> None:
    """The code is 6."""
    assert run(tmp_path, "prove", "--python", "/nosuch/python").returncode == 6
    # The folder of an environment is one, too.
    assert run(tmp_path, "prove", "wsgi", "--python", sys.prefix).returncode == 0


def test_an_interrupt_leaves_no_process(tmp_path: Path) -> None:
    """Ctrl+C while labs run ends them and the command."""
    with running(tmp_path, "prove") as process:
        while len(members := family(process)) < 3:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _out, errors = process.communicate(timeout=60)
        assert process.returncode == Exit.INTERRUPTED
        assert "Traceback" not in errors
    assert all_gone(members)


@pytest.mark.parametrize(
    ("outcome", "expected", "code"),
    [
        (Outcome.HOLDS, Outcome.HOLDS, 0),
        (Outcome.HOLDS, Outcome.FAILS, 1),
        (Outcome.FAILS, Outcome.HOLDS, 1),
        (Outcome.FAILS, None, 0),
        (Outcome.UNDECIDED, Outcome.HOLDS, 0),
    ],
)
def test_the_code_says_whether_reality_differs(
    outcome: Outcome, expected: Outcome | None, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A verdict that was expected otherwise gives 1; what could not be decided is no difference."""
    monkeypatch.setattr(
        prove, "_prove", lambda *_arguments, **_names: (matrix(report((outcome, expected))), {})
    )
    assert prove.command.main(["--json"], standalone_mode=False) == code


def test_the_table_says_what_differs_and_what_is_undecided() -> None:
    """Both are explained where they stand, and counted at the end; the rest is only stated."""
    found = report((Outcome.HOLDS, Outcome.HOLDS), (Outcome.HOLDS, Outcome.FAILS), (Outcome.UNDECIDED, None))
    text = "\n".join(verdicts.table(matrix(found), {}, colourful=True))
    assert "Seen 0." not in text
    assert "The handbook expects: fails. Seen 1." in text
    assert "Seen 2. Install more." in text
    assert "3 claims in 1 lab: 2 hold, 0 fail, 1 undecided. 1.5 s." in text
    assert "1 verdict differs" in text
    assert "\x1b[32m" in text


def test_several_interpreters_stand_side_by_side() -> None:
    """Each has a column; what is not the same on all of them is marked and counted."""
    first = report((Outcome.HOLDS, Outcome.HOLDS), (Outcome.HOLDS, Outcome.HOLDS))
    second = report((Outcome.FAILS, Outcome.FAILS), (Outcome.HOLDS, Outcome.FAILS))
    lines = list(verdicts.table(matrix(first, second), {}))
    assert lines[0] == "1  Python 3.12.1, Flask 3.1.0, Werkzeug 3.1.3"
    assert lines[1] == "2  Python 3.12.1, Flask 3.1.0, Werkzeug 3.1.3  /py/1"
    assert [line.split()[:3] for line in lines if "Statement" in line] == [
        ["≠", "holds", "fails"],
        ["holds", "holds", "Statement"],
    ]
    text = "\n".join(lines)
    assert "2: The handbook expects: fails. Seen 1." in text
    assert "1 claim does not come out the same on all of them. 3.0 s in all." in text


def test_a_verdict_that_has_changed_is_marked() -> None:
    """It says what it was on which versions; those of other interpreters do not count."""
    found = matrix(report((Outcome.HOLDS, Outcome.HOLDS)))
    text = "\n".join(verdicts.table(found, {("a-lab", "c0", ""): change()}))
    assert (
        "it was “fails” on Python 3.9.2, Flask 2.2.5, Werkzeug 2.2.3, it is “holds” on Python 3.12.1" in text
    )
    assert "1 verdict has changed since last time." in text
    assert "changed" not in "\n".join(verdicts.table(found, {("a-lab", "c0", "/py/7"): change("/py/7")}))


def test_a_matrix_as_json_has_the_documented_shape() -> None:
    """Expected ranges once a claim, then a verdict a column."""
    jsonschema.Draft202012Validator.check_schema(MATRIX)
    told = matrix(report((Outcome.HOLDS, Outcome.HOLDS)), report((Outcome.UNDECIDED, None))).to_json(
        {("a-lab", "c0", ""): change()}
    )
    jsonschema.validate(told, MATRIX, cls=jsonschema.Draft202012Validator)
    first, second = told["claims"][0]["verdicts"]
    assert first["was"]["verdict"] == "fails"
    assert first["was"]["versions"]["flask"] == "2.2.5"
    assert (second["was"], second["reason"]) == (None, "Seen 0. Install more.")
    assert told["summary"] == {"labs": 1, "claims": 1, "differing": 1, "unexpected": 0}


def test_an_interpreter_named_twice_is_one_and_each_is_looked_at_first(tmp_path: Path) -> None:
    """With one left the object is that of one; a second that is none ends it before anything is run."""
    done = run(tmp_path, "prove", "wsgi", "--json", "--python", sys.executable, "--python", sys.prefix)
    assert done.returncode == 0, done.stderr
    jsonschema.validate(json.loads(done.stdout), SCHEMA, cls=jsonschema.Draft202012Validator)
    assert run(tmp_path, "prove", "--python", sys.executable, "--python", "/nosuch/python").returncode == 6


def test_what_changed_is_told_until_it_was_seen(tmp_path: Path) -> None:
    """The next run compares with what this one kept; --seen takes note."""
    store = Store(tmp_path / "data" / "fumehood.sqlite3")
    was = report((Outcome.FAILS, None)).found[0][1]
    store.trials.add(replace(was, lab="session", claim="signed", versions=OLDER))
    store.close()
    for arguments, told in (((), True), (("--seen",), True), ((), False)):
        done = run(tmp_path, "prove", "session", "--json", *arguments)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
        changed = {one["id"]: one["was"] for one in found["claims"] if one["was"] is not None}
        assert list(changed) == (["signed"] if told else [])
        if told:
            assert changed["signed"]["versions"]["flask"] == "2.2.5"
