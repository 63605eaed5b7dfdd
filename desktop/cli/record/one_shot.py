"""Runs an app for one request, and leaves nothing of it behind."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from server.model.exchange import COUNTED_BYTES, Cut, Exchange, ExchangeState
from server.model.guest import GuestState, SensorState, Target
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.guests.guests import Guest, Guests
from server.runner.guests.problems import start_timeout
from server.runner.processes.limits import Limits
from server.runner.requests import problems
from server.runner.targets.interpreters import inspect

# What a limit of the guest needs to be noticed and told, on top of the limit itself, in seconds.
_GRACE: Final = 5.0
# Without an answer for one of these reasons the app has perhaps ended, which says more.
_SILENCE: Final = frozenset({"no-answer", "no-connection", "not-ready"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording:
    """An exchange, whole or as far as it came, with what could be sensed; `problem` is why not whole."""

    exchange: Exchange
    sensors: tuple[SensorState, ...]
    problem: Problem | None = None


def record(
    target: Target, outgoing: OutgoingRequest, *, python: Path | None, timeout: float
) -> Recording | Problem:
    """What happened, or why nothing did; `timeout` in seconds is for the request alone."""
    if python is not None:
        interpreter = inspect(python)
        if isinstance(interpreter, Problem):
            return interpreter
        # What was named may be the folder of an environment, which cannot be started.
        python = interpreter.path
    limits = Limits(request_seconds=timeout)
    finished: list[Exchange] = []
    guests = Guests(limits=limits, on_exchange=finished.append)
    try:
        guest = guests.open(target, python=python)
        status = guest.wait(limits.start_seconds + _GRACE)
        if status.state is not GuestState.READY:
            return status.problem or start_timeout(limits.start_seconds, "\n".join(status.output))
        seen = guest.send(outgoing, timeout=timeout)
        problem = _problem(guest, outgoing, seen, timeout)
    finally:
        # An exchange that is open is lost with its guest, and told before this returns.
        guests.close()
    if isinstance(seen, Exchange):
        return Recording(exchange=seen, sensors=status.sensors, problem=problem)
    if problem is None or not finished:
        return problem or seen
    exchange = _so_far(finished)
    if isinstance(seen, problems.UnfinishedAnswer):
        exchange = replace(exchange, response=exchange.response or seen.response, cut=seen.cut)
    return Recording(exchange=exchange, sensors=status.sensors, problem=problem)


def _problem(
    guest: Guest, outgoing: OutgoingRequest, seen: Exchange | Problem, timeout: float
) -> Problem | None:
    """What went wrong with a request that was sent; None where nothing did."""
    if isinstance(seen, Problem):
        died = guest.ended(_GRACE).problem if seen.code in _SILENCE else None
        return died or seen
    if seen.state is ExchangeState.LOST:
        return guest.ended(_GRACE).problem
    if seen.cut is Cut.SIZE:
        return problems.stopped_reading(outgoing.method, outgoing.path, COUNTED_BYTES)
    if seen.cut is Cut.TIME and seen.response is not None:
        return problems.still_sending(outgoing.method, outgoing.path, seen.response.status, timeout)
    return None


def _so_far(finished: list[Exchange]) -> Exchange:
    """The exchange that was open when we ended its app; an app may have sent requests to itself meanwhile."""
    first = min(finished, key=lambda each: each.number)
    return replace(first, state=ExchangeState.OPEN, took=None) if first.state is ExchangeState.LOST else first
