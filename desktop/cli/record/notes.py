"""What `record` says on standard error about the app's interpreter and its Flask."""

import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from desktop.cli.errors import print_message
from server.file_access import working_folder
from server.model.guest import Target, TargetKind
from server.model.notice import Notice
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.versions import Versions
from server.runner.environments.choice import InterpreterChoice
from server.runner.environments.wording import describe, fallback_notice, used_interpreter
from server.runner.guests.notices import old_flask_notice
from server.runner.guests.program_problems import change_to
from server.runner.targets.choices import SeveralApps
from server.runner.targets.programs import file_of
from server.runner.targets.working_folder import project_folder

# Problems that another interpreter may solve.
_OF_INTERPRETER: Final = frozenset({ProblemCode.IMPORT_ERROR, ProblemCode.NO_FLASK, ProblemCode.NO_APP})


def warn(interpreter: InterpreterChoice, target: Target) -> None:
    """Say that the app runs on Fumehood's interpreter for want of another."""
    if target.kind is not TargetKind.LAB:
        _print(fallback_notice(interpreter, _project(target)))


def with_interpreter(problem: Problem, interpreter: InterpreterChoice) -> Problem:
    """Return the problem with the interpreter and the others that were found, if one may be the solution."""
    if problem.code not in _OF_INTERPRETER or interpreter.is_fallback:
        return problem
    lines = [problem.remedy, used_interpreter(interpreter)]
    lines += [
        f"  --python {shlex.quote(str(each.prefix))}  {describe(each)}"
        for each in interpreter.found
        if each != interpreter.environment
    ]
    return replace(problem, remedy="\n".join(lines))


def from_here(problem: Problem, root: Path) -> Problem:
    """Return the problem of an app in `root` with its command shortened for the folder of the terminal."""
    here = working_folder()
    if not root.is_relative_to(here):
        return problem
    short = "" if root == here else change_to(str(root.relative_to(here)))
    return replace(problem, remedy=problem.remedy.replace(change_to(str(root)), short))


def tell_old_flask(versions: Versions) -> None:
    """Say that what Flask does is not seen, where Flask is too old."""
    _print(old_flask_notice(versions))


def with_commands(problem: Problem, target: str) -> Problem:
    """Return the problem of several apps with the command for each of them as its detail."""
    if not isinstance(problem, SeveralApps):
        return problem
    lines = []
    for choice in problem.choices:
        spec = choice.target if target in (".", "./") else f"{target}:{choice.target}"
        words = [spec if word == target else word for word in sys.argv[1:]]
        lines.append(f"{shlex.join(['fumehood', *words])}\n    {choice.reason}")
    return replace(problem, detail="\n".join(lines))


def _project(target: Target) -> Path:
    """Return the folder that should have an environment: for a program in another one, its project's."""
    file = target.root / file_of(target)
    return target.root if target.root in (file, file.parent) else project_folder(file)


def _print(notice: Notice | None) -> None:
    if notice is not None:
        print_message(f"fumehood: {notice.cause}\n{notice.remedy}")
