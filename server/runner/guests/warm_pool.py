"""A pool of warm processes, so that the next start need not wait for Python and Flask to load."""

import logging
import threading
from typing import Final

from server.runner.guests.fork_servers import ForkServers
from server.runner.guests.limits_monitor import LimitsMonitor
from server.runner.guests.run import GuestRun, LaunchSpec

log = logging.getLogger(__name__)

SPEC_LIMIT: Final = 2
# A guest that has just become ready is about to get a request, which the start of a process would slow down.
FILL_DELAY_SECONDS: Final = 0.25


class WarmPool:
    """Keeps up to `count` warm runs for each of the two launch specs used last; safe between threads."""

    def __init__(self, count: int, monitor: LimitsMonitor, fork_servers: ForkServers) -> None:
        self._fork_servers = fork_servers
        self._count = count
        self._monitor = monitor
        self._runs: dict[LaunchSpec, list[GuestRun]] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._timers: dict[LaunchSpec, threading.Timer] = {}

    def take(self, spec: LaunchSpec) -> GuestRun:
        """Return a run for this spec, a warm one if there is one. OSError where no process can be started."""
        with self._lock:
            runs = self._runs.get(spec, [])
            outdated = [run for run in runs if run.is_outdated]
            runs[:] = [run for run in runs if not run.ended.is_set() and run not in outdated]
            run = next((run for run in runs if run.is_warm), runs[0] if runs else None)
            if run is not None:
                runs.remove(run)
        for each in outdated:
            each.stop()
        if run is None or not run.has_libraries:
            run = self._start(spec, run)
        return run

    def _start(self, spec: LaunchSpec, instead: GuestRun | None) -> GuestRun:
        """Return a new run; or `instead`, which waits already, where the new one would have no libraries."""
        run = GuestRun(spec, self._fork_servers)
        self._monitor.add(run)
        if instead is None:
            return run
        unused = instead if run.has_libraries else run
        unused.stop()
        return run if unused is instead else instead

    def fill_soon(self, spec: LaunchSpec) -> None:
        """Call `fill` for this spec after FILL_DELAY_SECONDS; return at once."""
        with self._lock:
            if self._closed or not self._count or spec in self._timers:
                return
            timer = threading.Timer(FILL_DELAY_SECONDS, self._fill_now, (spec,))
            timer.name, timer.daemon = "guests-warm-pool", True
            self._timers[spec] = timer
        timer.start()

    def _fill_now(self, spec: LaunchSpec) -> None:
        with self._lock:
            self._timers.pop(spec, None)
        self.fill(spec)

    def fill(self, spec: LaunchSpec) -> None:
        """Start the runs that are missing for this spec, and stop those of specs not used lately."""
        unused: list[GuestRun] = []
        with self._lock:
            if self._closed or not self._count:
                return
            runs = [run for run in self._runs.pop(spec, []) if not run.ended.is_set()]
            self._runs[spec] = runs
            while len(self._runs) > SPEC_LIMIT:
                unused += self._runs.pop(next(iter(self._runs)))
            try:
                while len(runs) < self._count:
                    run = GuestRun(spec, self._fork_servers)
                    self._monitor.add(run)
                    runs.append(run)
            except OSError:
                log.exception("no warm process could be started")
        for run in unused:
            run.stop()

    def close(self) -> None:
        """Stop every warm run and start no more; return at once."""
        with self._lock:
            self._closed = True
            for timer in self._timers.values():
                timer.cancel()
            runs = [run for runs in self._runs.values() for run in runs]
            self._runs.clear()
        for run in runs:
            run.stop()
