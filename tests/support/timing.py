"""Where the time of a test run went: the seconds of each folder of tests, and the slowest files."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import pytest

FEWEST_SECONDS: Final = 10.0
FILES: Final = 8


def folder(nodeid: str) -> str:
    """Return the folder that a test is counted under: two levels below tests/, three below tests/server."""
    parts = nodeid.partition("::")[0].split("/")[:-1]
    return "/".join(parts[:3])


def file(nodeid: str) -> str:
    """Return the file of a test."""
    return nodeid.partition("::")[0]


def table(times: Iterable[tuple[str, float]]) -> list[str]:
    """Return the lines of the table, from pairs of a test's id and the seconds of one of its phases."""
    folders: defaultdict[str, float] = defaultdict(float)
    files: defaultdict[str, float] = defaultdict(float)
    tests: defaultdict[str, set[str]] = defaultdict(set)
    for nodeid, seconds in times:
        folders[folder(nodeid)] += seconds
        files[file(nodeid)] += seconds
        tests[folder(nodeid)].add(nodeid)
    by_folder = sorted(folders.items(), key=lambda item: -item[1])
    by_file = sorted(files.items(), key=lambda item: -item[1])[:FILES]
    return [
        *(f"{seconds:8.1f} s {len(tests[name]):6} tests  {name}" for name, seconds in by_folder),
        "the slowest files:",
        *(f"{seconds:8.1f} s  {name}" for name, seconds in by_file),
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table after runs that took long enough to ask."""
    reports = [
        report
        for group in terminalreporter.stats.values()
        for report in group
        if isinstance(report, pytest.TestReport)
    ]
    if sum(report.duration for report in reports) >= FEWEST_SECONDS:
        terminalreporter.section("where the time went, summed over all workers")
        for line in table((report.nodeid, report.duration) for report in reports):
            terminalreporter.write_line(line)
