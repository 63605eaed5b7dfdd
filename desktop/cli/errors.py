"""Report why a command fails: cause, details and remedy for people, an object for programs."""

import json
import sys
from typing import Any, NoReturn

from desktop.cli.console import can_say, discard
from server.model.printable import INVISIBLE, printable
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


def print_message(text: str) -> None:
    """Print a message for people on standard error, with what is invisible in it spelled out.

    Where nothing can be written there, the message is lost and the command goes on.
    """
    try:
        print(printable(text), file=sys.stderr, flush=True)
    except OSError:
        discard(sys.stderr)


def to_json(value: Any) -> str:
    """Return one line of JSON for standard output, whatever a guest put into it.

    Characters that could steer a terminal, or that the encoding of the output lacks, are escaped: a program
    that reads the JSON gets them unchanged.
    """
    text = json.dumps(value, ensure_ascii=False)
    if not can_say(text, sys.stdout):
        text = json.dumps(value)
    return INVISIBLE.sub(lambda match: _escaped(match[0]), text)


def _escaped(character: str) -> str:
    r"""Return the escape of a character in JSON, also of DEL, which JSON need not escape."""
    return json.dumps(character)[1:-1] if not character.isascii() else f"\\u{ord(character):04x}"


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
    print_message(f"fumehood: {problem.cause}")
    detail = _new_detail(problem)
    if detail:
        print_message("")
        print_message(detail)
        print_message("")
    if problem.remedy:
        print_message(problem.remedy)
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
