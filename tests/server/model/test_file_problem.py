"""Test how an error of the system about a file is told."""

import errno
import os

import pytest

from server.model.file_problem import file_problem, is_of_file
from server.model.problem_code import ProblemCode


def error_of(number: int, file: str | None = None) -> OSError:
    """Return an error as the system raises it."""
    return OSError(number, os.strerror(number), file)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (error_of(errno.EACCES, "/x"), True),
        (error_of(errno.ENOSPC), True),
        (error_of(errno.EMFILE), True),
        (error_of(errno.ECONNRESET), False),
        (ValueError("x"), False),
    ],
)
def test_an_error_of_a_file_is_recognised(error: BaseException, expected: bool) -> None:
    """It names a file, or a state of the machine; anything else is a mistake of a program."""
    assert is_of_file(error) is expected


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.EACCES, "permissions"),
        (errno.ENOENT, "Check its name"),
        (errno.ENOSPC, "disk space"),
        (errno.EMFILE, "Close apps"),
    ],
)
def test_the_problem_names_file_cause_and_remedy(number: int, remedy: str) -> None:
    """The remedy depends on the cause."""
    problem = file_problem(error_of(number, "/srv/shop"))
    assert problem.code == ProblemCode.FILE_ACCESS
    assert problem.cause == f"/srv/shop cannot be used: {os.strerror(number)}."
    assert remedy in problem.remedy


def test_an_error_without_a_name_has_a_cause() -> None:
    """As one of a write has."""
    assert file_problem(error_of(errno.ENOSPC)).cause.endswith(f"{os.strerror(errno.ENOSPC)}.")


def test_of_two_files_the_one_that_is_replaced_is_named() -> None:
    """The other one is ours, with a name that nobody knows."""
    error = OSError(errno.EISDIR, os.strerror(errno.EISDIR), "/srv/.part-1", None, "/srv/app.py")
    assert file_problem(error).cause.startswith("/srv/app.py ")
