"""How a command ends: its exit codes, and messages that name the cause and the remedy."""

import json
import re
import sys
from enum import IntEnum
from typing import Any, Final, NoReturn

from server.model.problem import Problem


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


# JSON itself escapes only what comes before the space; these too can steer a terminal or a reader.
_STEERING: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

_BY_CODE: dict[str, Exit] = {
    "usage": Exit.USAGE,
    "no-target": Exit.USAGE,
    "no-such-target": Exit.USAGE,
    "no-such-place": Exit.USAGE,
    "not-python": Exit.USAGE,
    "empty-folder": Exit.USAGE,
    "several-apps": Exit.USAGE,
    "no-lab": Exit.USAGE,
    "bad-name": Exit.USAGE,
    "exists": Exit.USAGE,
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


def to_json(value: Any) -> str:
    """One line of JSON that may be printed on a terminal, whatever a guest put into it."""
    text = json.dumps(value, ensure_ascii=False)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def error(problem: Problem) -> dict[str, str]:
    """A problem as programs get it."""
    return {
        "code": problem.code,
        "cause": problem.cause,
        "remedy": problem.remedy,
        "detail": problem.detail,
    }


def fail(problem: Problem, *, as_json: bool = False) -> NoReturn:
    """End with what went wrong: on standard error for people, with `as_json` on standard output too."""
    if as_json:
        print(to_json({"error": error(problem)}), flush=True)
    from server.lenses.kit.sentences import printable  # noqa: PLC0415 - imports all lenses, which only failing needs

    # Causes and details quote what a guest or a file said.
    say(printable(f"fumehood: {problem.cause}"))
    detail = _news(problem)
    if detail:
        say("")
        say(printable(detail))
        say("")
    if problem.remedy:
        say(printable(problem.remedy))
    sys.exit(exit_for(problem))


def _news(problem: Problem) -> str:
    """The detail without a first line that the cause has said already; nor a last one, but of a traceback."""
    first, _newline, rest = problem.detail.strip("\n").partition("\n")
    news = (rest if first and first in problem.cause else problem.detail).strip("\n").rstrip()
    before, _newline, last = news.rpartition("\n")
    if problem.code == "import-error" and before and last in problem.cause and "Traceback (" not in before:
        return before
    return news
