"""One guest through all its starts."""

from pathlib import Path

from server.model.exchange import Exchange
from server.model.guest import GuestStatus, Problem, Target
from server.model.outgoing import Outgoing


class Guest:
    """The app under observation; every method may be called from any thread."""

    id: str
    target: Target
    python: Path | None

    @property
    def run(self) -> str:
        """The name of the current start: it changes each time the guest is started."""
        raise NotImplementedError

    @property
    def status(self) -> GuestStatus:
        """The guest at this moment."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        """Where browsers reach it, `http://localhost:PORT`, or empty while it is not ready."""
        raise NotImplementedError

    def wait(self, timeout: float) -> GuestStatus:
        """The status once it is not STARTING, or after `timeout` seconds."""
        raise NotImplementedError

    def restart(self) -> None:
        """Start it anew, from any state; returns at once."""
        raise NotImplementedError

    def stop(self) -> None:
        """End it, from any state; returns when its processes are gone."""
        raise NotImplementedError

    def send(self, outgoing: Outgoing, *, timeout: float = 30.0) -> Exchange | Problem:
        """Send a request and wait for the finished exchange, at most `timeout` seconds."""
        raise NotImplementedError

    def sent(self, exchange_id: int) -> Outgoing | None:
        """The request of an exchange as it came, unredacted, while it is kept in memory; for replay."""
        raise NotImplementedError
