"""A table at the end of a test run: the seconds that each folder took, and the slowest files."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import pytest

MINIMUM_SECONDS: Final = 10.0
FILES: Final = 8  # so many are listed


def folder_of(nodeid: str) -> str:
    """Return the folder under which a test is counted: its first three levels, such as tests/server/web."""
    parts = nodeid.partition("::")[0].split("/")[:-1]
    return "/".join(parts[:3])


def file_of(nodeid: str) -> str:
    """Return the file of a test."""
    return nodeid.partition("::")[0]


def time_table(times: Iterable[tuple[str, float]]) -> list[str]:
    """Return the lines of the table; `times` holds the id of a test and the seconds of one of its phases."""
    folders: defaultdict[str, float] = defaultdict(float)
    files: defaultdict[str, float] = defaultdict(float)
    tests: defaultdict[str, set[str]] = defaultdict(set)
    for nodeid, seconds in times:
        folders[folder_of(nodeid)] += seconds
        files[file_of(nodeid)] += seconds
        tests[folder_of(nodeid)].add(nodeid)
    by_folder = sorted(folders.items(), key=lambda item: -item[1])
    by_file = sorted(files.items(), key=lambda item: -item[1])[:FILES]
    return [
        *(f"{seconds:8.1f} s {len(tests[name]):6} tests  {name}" for name, seconds in by_folder),
        "the slowest files:",
        *(f"{seconds:8.1f} s  {name}" for name, seconds in by_file),
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table after a run that took long."""
    reports = [
        report
        for group in terminalreporter.stats.values()
        for report in group
        if isinstance(report, pytest.TestReport)
    ]
    if sum(report.duration for report in reports) >= MINIMUM_SECONDS:
        terminalreporter.section("time by folder, summed over all workers")
        for line in time_table((report.nodeid, report.duration) for report in reports):
            terminalreporter.write_line(line)
