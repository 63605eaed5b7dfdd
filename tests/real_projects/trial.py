"""Tries one project: opens it as a user would, then compares it with and without the probe."""

from http.client import HTTPException
from pathlib import Path
from typing import Any

from server.model.guest import Target
from server.model.problem import Problem
from server.runner.environments.choice import choose_interpreter
from server.runner.targets.resolve import resolve_target
from tests.real_projects import servers
from tests.real_projects.comparison import differences
from tests.real_projects.copies import SetupError, copy, rows, set_up
from tests.real_projects.limits import TooLongError, time_limit
from tests.real_projects.opening import open_as_a_user
from tests.real_projects.project import Project
from tests.real_projects.result import Result


def run(project: Project, scratch: Path, seconds: float) -> Result:
    """Try a project for at most `seconds`, and record its faults."""
    result = Result(project=project)
    try:
        with time_limit(seconds):
            facts = open_as_a_user(result)
            if facts is not None and not project.program:
                _compare(result, facts, scratch)
    except TooLongError as error:
        _fault(result, str(error))
    except (OSError, HTTPException, ValueError, SetupError) as error:
        _fault(result, f"not compared: {type(error).__name__}: {error}")
    return result


def _fault(result: Result, text: str) -> None:
    if result.opened:
        result.faults.append(text)
    else:
        result.message = text


def _compare(result: Result, facts: dict[str, Any], scratch: Path) -> None:
    """Run the app without, with and again without the probe: the clock goes on between all of them."""
    project = result.project
    python = Path(str(facts["interpreter"])) if facts.get("interpreter") else None
    first = set_up(project, scratch / "set up" / project.folder.name, python)
    roots = [copy(first, scratch / name / project.folder.name) for name in ("probed", "plain1", "plain2")]
    target = _target(project, roots[0], python)
    if isinstance(target, Problem):
        result.faults.append(f"not found in a copy: {target.cause}")
        return
    inside = target.root.relative_to(roots[0]) if target.root.is_relative_to(roots[0]) else Path()
    plain = servers.plain(project, target.app, roots[1] / inside, python)
    watched = servers.watched(project, target, python, scratch / "trace", result)
    again = servers.plain(project, target.app, roots[2] / inside, python)
    if not watched or not plain or not again:
        result.faults.append("not compared: the app does not start on plain Waitress")
        return
    result.compared = True
    result.statuses = [answer.status for answer in watched.answers]
    result.differing = differences(watched.answers, plain.answers, again.answers, project.varies)
    result.plain_seconds = min(plain.start_seconds, again.start_seconds)
    result.overhead = watched.seconds / min(plain.seconds, again.seconds)
    counts = [rows(root) for root in roots]
    result.rows_equal = counts[0] == counts[1] or counts[1] != counts[2]


def _target(project: Project, root: Path, python: Path | None) -> Target | Problem:
    """Return the target that the user's command has in a copy of the folder."""
    choice = choose_interpreter(root, str(python or ""))
    return resolve_target(
        project.target or ".", lab=lambda _: None, cwd=root, packages=choice.packages, in_terminal=True
    )
