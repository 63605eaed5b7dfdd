"""What the bench can offer to do about an app that could not be started."""

import re
from pathlib import Path
from typing import Any, Final

from server.model.guest import GuestState, GuestStatus, Target
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.environments.environment import Environment, prefix_of
from server.runner.environments.packages import InstalledPackages
from server.web.open_app import interpreter

_MISSING: Final = re.compile(r"ModuleNotFoundError: No module named '(\w+)")
# What `os.environ["NAME"]` raises.
_KEY: Final = re.compile(r"KeyError: '([A-Z_][A-Z0-9_]*)'")
_FLASK: Final = "flask"


def remedies_of(target: Target, python: Path | None, status: GuestStatus) -> dict[str, Any]:
    """Return what the crash report offers: environments that have the missing module, a missing variable."""
    problem = status.problem if status.state is GuestState.CRASHED else None
    return {
        "better_environments": _environments_with(_missing_module(problem), target, python),
        "missing_variable": _missing_variable(problem),
    }


def _missing_module(problem: Problem | None) -> str:
    if problem is None:
        return ""
    if problem.code is ProblemCode.NO_FLASK:
        return _FLASK
    match = _MISSING.search(problem.cause) if problem.code is ProblemCode.IMPORT_ERROR else None
    return match[1] if match is not None else ""


def _missing_variable(problem: Problem | None) -> str:
    match = _KEY.search(problem.cause) if problem is not None else None
    return match[1] if match is not None else ""


def _environments_with(module: str, target: Target, python: Path | None) -> tuple[Environment, ...]:
    """Return the environments of the project, besides the one in use, that have a module."""
    if not module:
        return ()
    used = prefix_of(python) if python is not None else None
    return tuple(
        found
        for found in interpreter.choose(target.spec, "", target).found
        if found.prefix != used and InstalledPackages(found.prefix).locate(module) is not None
    )
