"""Asks SQLite in a short-lived process how it would find the rows of statements, without running them."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from server.probe.locate import child_folder
from server.runner.channel.validators import Check, array, count, maybe, record, text
from server.runner.processes.environment import guest_environment
from server.runner.processes.python_command import script_command

SECONDS: Final = 10.0
_OPTIONS: Final = ("-I", "-S")
_STEP_PARTS: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanStep:
    """One step of a plan; `parent` is the id of the step that it is a part of, 0 if of none."""

    id: int
    parent: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class QueryPlan:
    """The steps in which SQLite would find the rows, or the `problem` for which there are none."""

    steps: tuple[PlanStep, ...] = ()
    problem: str = ""


def plans_in(file: str, statements: Sequence[str], python: Path | None) -> tuple[QueryPlan, ...]:
    """Return the plan of each statement for the database in a file, as the SQLite of `python` makes it."""
    question = json.dumps({"file": file, "statements": list(statements)})
    command = script_command(python, child_folder() / "plan" / "sqlite_plan.py", options=_OPTIONS)
    try:
        done = subprocess.run(  # noqa: S603 - our own script, on the interpreter of the app
            command,
            input=question.encode(),
            capture_output=True,
            check=True,
            timeout=SECONDS,
            env=guest_environment(python),
        )
        answer = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return (QueryPlan(problem=type(error).__name__),) * len(statements)
    if not _ANSWER(answer) or len(answer["plans"]) != len(statements):
        return (QueryPlan(problem="no answer that can be read"),) * len(statements)
    return tuple(
        QueryPlan(
            steps=tuple(PlanStep(id=step[0], parent=step[1], text=step[2]) for step in plan["steps"]),
            problem=plan["problem"] or "",
        )
        for plan in answer["plans"]
    )


def _step(value: Any) -> bool:
    """Accept a step as a list of id, parent and text."""
    return (
        isinstance(value, list)
        and len(value) == _STEP_PARTS
        and count(value[0])
        and count(value[1])
        and text(value[2])
    )


_ANSWER: Final[Check] = record(plans=array(record(steps=array(_step), problem=maybe(text))))
