"""One running instance per user: a lock that ends with its process, and a way to reach its holder."""

import contextlib
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from desktop.shell.paths import Paths
from desktop.shell.process import ipc

_log = logging.getLogger(__name__)

# How long a second launch waits for a first one that is still starting or stopping, in seconds.
WAIT_SECONDS = 15.0
# After this many seconds of waiting the user is told about it.
QUIET_SECONDS = 1.0
_POLL_SECONDS = 0.05


class SingleInstance:
    """The right to be the running instance; `listen` makes it reachable, `release` gives it up."""

    def __init__(self, paths: Paths, lock: FileLock) -> None:
        """Take over a lock that is acquired, or that cannot be: in a folder that may not be written."""
        self._paths = paths
        self._lock = lock
        self._server: ipc.IpcServer | None = None

    @property
    def has_lock(self) -> bool:
        """Whether no other process can be the running instance."""
        return bool(self._lock.is_locked)

    def listen(self, handler: ipc.Handler) -> None:
        """Start answering other launches of the same user."""
        self._server = ipc.IpcServer(self._paths.ipc, handler)

    def release(self) -> None:
        """Give up the lock and remove the files that point to this instance."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock.is_locked:
            # Unlinked before the release: filelock refuses to lock an unlinked file, so no process can hold
            # the old file while another locks a new one. Windows unlinks it by itself.
            with contextlib.suppress(OSError):
                Path(self._lock.lock_file).unlink()
            self._lock.release()


def acquire(paths: Paths) -> SingleInstance | None:
    """Become the running instance; returns None where another process is.

    Where the lock cannot be made, which is so in a folder that may not be written, the instance has none.
    """
    # Not thread-local: another thread may release it.
    lock = FileLock(paths.lock, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return None
    except (OSError, NotImplementedError) as error:
        _log.warning("there is no lock against a second launch: %s", error)
    return SingleInstance(paths, lock)


def ask(paths: Paths, body: ipc.Message, *, timeout: float = WAIT_SECONDS) -> ipc.Message | None:
    """Return the answer of the running instance, waiting for one that is starting; None where none runs."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            return ipc.ask(paths.ipc, body)
        except ipc.NoAnswerError:
            if not os.path.isdir(paths.data):
                return None
            ours = acquire(paths)
            if ours is not None:
                ours.release()
                return None
            if time.monotonic() >= deadline:
                raise
            time.sleep(_POLL_SECONDS)


def acquire_or_ask(
    paths: Paths,
    body: ipc.Message,
    *,
    timeout: float = WAIT_SECONDS,
    quiet: float = QUIET_SECONDS,
    on_wait: Callable[[], None] | None = None,
) -> SingleInstance | ipc.Message:
    """Become the running instance, or send `body` to the one that is and return its answer.

    Waits while that one is starting or stopping, and calls `on_wait` once after `quiet` seconds. Raises
    ipc.NoAnswerError if the lock is held for `timeout` seconds without an answer.
    """
    started = time.monotonic()
    while True:
        ours = acquire(paths)
        if ours is not None and ours.has_lock:
            return ours
        try:
            return ipc.ask(paths.ipc, body)
        except ipc.NoAnswerError:
            if ours is not None:
                return ours
            waited = time.monotonic() - started
            if waited >= timeout:
                raise
            if on_wait is not None and waited >= quiet:
                on_wait()
                on_wait = None
            # There is no way to wait for the lock and the file at once, so poll both.
            time.sleep(_POLL_SECONDS)
