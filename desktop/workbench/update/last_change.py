"""What became of the last change of the program, in a file beside the user's data."""

import json
import logging
from pathlib import Path
from typing import Any, Final

from server.file_access import read_text
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.updater import LastChange

FILE: Final = "last-update.json"
_log = logging.getLogger(__name__)


def write_last_change(data: Path, change: LastChange) -> None:
    """Keep the change for the next start; a folder that cannot be written is only logged."""
    problem = change.problem
    document: dict[str, Any] = {"before": change.before, "after": change.after, "at": change.at}
    if problem is not None:
        document["problem"] = {
            "code": problem.code.value,
            "cause": problem.cause,
            "remedy": problem.remedy,
            "detail": problem.detail,
        }
    try:
        (data / FILE).write_text(json.dumps(document), encoding="utf-8")
    except OSError as error:
        _log.warning("the change is not kept: %s", error)


def read_last_change(data: Path) -> LastChange | None:
    """Return the change, or None where there was none or the file has something else in it."""
    try:
        document = json.loads(read_text(data / FILE))
        problem = document.get("problem")
        return LastChange(
            before=str(document["before"]),
            after=str(document["after"]),
            at=float(document["at"]),
            problem=None
            if problem is None
            else Problem(
                code=ProblemCode(problem["code"]),
                cause=str(problem["cause"]),
                remedy=str(problem["remedy"]),
                detail=str(problem["detail"]),
            ),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
