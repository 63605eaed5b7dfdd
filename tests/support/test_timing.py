"""The table of where the time went."""

from tests.support.timing import table
from tests.support.workers import number


def test_phases_are_summed_by_folder_and_by_file() -> None:
    """Each test counts once, its setup, call and teardown together; the longest comes first."""
    lines = table(
        [
            ("tests/server/web/test_a.py::test_one[x/y]", 1.0),
            ("tests/server/web/test_a.py::test_one[x/y]", 2.0),
            ("tests/server/web/deep/test_b.py::test_two", 0.5),
            ("tests/browser/test_c.py::test_three", 5.0),
        ]
    )
    assert [line.split() for line in lines] == [
        ["5.0", "s", "1", "tests", "tests/browser"],
        ["3.5", "s", "2", "tests", "tests/server/web"],
        ["the", "slowest", "files:"],
        ["5.0", "s", "tests/browser/test_c.py"],
        ["3.0", "s", "tests/server/web/test_a.py"],
        ["0.5", "s", "tests/server/web/deep/test_b.py"],
    ]


def test_files_are_tested_without_workers() -> None:
    """A worker is started for a folder, not for files alone."""
    assert number(["tests/test_docs.py", "tests/test_files.py::test_lines"]) == 0
    assert number(["tests/server", "tests/test_docs.py"]) > 0
