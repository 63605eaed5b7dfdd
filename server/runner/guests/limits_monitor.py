"""Looks after running guests: their time to start, and the memory of their process trees."""

import threading
import time
from typing import Final

from server.runner.guests import problems
from server.runner.guests.run import GuestRun
from server.runner.processes.process_tree import proportional, resident

TICK_SECONDS: Final = 0.25


class LimitsMonitor:
    """A thread that looks at every run a few times a second, and sleeps while there is none."""

    def __init__(self, tick: float = TICK_SECONDS) -> None:
        self._tick = tick
        self._runs: set[GuestRun] = set()
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._look, name="guests-watch", daemon=True)
        self._thread.start()

    def add(self, run: GuestRun) -> None:
        """Look after a run until it has ended."""
        with self._changed:
            self._runs.add(run)
            self._changed.notify_all()

    def runs(self) -> tuple[GuestRun, ...]:
        """The runs that may still have processes, also those that nobody else knows any more."""
        with self._changed:
            return tuple(run for run in self._runs if not run.ended.is_set())

    def close(self, seconds: float) -> None:
        """End the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(seconds)

    def _look(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._runs or self._closing)
                self._changed.wait_for(lambda: self._closing, self._tick)
                if self._closing:
                    return
                self._runs = {run for run in self._runs if not run.ended.is_set()}
                runs = tuple(self._runs)
            for run in runs:
                check_start(run)
                check_memory(run)


def check_start(run: GuestRun) -> None:
    """End a run that is not ready in time."""
    deadline = run.deadline
    if deadline is not None and time.monotonic() > deadline:
        output = run.output()
        run.end(lambda: problems.start_timeout(run.recipe.limits.start_seconds, output))


def check_memory(run: GuestRun) -> None:
    """End a run whose tree holds more than it may; shared pages count once where the system can tell."""
    limit = run.recipe.limits.memory_mb
    processes = run.process.tree()
    if resident(processes) >> 20 <= limit:
        return
    used = proportional(processes) >> 20
    if used > limit:
        run.end(lambda: problems.over_memory(limit, used))
        run.process.kill_tree()
