"""Threads that run the guest's own `__repr__`, so that a slow one can be abandoned."""

from __future__ import annotations

import contextlib
import contextvars
import os
import queue
import threading
from typing import Callable

from ..recording.recorder import Recorder

REPR_SECONDS = 0.05
THREAD_LIMIT = 8

Job = Callable[[], None]


class ReprThread:
    """A daemon thread that runs one job at a time and reports when it is free again, however late."""

    def __init__(self, release: Callable[[ReprThread], None]) -> None:
        self._jobs: queue.SimpleQueue[tuple[Job, threading.Event]] = queue.SimpleQueue()
        self._release = release
        threading.Thread(target=self._work, name="fumehood-repr", daemon=True).start()

    def run(self, job: Job) -> bool:
        """Run a job; return whether it was done within the time limit."""
        done = threading.Event()
        self._jobs.put((job, done))
        return done.wait(REPR_SECONDS)

    def _work(self) -> None:
        while True:
            job, done = self._jobs.get()
            with contextlib.suppress(BaseException):  # the guest's code may even raise SystemExit
                job()
            self._release(self)
            done.set()
            del job, done


class ReprThreadPool:
    """The free threads; while all are stuck, no job is run until one is free again."""

    def __init__(self) -> None:
        self._free: list[ReprThread] = []
        self._started = 0
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._reset_after_fork)

    def run(self, job: Job) -> bool:
        """Run a job in the guest's context, with the sensors silent; return False if it was abandoned."""
        try:
            thread = self._free.pop()
        except IndexError:
            if self._started >= THREAD_LIMIT:
                return False
            self._started += 1
            thread = ReprThread(self._free.append)
        context = contextvars.copy_context()
        return thread.run(lambda: context.run(_run_unrecorded, job))

    def _reset_after_fork(self) -> None:
        """Drop the threads, which do not survive a fork."""
        self._free.clear()
        self._started = 0


def _run_unrecorded(job: Job) -> None:
    Recorder.set_current(None)
    job()


run_bounded = ReprThreadPool().run
