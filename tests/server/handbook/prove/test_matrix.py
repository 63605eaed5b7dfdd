"""Test proving on several interpreters."""

import sys
import threading
from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.prove.matrix import Matrix, differs, interpreters, prove_on
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.prover import Prover
from server.model.claim import Verdict
from server.model.problem import Problem
from server.runner.guests.guests import Guests

pytestmark = pytest.mark.slow


def test_each_interpreter_is_a_column_of_the_same_claims(catalogue: Catalogue) -> None:
    """Each verdict is passed on with its interpreter; the rows are in the handbook's order."""
    prover = Prover(guests_factory=Guests, catalogue=catalogue)
    told: list[tuple[str, str]] = []
    labs: list[tuple[str, ...]] = []

    def record(verdict: Verdict, python: str) -> None:
        told.append((verdict.claim, python))

    named = Path(sys.executable)
    matrix = prove_on(prover, (), [None, named], on_verdict=record, options=ProveOptions(on_labs=labs.append))
    assert isinstance(matrix, Matrix), matrix
    claims = ["greets", "swears", "modern"]
    assert told == [(claim, python) for python in ("", str(named)) for claim in claims]
    assert labs == [("Tiny",), ()] * 2
    assert [claim.id for claim, _ in matrix.rows] == claims
    assert [column.python for column in matrix.columns] == ["", str(named)]
    assert not any(differs(verdicts) for _, verdicts in matrix.rows)
    assert matrix.unexpected == ()


def test_a_cancel_stops_the_remaining_interpreters(catalogue: Catalogue) -> None:
    """A cancel during the first column starts no second."""
    cancel = threading.Event()
    prover = Prover(guests_factory=Guests, catalogue=catalogue)
    told: list[str] = []

    def record(_verdict: Verdict, python: str) -> None:
        told.append(python)
        cancel.set()

    found = prove_on(
        prover, (), [None, Path(sys.executable)], on_verdict=record, options=ProveOptions(cancel=cancel)
    )
    assert isinstance(found, Problem)
    assert found.code == "cancelled"
    assert told == [""]


def test_interpreters_are_checked_before_anything_runs(tmp_path: Path) -> None:
    """Each one once; the first unusable one is the Problem."""
    found = interpreters([Path(sys.executable), Path(sys.executable)])
    assert not isinstance(found, Problem)
    assert len(found) == 1
    problem = interpreters([Path(sys.executable), tmp_path / "no-python"])
    assert isinstance(problem, Problem)
    assert problem.code == "python-not-found"
