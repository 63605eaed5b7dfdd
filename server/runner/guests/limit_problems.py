"""The problems of a guest that reaches one of Fumehood's limits: each names the limit and how to raise it."""

import re
from dataclasses import replace
from typing import Final

from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.stack import LOADING, Stacks
from server.runner.processes.limits import Limits
from server.runner.requests import standstill

_TOO_MANY_FILES: Final = re.compile(r"OSError: \[Errno 24\]")
_NO_MEMORY: Final = re.compile(r"MemoryError\b|OSError: \[Errno 12\]|[\w.]*\._ArrayMemoryError\b")


def limit_reached(code: str, message: str, limits: Limits) -> Problem | None:
    """Return the problem if `message`, the last line of a traceback, shows that a limit was reached."""
    if code not in (ProblemCode.IMPORT_ERROR, ProblemCode.PROGRAM_ERROR):
        return None
    if _NO_MEMORY.match(message):
        cause = _("The app ran out of memory while it was started: %(message)s", message=message)
        remedy = memory_limit(limits.memory_mb)
    elif _TOO_MANY_FILES.match(message):
        cause = _("The app opened too many files while it was started: %(message)s", message=message)
        remedy = files_limit(limits.open_files)
    else:
        return None
    return Problem(code=ProblemCode(code), cause=cause, remedy=remedy)


def memory_limit(limit_mb: int) -> str:
    """Return the sentence that names the limit of memory, and how to raise it."""
    return str(
        _(
            "Fumehood's limit is %(limit)d MB: raise it with --memory, or in the settings.",
            limit=limit_mb,
        )
    )


def files_limit(limit: int) -> str:
    """Return the sentence that names the limit of open files, and how to raise it."""
    return str(
        _(
            "Fumehood's limit is %(limit)d open files: raise it with --files, or in the settings.",
            limit=limit,
        )
    )


def start_timeout(seconds: float, output: str, stacks: Stacks | None = None) -> Problem:
    """The guest was not ready in time; `seconds` is the limit, `stacks` say where it stood then."""
    problem = Problem(
        code=ProblemCode.START_TIMEOUT,
        cause=_("The app was not ready within %(seconds)g s, which is Fumehood's limit.", seconds=seconds),
        remedy=_(
            "Look for what its modules wait for when they are imported: a network, a lock, an endless loop."
            " Or raise the limit with --start-timeout, or in the settings."
        ),
        detail=output,
    )
    if stacks is None:
        return problem
    found = standstill.explained(problem, standstill.redacted(stacks), LOADING)
    if found is problem or not output:
        return found
    return replace(found, detail=f"{output}\n\n{found.detail}")


def over_memory(limit_mb: int, used_mb: int) -> Problem:
    """The guest's process tree exceeded its memory limit, and was ended."""
    return Problem(
        code=ProblemCode.MEMORY,
        cause=_(
            "The app was killed by SIGKILL: it ran over Fumehood's memory limit of %(limit)d MB"
            " (it held %(used)d MB).",
            limit=limit_mb,
            used=used_mb,
        ),
        remedy=_("Let it use less memory at a time, or raise the limit with --memory, or in the settings."),
    )


def too_many_processes(limit: int, count: int) -> Problem:
    """The guest had too many processes, and was ended."""
    return Problem(
        code=ProblemCode.PROCESSES,
        cause=_(
            "The app was killed by SIGKILL: it had %(count)d processes at the same time,"
            " and Fumehood's limit is %(limit)d.",
            count=count,
            limit=limit,
        ),
        remedy=_("Look for what starts processes in a loop, or starts them faster than they end."),
    )
