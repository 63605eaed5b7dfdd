"""Ordered shutdown: steps run in turn, and the process exits at a deadline even if a step hangs."""

import logging
import os
import threading
from collections.abc import Callable

DEADLINE = 6.0
HARD_EXIT = 70

_log = logging.getLogger(__name__)


class Shutdown:
    """Steps that stop what was started; they run once, in the order in which they were added."""

    def __init__(self, deadline: float = DEADLINE) -> None:
        """`deadline` is the time for all steps together, in seconds."""
        self._deadline = deadline
        self._steps: list[tuple[str, Callable[[], object]]] = []
        self._once = threading.Lock()

    def add(self, name: str, step: Callable[[], object]) -> None:
        """Add a step to the end; if it raises, the others still run."""
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
                _log.info("stopping: %s", name)
                try:
                    step()
                except Exception:  # the other steps must still run
                    _log.exception("could not stop: %s", name)
        finally:
            watchdog.cancel()

    def _give_up(self) -> None:
        # Child processes are watched by supervisors, which stop what is left once this process is gone.
        _log.error("shutdown took longer than %s s", self._deadline)
        logging.shutdown()
        os._exit(HARD_EXIT)
