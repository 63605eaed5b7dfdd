"""Report why a command fails: cause, details and remedy for people, an object for programs."""

import json
import re
import sys
from typing import Any, Final, NoReturn

from server.model.problem import Problem
from server.model.problem_code import ProblemCode

# JSON itself escapes only what comes before the space; these too can steer a terminal or a reader.
_STEERING: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


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
    sys.exit(problem.code.exit_code)


def _news(problem: Problem) -> str:
    """The detail without a first line that the cause has said already; nor a last one, but of a traceback."""
    first, _newline, rest = problem.detail.strip("\n").partition("\n")
    news = (rest if first and first in problem.cause else problem.detail).strip("\n").rstrip()
    before, _newline, last = news.rpartition("\n")
    if (
        problem.code == ProblemCode.IMPORT_ERROR
        and before
        and last in problem.cause
        and "Traceback (" not in before
    ):
        return before
    return news
