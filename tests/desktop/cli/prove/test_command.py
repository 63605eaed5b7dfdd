"""Tests of `fumehood prove`."""

import json
import signal
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from desktop.cli.prove import command as prove
from server.model.claim import Outcome
from server.model.exit_code import ExitCode
from server.startup_choices import STORE_FILE
from server.store import Store
from tests.sources import ROOT
from tests.support.fumehood_process import all_gone, family, run, running
from tests.support.verdicts import OLDER, change, matrix, report

pytestmark = pytest.mark.slow

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "prove.json").read_text())
MATRIX = json.loads((ROOT / "docs" / "schemas" / "prove-matrix.json").read_text())


def test_one_lab_is_proved(tmp_path: Path) -> None:
    """The object has the documented shape, its summary agrees with its claims, and nothing is unexpected."""
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
    """The table has each statement with its verdict, then a summary."""
    done = run(tmp_path, "prove", "lab:cookies")
    assert done.returncode == 0, done.stderr
    assert "holds" in done.stdout
    assert "fails" in done.stdout
    assert "All verdicts are as the handbook expects." in done.stdout


def test_an_unknown_lab_is_wrong_use(tmp_path: Path) -> None:
    """The message names it, near names and the existing labs; the exit code is 2."""
    done = run(tmp_path, "prove", "nosuch", "sesion", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "no-lab"
    assert "no lab named nosuch, sesion." in done.stderr
    assert "Did you mean lab:session? The labs are: " in done.stderr


@pytest.mark.parametrize("name", ["session#encrypted", "lab:session#encrypted"])
def test_a_single_claim_cannot_be_proved(tmp_path: Path, name: str) -> None:
    """The message names the lab of the anchor; the exit code is 2."""
    done = run(tmp_path, "prove", name)
    assert done.returncode == 2
    assert "session#encrypted is a place on a lab's page, but only a whole lab can be run." in done.stderr
    assert "Write session, without the place." in done.stderr


def test_a_missing_name_is_reported(tmp_path: Path) -> None:
    """`lab:` alone names no lab."""
    done = run(tmp_path, "prove", "lab:")
    assert done.returncode == 2
    assert "After lab: the name of a lab is missing." in done.stderr


def test_a_missing_interpreter_has_its_exit_code(tmp_path: Path) -> None:
    """The exit code is 6; the folder of a virtual environment is accepted."""
    assert run(tmp_path, "prove", "--python", "/nosuch/python").returncode == 6
    assert run(tmp_path, "prove", "wsgi", "--python", sys.prefix).returncode == 0


def test_an_interrupt_leaves_no_process(tmp_path: Path) -> None:
    """Ctrl+C while labs run stops them and the command."""
    with running(tmp_path, "prove") as process:
        while len(members := family(process)) < 3:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _out, errors = process.communicate(timeout=60)
        assert process.returncode == ExitCode.INTERRUPTED
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
def test_the_exit_code_says_whether_a_verdict_is_unexpected(
    outcome: Outcome, expected: Outcome | None, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected verdict gives 1; an undecided one does not."""
    monkeypatch.setattr(
        prove, "_prove", lambda *_arguments, **_names: (matrix(report((outcome, expected))), {})
    )
    assert prove.command.main(["--json"], standalone_mode=False) == code


def test_a_matrix_as_json_has_the_documented_shape() -> None:
    """Each claim has its expected ranges once, and one verdict per column."""
    jsonschema.Draft202012Validator.check_schema(MATRIX)
    found = matrix(report((Outcome.HOLDS, Outcome.HOLDS)), report((Outcome.UNDECIDED, None))).to_json(
        {("a-lab", "c0", ""): change()}
    )
    jsonschema.validate(found, MATRIX, cls=jsonschema.Draft202012Validator)
    first, second = found["claims"][0]["verdicts"]
    assert first["was"]["verdict"] == "fails"
    assert first["was"]["versions"]["flask"] == "2.2.5"
    assert (second["was"], second["reason"]) == (None, "Seen 0. Install more.")
    assert found["summary"] == {"labs": 1, "claims": 1, "differing": 1, "unexpected": 0}


def test_interpreters_are_checked_before_anything_runs(tmp_path: Path) -> None:
    """An interpreter given twice counts once; an invalid one is reported before anything runs."""
    done = run(tmp_path, "prove", "wsgi", "--json", "--python", sys.executable, "--python", sys.prefix)
    assert done.returncode == 0, done.stderr
    jsonschema.validate(json.loads(done.stdout), SCHEMA, cls=jsonschema.Draft202012Validator)
    assert run(tmp_path, "prove", "--python", sys.executable, "--python", "/nosuch/python").returncode == 6


def test_changes_are_reported_until_they_are_seen(tmp_path: Path) -> None:
    """A run compares with the stored results; --seen marks changes as seen."""
    store = Store(tmp_path / "data" / "fumehood.sqlite3")
    was = report((Outcome.FAILS, None)).verdicts[0][1]
    store.results.add(replace(was, lab="session", claim="signed", versions=OLDER))
    store.close()
    for arguments, reported in (((), True), (("--seen",), True), ((), False)):
        done = run(tmp_path, "prove", "session", "--json", *arguments)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
        changed = {one["id"]: one["was"] for one in found["claims"] if one["was"] is not None}
        assert list(changed) == (["signed"] if reported else [])
        if reported:
            assert changed["signed"]["versions"]["flask"] == "2.2.5"


@pytest.mark.hardness("locked-store")
def test_without_the_store_claims_are_proved_and_not_saved(tmp_path: Path) -> None:
    """Another program has locked it until the end; the verdicts are printed all the same."""
    file = tmp_path / "data" / STORE_FILE
    Store(file).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        done = run(tmp_path, "prove", "wsgi")
    assert done.returncode == 0
    assert "another program has locked the history" in done.stderr
    assert "The results of this run are not saved." in done.stderr
    assert "Traceback" not in done.stderr
