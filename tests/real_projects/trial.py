"""One project: opened by its folder alone, then run with and without the probe on copies of its folder."""

import json
import os
import shlex
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final

import waitress

from server.model.event import Event
from server.model.exchange import Exchange
from server.model.guest import GuestState, Target
from server.model.notifications import ExchangeFinished, Notification
from server.model.problem import Problem
from server.runner.environments.choice import choose_interpreter
from server.runner.guests.guests import Guests
from server.runner.targets.resolve import resolve_target
from tests.real_projects.comparison import differences
from tests.real_projects.project import Project
from tests.real_projects.statements import StatementCount, compare_statements, traced_statements
from tests.real_projects.visitor import Answer, Visitor

WITNESS: Final = Path(__file__).with_name("witness")
PLAIN_SERVER: Final = Path(__file__).with_name("plain_server.py")
START_SECONDS: Final = 90.0
REPEATS: Final = 40
NOT_COPIED: Final = (".venv", "venv", "env", ".git", "node_modules", "__pycache__")


@dataclass(kw_only=True, slots=True)
class Result:
    """What was found out about one project; fields that were not reached keep their defaults."""

    project: Project
    opened: bool = False
    message: str = ""
    first_page_seconds: float | None = None
    interpreter: str = ""
    app: str = ""
    flask: str = ""
    statuses: list[int] = field(default_factory=list)
    statements: StatementCount | None = None
    differing: list[str] = field(default_factory=list)
    rows_equal: bool | None = None
    overhead: float | None = None
    faults: list[str] = field(default_factory=list)
    compared: bool = False


def run(project: Project, scratch: Path) -> Result:
    """Open a project as a user would, and compare it with and without the probe; record its faults."""
    result = Result(project=project)
    with _variables(project.environment):
        facts = _open_as_a_user(project, result)
        if facts is None:
            return result
        try:
            _compare(project, facts, scratch, result)
        except (OSError, HTTPException, ValueError) as error:
            result.faults.append(f"not compared: {type(error).__name__}: {error}")
    return result


def _open_as_a_user(project: Project, result: Result) -> dict[str, Any] | None:
    """Run `fumehood record` with the folder alone; return its `guest` object, None if it gave no exchange."""
    target = project.target or "."
    path = project.requests[0].split(" ")[1]
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "record", target, path, "--json"],
        cwd=project.folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "VIRTUAL_ENV": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    result.first_page_seconds = time.monotonic() - start
    try:
        printed = json.loads(done.stdout)
    except ValueError:
        result.message = (done.stderr or done.stdout).strip()
        return None
    if "request" not in printed:
        error = printed.get("error", {})
        result.message = " ".join(str(error.get(name) or "") for name in ("cause", "remedy")).strip()
        return None
    facts: dict[str, Any] = printed["guest"]
    result.opened = True
    result.message = done.stderr.strip()
    result.interpreter = str(facts.get("interpreter") or "")
    result.flask = str(facts.get("flask") or "")
    result.app = str((facts.get("app") or {}).get("object") or "")
    return facts


def _compare(project: Project, facts: dict[str, Any], scratch: Path, result: Result) -> None:
    python = Path(str(facts["interpreter"])) if facts.get("interpreter") else None
    roots = [_copy(project, scratch / name, python) for name in ("watched", "plain", "again")]
    target = _target(project, roots[0], python)
    if isinstance(target, Problem):
        result.faults.append(f"not found in a copy: {target.cause}")
        return
    watched = _watched(project, target, python, scratch / "trace", result)
    inside = target.root.relative_to(roots[0]) if target.root.is_relative_to(roots[0]) else Path()
    plain, again = (_plain(project, target.app, root / inside, python) for root in roots[1:])
    if not watched or not plain or not again:
        result.faults.append("not compared: the app does not start on plain Waitress")
        return
    result.compared = True
    result.statuses = [answer.status for answer in watched[0]]
    result.differing = differences(watched[0], plain[0], again[0])
    result.overhead = watched[1] / plain[1] if plain[1] else None
    result.rows_equal = _rows(roots[0]) == _rows(roots[1]) or _rows(roots[1]) != _rows(roots[2])


