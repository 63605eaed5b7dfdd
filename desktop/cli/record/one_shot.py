"""Runs an app for one request and stops it again."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from server.model.exchange import COUNTED_BYTES, Cut, Exchange, ExchangeState
from server.model.guest import GuestState, SensorState, Target
from server.model.notifications import ExchangeFinished, Notification
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guest, Guests
from server.runner.guests.limit_problems import start_timeout
from server.runner.processes.limits import Limits
from server.runner.requests import problems
from server.runner.targets.interpreters import inspect_interpreter

# How long after a limit its effect may take to be reported, in seconds.
_GRACE_SECONDS: Final = 5.0
# If there is no answer for one of these reasons, the app may have ended, which explains more.
_NO_ANSWER: Final = frozenset({ProblemCode.NO_ANSWER, ProblemCode.NO_CONNECTION, ProblemCode.NOT_READY})


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording:
    """An exchange with the states of the sensors; `problem` says why it is incomplete, if it is."""

    exchange: Exchange
    sensors: tuple[SensorState, ...]
    problem: Problem | None = None


def record(
    target: Target, outgoing: OutgoingRequest, *, python: Path | None, limits: Limits
) -> Recording | Problem:
    """Start the target, send one request to it, and stop it again."""
    if python is not None:
        interpreter = inspect_interpreter(python)
        if isinstance(interpreter, Problem):
            return interpreter
        # `python` may be the folder of a virtual environment, which is not a program.
        python = interpreter.path
    timeout = limits.request_seconds
    finished: list[Exchange] = []
    guests = Guests(limits=limits, notify=partial(_keep_finished, finished))
    try:
        guest = guests.open(target, python=python)
        status = guest.wait(limits.start_seconds + _GRACE_SECONDS)
        if status.state is not GuestState.READY:
            return status.problem or start_timeout(limits.start_seconds, "\n".join(status.output))
        seen = guest.send(outgoing, timeout=timeout)
        problem = _problem(guest, outgoing, seen, timeout)
    finally:
        # An open exchange is lost with its guest, and published before this returns.
        guests.close()
    if isinstance(seen, Exchange):
        return Recording(exchange=seen, sensors=status.sensors, problem=problem)
    if problem is None or not finished:
        return problem or seen
    exchange = _so_far(finished)
    if isinstance(seen, problems.UnfinishedAnswer):
        exchange = replace(exchange, response=exchange.response or seen.response, cut=seen.cut)
    return Recording(exchange=exchange, sensors=status.sensors, problem=problem)


def _keep_finished(finished: list[Exchange], notification: Notification) -> None:
    if isinstance(notification, ExchangeFinished):
        finished.append(notification.exchange)


def _problem(
    guest: Guest, outgoing: OutgoingRequest, seen: Exchange | Problem, timeout: float
) -> Problem | None:
    """Return what went wrong with a request that was sent; None if nothing did."""
    if isinstance(seen, Problem):
        died = guest.wait_until_ended(_GRACE_SECONDS).problem if seen.code in _NO_ANSWER else None
        return died or seen
    if seen.state is ExchangeState.LOST:
        return guest.wait_until_ended(_GRACE_SECONDS).problem
    if seen.cut is Cut.SIZE:
        return problems.stopped_reading(outgoing.method, outgoing.path, COUNTED_BYTES)
    if seen.cut is Cut.TIME and seen.response is not None:
        return problems.still_sending(outgoing.method, outgoing.path, seen.response.status, timeout)
    return None


def _so_far(finished: list[Exchange]) -> Exchange:
    """Return the exchange that was open when its app was stopped; an app may also send requests to itself."""
    first = min(finished, key=lambda each: each.number)
    return replace(first, state=ExchangeState.OPEN, took=None) if first.state is ExchangeState.LOST else first
