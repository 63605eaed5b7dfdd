"""Runs a copy of a project under the probe, and another one on plain Waitress."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import waitress

from server.model.event import Event
from server.model.exchange import Exchange
from server.model.guest import GuestState, Target
from server.model.notifications import ExchangeFinished, Notification
from server.runner.guests.guests import Guests
from tests.real_projects.limits import process
from tests.real_projects.project import Project
from tests.real_projects.result import Result
from tests.real_projects.statements import compare_statements, traced_statements
from tests.real_projects.visitor import Answer, Visitor

WITNESS: Final = Path(__file__).with_name("witness")
PLAIN_SERVER: Final = Path(__file__).with_name("plain_server.py")
START_SECONDS: Final = 90.0
REPEATS: Final = 40
# The order of sets must be the same in each process.
STEADY: Final = {"PYTHONHASHSEED": "0"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """The answers of one run, the seconds of a repeated request, and the time until it was served."""

    answers: list[Answer]
    seconds: float
    start_seconds: float


def watched(project: Project, target: Target, python: Path | None, trace: Path, result: Result) -> Run | None:
    """Send the requests to the app under the probe, and compare its statements with SQLite's trace."""
    exchanges: list[Exchange] = []

    def keep(notification: Notification) -> None:
        if isinstance(notification, ExchangeFinished):
            exchanges.append(notification.exchange)

    variables = {"PYTHONPATH": str(WITNESS), "REAL_PROJECTS_TRACE": str(trace)}
    with _variables({**project.environment, **STEADY, **variables}):
        guests = Guests(notify=keep)
        try:
            begun = time.monotonic()
            guest = guests.open(target, python=python)
            status = guest.wait(START_SECONDS)
            if status.state is not GuestState.READY or status.port is None:
                result.faults.append(f"no start on a copy: {status.problem}")
                return None
            took = time.monotonic() - begun
            _settle(lambda: len(guest.background))
            since = time.time()
            visitor = Visitor(status.port)
            answers = [visitor.send(request) for request in project.requests]
            _wait_for(exchanges, len(answers))
            traced = traced_statements(trace, since)
            events: list[Event] = [event for exchange in exchanges for event in exchange.events]
            background = [each.event for each in guest.background if each.time >= since]
            result.statements = compare_statements([*events, *background], traced)
            result.faults += [f"probe-fault: {event.body}" for event in events if event.kind == "probe-fault"]
            return Run(answers=answers, seconds=_repeat(status.port, project.requests[0]), start_seconds=took)
        finally:
            guests.close()


def _settle(count: Callable[[], int]) -> None:
    """Wait until the last events of the import have arrived, which may be after the app is ready."""
    before = -1
    deadline = time.monotonic() + 10
    while before != count() and time.monotonic() < deadline:
        before = count()
        time.sleep(0.5)


def _wait_for(exchanges: list[Exchange], count: int) -> None:
    deadline = time.monotonic() + 10
    while len(exchanges) < count and time.monotonic() < deadline:
        time.sleep(0.02)


def plain(project: Project, spec: str, root: Path, python: Path | None) -> Run | None:
    """Send the same requests to the same app on plain Waitress; None if it does not start."""
    folder = str(Path(waitress.__file__).parents[1])
    command = [str(python or sys.executable), str(PLAIN_SERVER), spec, folder]
    begun = time.monotonic()
    with process(command, root, {**project.environment, **STEADY}) as running:
        port = _port(running)
        if port is None:
            return None
        took = time.monotonic() - begun
        visitor = Visitor(port)
        answers = [visitor.send(request) for request in project.requests]
        return Run(answers=answers, seconds=_repeat(port, project.requests[0]), start_seconds=took)


def _port(running: "subprocess.Popen[str]") -> int | None:
    assert running.stdout is not None
    for line in running.stdout:
        if line.startswith("PORT "):
            return int(line.split()[1])
    return None


def _repeat(port: int, request: str) -> float:
    """Return the seconds of a repeated request: the best tenth, which other programs have delayed least."""
    visitor = Visitor(port)
    return statistics.quantiles((visitor.send(request).seconds for _ in range(REPEATS)), n=10)[0]


@contextmanager
def _variables(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for a while."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
