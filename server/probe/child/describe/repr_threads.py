"""Runs the guest's own `__repr__` in a thread of its own, so that a slow one can be left behind."""

from __future__ import annotations

import contextlib
import contextvars
import os
import queue
import threading
from typing import Callable

from ..recording.recorder import Recorder

SECONDS = 0.05
HELPERS = 8

Job = Callable[[], None]


class ReprThread:
    """One daemon thread that runs one job at a time and says when it is free again, however late."""

    def __init__(self, release: Callable[[ReprThread], None]) -> None:
        self._jobs: queue.SimpleQueue[tuple[Job, threading.Event]] = queue.SimpleQueue()
        self._release = release
        threading.Thread(target=self._work, name="fumehood-repr", daemon=True).start()

    def run(self, job: Job) -> bool:
        """Whether the job was done within the time."""
        done = threading.Event()
        self._jobs.put((job, done))
        return done.wait(SECONDS)

    def _work(self) -> None:
        while True:
            job, done = self._jobs.get()
            with contextlib.suppress(BaseException):  # a guest's repr may even raise SystemExit
                job()
            self._release(self)
            done.set()
            del job, done


class ReprThreadPool:
    """The free helpers; when all are stuck, nothing more is run until one comes back."""

    def __init__(self) -> None:
        self._free: list[ReprThread] = []
        self._made = 0
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)

    def run(self, job: Job) -> bool:
        """Run a job in the guest's context with the sensors muted; False says that it was given up."""
        try:
            helper = self._free.pop()
        except IndexError:
            if self._made >= HELPERS:
                return False
            self._made += 1
            helper = ReprThread(self._free.append)
        context = contextvars.copy_context()
        return helper.run(lambda: context.run(_muted, job))

    def _forked(self) -> None:
        """Threads do not survive a fork."""
        self._free.clear()
        self._made = 0


def _muted(job: Job) -> None:
    Recorder.set_current(None)
    job()


run_bounded = ReprThreadPool().run
