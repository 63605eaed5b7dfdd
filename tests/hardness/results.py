"""Adds up the reports of tests into one result for each case."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.hardness.cases import CASES, Case
from tests.hardness.plugin import CASE, SENTENCE


@dataclass(slots=True)
class CaseResult:
    """What became of the tries of one case."""

    case: Case
    tried: int = 0
    survived: int = 0
    lost: int = 0
    skipped: int = 0
    seconds: float = 0.0
    sentences: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every try was survived and nothing was lost."""
        return self.survived == self.tried and not self.lost and not self.failed

    def as_json(self) -> dict[str, Any]:
        """Return the result as a JSON object."""
        return {
            "case": self.case.name,
            "kind": self.case.kind,
            "what": self.case.sentence,
            "tried": self.tried,
            "survived": self.survived,
            "lost": self.lost,
            "skipped": self.skipped,
            "seconds": round(self.seconds, 3),
            "claims": self.sentences,
            "failed": self.failed,
        }


class Collector:
    """A plugin for pytest's own process, which gets the reports of all workers."""

    def __init__(self) -> None:
        self._reports: defaultdict[str, list[pytest.TestReport]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the reports of a test: those of its preparation, its call and its end."""
        self._reports[report.nodeid].append(report)

    def results(self) -> list[CaseResult]:
        """Return the result of each case that a test ran for, in the order of the table."""
        results = {case.name: CaseResult(case) for case in CASES}
        for nodeid, reports in self._reports.items():
            properties = [pair for report in reports for pair in report.user_properties]
            for name in dict.fromkeys(str(value) for key, value in properties if key == CASE):
                add(results[name], nodeid, reports, dict(properties))
        return [result for result in results.values() if result.tried or result.skipped]


def add(
    result: CaseResult, nodeid: str, reports: Iterable[pytest.TestReport], properties: dict[str, object]
) -> None:
    """Add what became of one test to the result of its case."""
    reports = list(reports)
    tries = int(str(properties.get("tried", 1)))
    result.seconds += sum(report.duration for report in reports)
    sentence = str(properties[SENTENCE])
    if sentence not in result.sentences:
        result.sentences.append(sentence)
    if any(report.failed or hasattr(report, "wasxfail") for report in reports):
        result.tried += tries
        result.failed.append(nodeid)
    elif any(report.skipped for report in reports):
        result.skipped += 1
        return
    else:
        result.tried += tries
        result.survived += tries
    result.lost += int(str(properties.get("lost", 0)))
