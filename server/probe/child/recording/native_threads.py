"""Threads of the operating system, also in a guest that replaces those of Python by greenlets.

gevent and eventlet replace functions and classes of the standard library when the guest asks them to. What is
imported from here was taken before the guest's first line and is never replaced. A thread that is started
here is unknown to `threading`, so it does no harm while a library replaces the locks of `threading`.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import threading
import time
from typing import Callable

allocate_lock = _thread.allocate_lock
get_ident = _thread.get_ident
sleep = time.sleep
_exit = os._exit
_start_new_thread = _thread.start_new_thread


def start_thread(function: Callable[..., object], *args: object) -> None:
    """Run a function on a new thread, which never keeps the process alive."""
    _start_new_thread(function, args)


def exit_later(seconds: float, status: int = 0) -> None:
    """End the process after so many seconds, whatever it does."""

    def wait_and_exit() -> None:
        sleep(seconds)
        _exit(status)

    start_thread(wait_and_exit)


def is_replaced() -> bool:
    """Return whether a library has replaced the threads of Python by greenlets."""
    return threading.get_ident is not get_ident


class Signal:
    """An event for one waiting thread, which is cleared when the wait ends."""

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._lock.acquire()

    def set(self) -> None:
        """End the wait, or else the next one."""
        with contextlib.suppress(RuntimeError):  # it was set already
            self._lock.release()

    def wait(self, seconds: float = -1) -> bool:
        """Wait until it is set, or for at most so many seconds; return whether it was set."""
        return self._lock.acquire(True, seconds)
