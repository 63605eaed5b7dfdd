"""Collect the exchanges of a guest that the bench did not start, such as a browser's."""

import threading
from typing import Final

from server.model.exchange import Exchange

MOST_EXCHANGES: Final = 5000


class OutsideExchanges:
    """The finished exchanges of a guest with other clients, in the order in which they ended."""

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []
        self._changed = threading.Condition()

    def add(self, exchange: Exchange) -> None:
        """Add an exchange that has ended; called on the guest's threads."""
        with self._changed:
            if len(self._exchanges) < MOST_EXCHANGES:
                self._exchanges.append(exchange)
            self._changed.notify_all()

    def wait(self, path: str | None, count: int, seconds: float) -> tuple[Exchange, ...]:
        """Return those with that path (None: all) once there are `count` of them, or after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._with_path(path)) >= count, seconds)
            return self._with_path(path)

    def _with_path(self, path: str | None) -> tuple[Exchange, ...]:
        return tuple(each for each in self._exchanges if path is None or each.request.path == path)
