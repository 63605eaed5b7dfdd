"""Tests that results say what became of each try."""

from pathlib import Path
from typing import Literal

import pytest

from tests.hardness import table
from tests.hardness.cases import CASES
from tests.hardness.results import CaseResult, Collector

Outcome = Literal["passed", "failed", "skipped"]
NAME = CASES[0].name


def report(nodeid: str, outcome: Outcome = "passed", **properties: object) -> pytest.TestReport:
    """Return the report of a test of the first case."""
    return pytest.TestReport(
        nodeid=nodeid,
        location=("tests/test_x.py", 1, nodeid),
        keywords={},
        outcome=outcome,
        longrepr=None,
        when="call",
        duration=0.5,
        user_properties=[("hardness", NAME), ("hardness-sentence", "It holds."), *properties.items()],
    )


def result_of(*reports: pytest.TestReport) -> CaseResult:
    """Return what these reports add up to."""
    collector = Collector()
    for one in reports:
        collector.pytest_runtest_logreport(one)
    (result,) = collector.results()
    return result


def test_each_parametrised_test_is_one_try() -> None:
    """Two passed tests are two tries that were survived."""
    result = result_of(report("a[1]"), report("a[2]"))
    assert (result.tried, result.survived, result.lost, result.good) == (2, 2, 0, True)
    assert (result.seconds, result.sentences) == (1.0, ["It holds."])


def test_a_test_counts_its_tries_itself() -> None:
    """The properties `tried` and `lost` of a test are added."""
    result = result_of(report("a", tried=60), report("b", tried=2, lost=1))
    assert (result.tried, result.survived, result.lost, result.good) == (62, 62, 1, False)


def test_a_failed_test_survives_nothing() -> None:
    """All tries of a failed test count as not survived, and it is named."""
    result = result_of(report("a", "failed", tried=60), report("b"))
    assert (result.tried, result.survived, result.failed, result.good) == (61, 1, ["a"], False)
    assert any("FAILED a" in line for line in table.lines([result]))


def test_a_skipped_test_is_no_try() -> None:
    """A test that this machine cannot run is counted apart."""
    result = result_of(report("a", "skipped"), report("b"))
    assert (result.tried, result.survived, result.skipped, result.good) == (1, 1, 1, True)


def test_the_document_keeps_rows_that_were_not_run(tmp_path: Path) -> None:
    """Writing one case changes its row and no other."""
    path = tmp_path / "hardness.md"
    before = table.DOCUMENT.read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    table.write([result_of(report("a", tried=1234))], path)
    changed = set(path.read_text(encoding="utf-8").splitlines()) - set(before.splitlines())
    assert [line for line in changed if "| 1234 | 1234 | 0 |" in line] == list(changed)
    assert table.documented(path) == [case.name for case in CASES]
