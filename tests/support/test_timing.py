"""Tests of the table of times."""

from tests.support.timing import time_table


def test_seconds_are_summed_by_folder_and_by_file() -> None:
    """A test counts once, with the sum of its setup, call and teardown; the longest comes first."""
    lines = time_table(
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
