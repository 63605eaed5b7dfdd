"""A guest with the real probe, made of the source of its app."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from server.model.exchange import Exchange
from server.model.guest import GuestState
from server.model.problem import Problem
from server.runner.guests.guests import Guest, Guests
from server.runner.processes.limits import Limits
from server.runner.requests.builder import build_request
from server.runner.targets.resolve import resolve_target
from tests.support.shared import shared_fork_servers

SECONDS: Final = 60.0


@contextmanager
def opened_guest(folder: Path, source: str, limits: Limits | None = None) -> Iterator[Guest]:
    """Write `source` as app.py into `folder`, and yield its guest, which may not be ready; then close it."""
    (folder / "app.py").write_text(source, encoding="utf-8")
    target = resolve_target(str(folder / "app.py"), lab=lambda _: None)
    assert not isinstance(target, Problem), target
    guests = Guests(fork_servers=shared_fork_servers())
    try:
        yield guests.open(target, limits=limits)
    finally:
        guests.close()


@contextmanager
def real_guest(folder: Path, source: str, limits: Limits | None = None) -> Iterator[Guest]:
    """Yield the guest of an app, which is ready."""
    with opened_guest(folder, source, limits) as guest:
        status = guest.wait(SECONDS)
        assert status.state is GuestState.READY, status
        yield guest


def get(guest: Guest, path: str, *, timeout: float = SECONDS) -> Exchange:
    """Send a GET request to a guest and return its exchange."""
    exchange = guest.send(build_request(method="GET", path=path), timeout=timeout)
    assert isinstance(exchange, Exchange), exchange
    return exchange
