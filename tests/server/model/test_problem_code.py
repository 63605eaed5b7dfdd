"""Tests of the codes of problems."""

import pytest

from server.model.exit_code import ExitCode
from server.model.problem_code import ProblemCode


def test_codes_are_words_that_programs_can_compare() -> None:
    """A code equals its text, so JSON and tests can contain the text."""
    assert f"{ProblemCode.IMPORT_ERROR}" == "import-error"
    assert ProblemCode("import-error") is ProblemCode.IMPORT_ERROR


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        (ProblemCode.LAB_TAKEN, ExitCode.USAGE),
        (ProblemCode.EXISTS, ExitCode.USAGE),
        (ProblemCode.BAD_NAME, ExitCode.USAGE),
        (ProblemCode.NO_FOLDER, ExitCode.IMPORT),
        (ProblemCode.NO_CELERY, ExitCode.INTERPRETER),
        (ProblemCode.INTERNAL, ExitCode.BROKEN),
    ],
)
def test_each_code_has_its_exit_code(code: ProblemCode, exit_code: ExitCode) -> None:
    """A name that is taken is a usage error like other bad names; an unexpected error has its own code."""
    assert code.exit_code is exit_code


def test_an_app_that_never_ran_has_not_crashed() -> None:
    """A folder without an app has none that could; an app that raised while it was imported ran."""
    assert ProblemCode.NO_APP.never_ran
    assert ProblemCode.PYTHON_NOT_FOUND.never_ran
    assert not ProblemCode.IMPORT_ERROR.never_ran
