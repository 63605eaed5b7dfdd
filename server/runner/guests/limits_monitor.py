"""Enforces the limits of running guests: the time to start, and memory and number of all processes."""

import threading
import time
from typing import Final

from server.runner.guests import limit_problems
from server.runner.guests.run import GuestRun
from server.runner.processes.process_tree import proportional_bytes, resident_bytes

INTERVAL_SECONDS: Final = 0.25
# How long a guest that is not ready in time may take to report where it stands.
STACKS_SECONDS: Final = 0.5


class LimitsMonitor:
    """A thread that checks every run each `interval` seconds, and sleeps while there is none."""

    def __init__(self, interval: float = INTERVAL_SECONDS) -> None:
        self._interval = interval
        self._runs: set[GuestRun] = set()
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._watch, name="guests-limits", daemon=True)
        self._thread.start()

    def add(self, run: GuestRun) -> None:
        """Check a run until it has ended."""
        with self._changed:
            self._runs.add(run)
            self._changed.notify_all()

    def runs(self) -> tuple[GuestRun, ...]:
        """Return the runs that may still have processes, including those that no guest refers to any more."""
        with self._changed:
            return tuple(run for run in self._runs if not run.ended.is_set())

    def close(self, seconds: float) -> None:
        """End the thread; wait for it at most `seconds`."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(seconds)

    def _watch(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._runs or self._closing)
                self._changed.wait_for(lambda: self._closing, self._interval)
                if self._closing:
                    return
                self._runs = {run for run in self._runs if not run.ended.is_set()}
                runs = tuple(self._runs)
            for run in runs:
                check_start(run)
                check_processes(run)


def check_start(run: GuestRun) -> None:
    """Stop a run that is not ready in time."""
    deadline = run.deadline
    if deadline is not None and time.monotonic() > deadline:
        stacks = run.stacks_of_start(STACKS_SECONDS)
        if run.deadline is None:  # it has become ready meanwhile, or ended
            return
        output = run.output()
        run.stop(lambda: limit_problems.start_timeout(run.spec.limits.start_seconds, output, stacks))


def check_processes(run: GuestRun) -> None:
    """Stop a run whose process tree exceeds its memory, or has too many processes."""
    most = run.spec.limits.processes
    processes = run.process.tree()
    if len(processes) > most:
        count = len(processes)
        run.stop(lambda: limit_problems.too_many_processes(most, count))
        run.process.kill_tree()
    else:
        check_memory(run, processes)


def check_memory(run: GuestRun, processes: list[int]) -> None:
    """Stop a run whose processes hold too much memory; shared pages count once where known."""
    limit = run.spec.limits.memory_mb
    if resident_bytes(processes) >> 20 <= limit:
        return
    used = proportional_bytes(processes) >> 20
    if used > limit:
        run.stop(lambda: limit_problems.over_memory(limit, used))
        run.process.kill_tree()
