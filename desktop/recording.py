"""Runs an app for one request, and leaves nothing of it behind."""

from pathlib import Path

from server.model.exchange import Exchange
from server.model.guest import GuestState, Problem, SensorState, Target
from server.model.outgoing import Outgoing
from server.runner.failures import start_timeout
from server.runner.guests import Guests
from server.runner.interpreter import inspect
from server.runner.limits import Limits

# What a limit of the guest needs to be noticed and told, on top of the limit itself, in seconds.
_GRACE = 5.0


def record(
    target: Target, outgoing: Outgoing, *, python: Path | None, timeout: float
) -> tuple[Exchange, tuple[SensorState, ...]] | Problem:
    """The exchange, with what could be sensed; `timeout` in seconds is for the request alone."""
    if python is not None:
        interpreter = inspect(python)
        if isinstance(interpreter, Problem):
            return interpreter
    limits = Limits(request_seconds=timeout)
    guests = Guests(limits=limits)
    try:
        guest = guests.open(target, python=python)
        status = guest.wait(limits.start_seconds + _GRACE)
        if status.state is not GuestState.READY:
            return status.problem or start_timeout(limits.start_seconds, "\n".join(status.output))
        seen = guest.send(outgoing, timeout=timeout)
        return seen if isinstance(seen, Problem) else (seen, status.sensors)
    finally:
        guests.close()
