"""Tests of the number of workers."""

from tests.support.workers import worker_count


def test_files_are_tested_without_workers() -> None:
    """Workers are started if a folder is given, not for files alone."""
    assert worker_count(["tests/test_docs.py", "tests/test_files.py::test_lines"]) == 0
    assert worker_count(["tests/server", "tests/test_docs.py"]) > 0
