"""Every guest of this Fumehood: opened, found again, and ended together."""

from collections.abc import Callable
from pathlib import Path

from server.model.exchange import Exchange
from server.model.guest import Target
from server.runner.guest import Guest
from server.runner.limits import Limits

__all__ = ["Guest", "Guests"]


class Guests:
    """The guests that are open; callbacks are called on threads of the runner, and may fail without harm.

    `next_id` gives an exchange its number in the store; without it every exchange has id 0.
    `spares` is how many processes are kept warm for the interpreters in use, so that a restart is quick.
    """

    def __init__(
        self,
        *,
        on_begin: Callable[[Exchange], None] | None = None,
        on_exchange: Callable[[Exchange], None] | None = None,
        on_status: Callable[[Guest], None] | None = None,
        next_id: Callable[[], int] | None = None,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
        spares: int = 0,
    ) -> None:
        raise NotImplementedError

    def open(self, target: Target, *, python: Path | None = None, limits: Limits | None = None) -> Guest:
        """Start a guest and return at once; `python` None means our own interpreter."""
        raise NotImplementedError

    def get(self, id: str) -> Guest | None:  # noqa: A002 - it is the guest's id
        """The guest of that id, or None."""
        raise NotImplementedError

    def all(self) -> tuple[Guest, ...]:
        """Every guest, in the order opened."""
        raise NotImplementedError

    def forget(self, id: str) -> None:  # noqa: A002 - it is the guest's id
        """Stop a guest and leave it out of the list."""
        raise NotImplementedError

    def close(self, deadline: float = 3.0) -> None:
        """End every guest and spare, within `deadline` seconds; nothing of them is left afterwards."""
        raise NotImplementedError