def _target(project: Project, root: Path, python: Path | None) -> Target | Problem:
    """Return the target that the user's command has in a copy of the folder."""
    choice = choose_interpreter(root, str(python or ""))
    return resolve_target(
        project.target or ".", lab=lambda _: None, cwd=root, packages=choice.packages, in_terminal=True
    )


def _copy(project: Project, to: Path, python: Path | None) -> Path:
    """Return a copy of the project's folder in which its set-up commands have run."""
    shutil.copytree(project.folder, to, symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
    folder = (python or Path(sys.executable)).parent
    for command in project.setup:
        program, *arguments = shlex.split(command)
        subprocess.run(
            [str(folder / program), *arguments], cwd=to, check=False, timeout=120, capture_output=True
        )
    return to


def _watched(
    project: Project, target: Target, python: Path | None, trace: Path, result: Result
) -> tuple[list[Answer], float] | None:
    """Send the requests to the app under the probe, and compare its statements with SQLite's trace."""
    exchanges: list[Exchange] = []

    def keep(notification: Notification) -> None:
        if isinstance(notification, ExchangeFinished):
            exchanges.append(notification.exchange)

    with _variables({"PYTHONPATH": str(WITNESS), "REAL_PROJECTS_TRACE": str(trace)}):
        guests = Guests(notify=keep)
        try:
            guest = guests.open(target, python=python)
            status = guest.wait(START_SECONDS)
            if status.state is not GuestState.READY or status.port is None:
                result.faults.append(f"no start on a copy: {status.problem}")
                return None
            since = time.time()
            visitor = Visitor(status.port)
            answers = [visitor.send(request) for request in project.requests]
            _wait_for(exchanges, len(answers))
            traced = traced_statements(trace, since)
            events: list[Event] = [event for exchange in exchanges for event in exchange.events]
            background = [each.event for each in guest.background if each.time >= since]
            shown = compare_statements([*events, *background], traced)
            result.statements = shown
            result.faults += [f"probe-fault: {event.body}" for event in events if event.kind == "probe-fault"]
            return answers, _median(status.port, project.requests[0])
        finally:
            guests.close()


def _wait_for(exchanges: list[Exchange], count: int) -> None:
    deadline = time.monotonic() + 10
    while len(exchanges) < count and time.monotonic() < deadline:
        time.sleep(0.02)


def _plain(project: Project, spec: str, root: Path, python: Path | None) -> tuple[list[Answer], float] | None:
    """Send the same requests to the same app on plain Waitress."""
    folder = str(Path(waitress.__file__).parents[1])
    with subprocess.Popen(
        [str(python or sys.executable), str(PLAIN_SERVER), spec, folder],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            port = _port(process)
            if port is None:
                return None
            visitor = Visitor(port)
            answers = [visitor.send(request) for request in project.requests]
            return answers, _median(port, project.requests[0])
        finally:
            process.kill()


def _port(process: "subprocess.Popen[str]") -> int | None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("PORT "):
            return int(line.split()[1])
    return None


def _median(port: int, request: str) -> float:
    """Return the median seconds of a repeated request."""
    visitor = Visitor(port)
    return statistics.median(visitor.send(request).seconds for _ in range(REPEATS))


def _rows(root: Path) -> dict[str, int]:
    """Return the number of rows of each table in each SQLite file below a folder."""
    counts: dict[str, int] = {}
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.suffix not in (".db", ".sqlite", ".sqlite3"):
            continue
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            try:
                names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
                for (name,) in names:
                    query = f'SELECT count(*) FROM "{name}"'  # noqa: S608 - names of the file itself
                    counts[f"{path.relative_to(root)}:{name}"] = database.execute(query).fetchone()[0]
            except sqlite3.Error:
                continue
    return counts


@contextmanager
def _variables(values: dict[str, str]) -> Iterator[None]:
    """Set environment variables for a while."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
