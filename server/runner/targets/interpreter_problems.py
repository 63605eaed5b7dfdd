"""Why an interpreter cannot be used, as sentences."""

from flask_babel import gettext as _

from server.model.problem import Problem
from server.model.problem_code import ProblemCode


def _choose() -> str:
    return str(_("Name a Python interpreter, or the folder of a virtual environment."))


def not_found(path: str) -> Problem:
    """Nothing is there."""
    return Problem(
        code=ProblemCode.PYTHON_NOT_FOUND,
        cause=_("There is no interpreter at %(path)s.", path=path),
        remedy=_choose(),
    )


def no_environment(path: str) -> Problem:
    """The folder holds no interpreter."""
    return Problem(
        code=ProblemCode.PYTHON_NOT_FOUND,
        cause=_("The folder %(path)s is no virtual environment.", path=path),
        remedy=_choose(),
    )


def not_executable(path: str, why: str) -> Problem:
    """The system will not run it."""
    return Problem(
        code=ProblemCode.PYTHON_NOT_EXECUTABLE,
        cause=_("%(path)s cannot be run.", path=path),
        remedy=_choose(),
        detail=why,
    )


def not_python(path: str, said: str) -> Problem:
    """It runs, but answers as something else."""
    return Problem(
        code=ProblemCode.NOT_A_PYTHON,
        cause=_("%(path)s does not answer as a Python interpreter does.", path=path),
        remedy=_choose(),
        detail=said,
    )


def too_slow(path: str, seconds: float) -> Problem:
    """It did not answer."""
    return Problem(
        code=ProblemCode.PYTHON_TOO_SLOW,
        cause=_("%(path)s did not answer within %(seconds)g seconds.", path=path, seconds=seconds),
        remedy=_choose(),
    )


def too_old(path: str, version: str, oldest: str) -> Problem:
    """The probe cannot live in it."""
    return Problem(
        code=ProblemCode.PYTHON_TOO_OLD,
        cause=_("%(path)s is Python %(version)s, too old to look into.", path=path, version=version),
        remedy=_("Use Python %(oldest)s or later.", oldest=oldest),
    )
