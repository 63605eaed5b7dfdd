"""Warm processes for the interpreters in use, so that the next start need not wait for Python and Flask."""

import logging
import threading
from typing import Final

from server.runner.guests.limits_monitor import LimitsMonitor
from server.runner.guests.run import GuestRun, LaunchSpec

log = logging.getLogger(__name__)

RECIPES: Final = 2
# A guest that has just become ready is about to be asked something; starting a process would slow the answer.
CALM_SECONDS: Final = 0.25


class WarmPool:
    """Keeps up to `count` warm runs for each of the two recipes used last; safe between threads."""

    def __init__(self, count: int, watch: LimitsMonitor) -> None:
        self._count = count
        self._watch = watch
        self._runs: dict[LaunchSpec, list[GuestRun]] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._soon: dict[LaunchSpec, threading.Timer] = {}

    def take(self, recipe: LaunchSpec) -> GuestRun:
        """A run for this recipe: a warm one if there is one. OSError where no process can be started."""
        with self._lock:
            runs = self._runs.get(recipe, [])
            runs[:] = [run for run in runs if not run.ended.is_set()]
            run = next((run for run in runs if run.warm), runs[0] if runs else None)
            if run is not None:
                runs.remove(run)
        if run is None:
            run = GuestRun(recipe)
            self._watch.add(run)
        return run

    def fill_soon(self, recipe: LaunchSpec) -> None:
        """Fill for this recipe in a moment; returns at once."""
        with self._lock:
            if self._closed or not self._count or recipe in self._soon:
                return
            timer = threading.Timer(CALM_SECONDS, self._fill_now, (recipe,))
            timer.name, timer.daemon = "guests-spares", True
            self._soon[recipe] = timer
        timer.start()

    def _fill_now(self, recipe: LaunchSpec) -> None:
        with self._lock:
            self._soon.pop(recipe, None)
        self.fill(recipe)

    def fill(self, recipe: LaunchSpec) -> None:
        """Start what is missing for this recipe, and end the spares of recipes not used lately."""
        ended: list[GuestRun] = []
        with self._lock:
            if self._closed or not self._count:
                return
            runs = [run for run in self._runs.pop(recipe, []) if not run.ended.is_set()]
            self._runs[recipe] = runs
            while len(self._runs) > RECIPES:
                ended += self._runs.pop(next(iter(self._runs)))
            try:
                while len(runs) < self._count:
                    run = GuestRun(recipe)
                    self._watch.add(run)
                    runs.append(run)
            except OSError:
                log.exception("no spare process could be started")
        for run in ended:
            run.end()

    def close(self) -> None:
        """Have every spare ended and make no more; returns at once."""
        with self._lock:
            self._closed = True
            for timer in self._soon.values():
                timer.cancel()
            runs = [run for runs in self._runs.values() for run in runs]
            self._runs.clear()
        for run in runs:
            run.end()
