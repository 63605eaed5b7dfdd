"""Report why a command fails: cause, details and remedy for people, an object for programs."""

import json
import re
import sys
from typing import Any, Final, NoReturn

from server.model.problem import Problem
from server.model.problem_code import ProblemCode

# JSON escapes only the control characters below the space; these can also control a terminal or reorder text.
_CONTROL_CHARACTERS: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def print_message(text: str) -> None:
    """Print a message for people on standard error."""
    print(text, file=sys.stderr, flush=True)


def to_json(value: Any) -> str:
    """Return one line of JSON that is safe to print on a terminal, whatever a guest put into it."""
    text = json.dumps(value, ensure_ascii=False)
    return _CONTROL_CHARACTERS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def error_object(problem: Problem) -> dict[str, str]:
    """Return a problem as the `error` object of JSON output."""
    return {
        "code": problem.code,
        "cause": problem.cause,
        "remedy": problem.remedy,
        "detail": problem.detail,
    }


def fail(problem: Problem, *, as_json: bool = False) -> NoReturn:
    """Exit with a problem: on standard error for people, with `as_json` also as JSON on standard output."""
    if as_json:
        print(to_json({"error": error_object(problem)}), flush=True)
    from server.lenses.kit.sentence import printable  # noqa: PLC0415 - imports all lenses, which only failing needs

    # Causes and details quote text of a guest or a file.
    print_message(printable(f"fumehood: {problem.cause}"))
    detail = _new_detail(problem)
    if detail:
        print_message("")
        print_message(printable(detail))
        print_message("")
    if problem.remedy:
        print_message(printable(problem.remedy))
    sys.exit(problem.code.exit_code)


def _new_detail(problem: Problem) -> str:
    """Return the detail without its first or last line where the cause repeats it; tracebacks stay whole.

    A list of which the cause names every line is left out as a whole.
    """
    if all(line.strip() in problem.cause for line in problem.detail.splitlines()):
        return ""
    first, _newline, rest = problem.detail.strip("\n").partition("\n")
    detail = (rest if first and first in problem.cause else problem.detail).strip("\n").rstrip()
    before, _newline, last = detail.rpartition("\n")
    if (
        problem.code == ProblemCode.IMPORT_ERROR
        and before
        and last in problem.cause
        and "Traceback (" not in before
    ):
        return before
    return detail
