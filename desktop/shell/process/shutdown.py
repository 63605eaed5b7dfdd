"""The ordered stop: each step in turn, and a deadline after which the process ends whatever is still open."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

DEADLINE = 6.0
HARD_EXIT = 70

_log = logging.getLogger(__name__)

SIGNALS: tuple[signal.Signals, ...] = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)


class Shutdown:
    """Steps that end what was begun, run once, in the order in which they were added."""

    def __init__(self, deadline: float = DEADLINE) -> None:
        """`deadline` is in seconds, for all steps together."""
        self._deadline = deadline
        self._steps: list[tuple[str, Callable[[], object]]] = []
        self._once = threading.Lock()

    def add(self, name: str, step: Callable[[], object]) -> None:
        """Run `step` after those added before; its failure does not keep the others from running."""
        self._steps.append((name, step))

    def run(self) -> None:
        """Run the steps; a second call returns at once."""
        if not self._once.acquire(blocking=False):
            return
        watchdog = threading.Timer(self._deadline, self._give_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            for name, step in self._steps:
                _log.info("ending: %s", name)
                try:
                    step()
                except Exception:  # the rest must still be ended
                    _log.exception("could not end: %s", name)
        finally:
            watchdog.cancel()

    def _give_up(self) -> None:
        # The guests' keepers notice that we are gone and end what is left of them.
        _log.error("not ended within %s s", self._deadline)
        logging.shutdown()
        os._exit(HARD_EXIT)


def on_signals(stop: Callable[[], None]) -> None:
    """Call `stop` in the main thread at the first signal to end; the second ends us on the spot."""
    seen = threading.Event()

    def handle(number: int, _frame: FrameType | None) -> None:
        if seen.is_set():
            os._exit(128 + number)
        seen.set()
        stop()

    for number in SIGNALS:
        signal.signal(number, handle)
