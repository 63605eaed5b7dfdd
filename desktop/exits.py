"""How a command ends: its exit codes, and messages that name the cause and the remedy."""

import json
import sys
from enum import IntEnum
from typing import NoReturn

from server.model.guest import Problem


class Exit(IntEnum):
    """The exit codes of the command line, a contract that docs/cli.md documents."""

    OK = 0
    DIFFERS = 1
    USAGE = 2
    IMPORT = 3
    PORT = 4
    TIMEOUT = 5
    INTERPRETER = 6
    RUNNING = 7
    BROKEN = 8
    INTERRUPTED = 130


_BY_CODE: dict[str, Exit] = {
    "usage": Exit.USAGE,
    "no-target": Exit.USAGE,
    "no-such-target": Exit.USAGE,
    "not-python": Exit.USAGE,
    "empty-folder": Exit.USAGE,
    "several-apps": Exit.USAGE,
    "no-lab": Exit.USAGE,
    "bad-request": Exit.USAGE,
    "no-app": Exit.IMPORT,
    "import-error": Exit.IMPORT,
    "not-wsgi": Exit.IMPORT,
    "failed": Exit.IMPORT,
    "exited": Exit.IMPORT,
    "memory": Exit.IMPORT,
    "port": Exit.PORT,
    "port-taken": Exit.PORT,
    "no-ports": Exit.PORT,
    "timeout": Exit.TIMEOUT,
    "start-timeout": Exit.TIMEOUT,
    "no-flask": Exit.INTERPRETER,
    "no-server": Exit.INTERPRETER,
    "not-started": Exit.INTERPRETER,
    "python-not-found": Exit.INTERPRETER,
    "python-not-executable": Exit.INTERPRETER,
    "not-a-python": Exit.INTERPRETER,
    "python-too-slow": Exit.INTERPRETER,
    "python-too-old": Exit.INTERPRETER,
    "silent": Exit.RUNNING,
    "not-running": Exit.RUNNING,
    "cancelled": Exit.INTERRUPTED,
}


def exit_for(problem: Problem) -> Exit:
    """The exit code that belongs to a problem; one without a code of its own is BROKEN."""
    return _BY_CODE.get(problem.code, Exit.BROKEN)


def say(text: str) -> None:
    """Tell a person, on standard error."""
    print(text, file=sys.stderr, flush=True)


def fail(problem: Problem, *, as_json: bool = False) -> NoReturn:
    """End with what went wrong: on standard error for people, with `as_json` on standard output too."""
    if as_json:
        error = {
            "code": problem.code,
            "cause": problem.cause,
            "remedy": problem.remedy,
            "detail": problem.detail,
        }
        print(json.dumps({"error": error}, ensure_ascii=False), flush=True)
    say(f"fumehood: {problem.cause}")
    detail = _news(problem)
    if detail:
        say("")
        say(detail)
        say("")
    if problem.remedy:
        say(problem.remedy)
    sys.exit(exit_for(problem))


def _news(problem: Problem) -> str:
    """The detail without a first line that the cause has said already."""
    first, _newline, rest = problem.detail.strip("\n").partition("\n")
    return (rest if first and first in problem.cause else problem.detail).strip("\n").rstrip()
