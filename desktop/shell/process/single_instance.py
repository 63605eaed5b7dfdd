"""One running instance a user: a lock that the system drops when we die, and a way to reach its holder."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from desktop.shell.paths import Paths
from desktop.shell.process import ipc

# How long a second launch waits for a first one that is still starting, or is just ending, in seconds.
PATIENCE = 15.0
# After so many seconds of waiting it is said what is waited for.
QUIET = 1.0
_PAUSE = 0.05


class SingleInstance:
    """That we are the running one; `listen` makes us reachable, `release` ends it."""

    def __init__(self, paths: Paths, lock: FileLock) -> None:
        """Hold on to a lock that is already acquired."""
        self._paths = paths
        self._lock = lock
        self._listener: ipc.IpcServer | None = None

    def listen(self, handler: ipc.Handler) -> None:
        """Answer other launches of the same user from now on."""
        self._listener = ipc.IpcServer(self._paths.control, handler)

    def release(self) -> None:
        """Be the running one no longer, and leave no file that says so."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        if self._lock.is_locked:
            # Before the release: filelock takes no lock on a file that has lost its name, so nobody can hold
            # the old file while somebody else locks a new one. Windows unlinks it by itself.
            with contextlib.suppress(OSError):
                Path(self._lock.lock_file).unlink()
            self._lock.release()


def acquire(paths: Paths) -> SingleInstance | None:
    """Become the running instance, or None where another process is."""
    # Not thread-local: the thread that ends us may be another than the one that began.
    lock = FileLock(paths.lock, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return None
    return SingleInstance(paths, lock)


def ask(paths: Paths, body: ipc.Message, *, patience: float = PATIENCE) -> ipc.Message | None:
    """What the running instance answers, waiting for one that is starting; None where none runs."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return ipc.ask(paths.control, body)
        except ipc.NoAnswerError:
            ours = acquire(paths) if paths.data.is_dir() else None
            if ours is not None:
                ours.release()
            if ours is not None or not paths.data.is_dir():
                return None
            if time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE)


def acquire_or_ask(
    paths: Paths,
    body: ipc.Message,
    *,
    patience: float = PATIENCE,
    quiet: float = QUIET,
    on_wait: Callable[[], None] | None = None,
) -> SingleInstance | ipc.Message:
    """Become the running instance, or hand `body` to the one that is and return its answer.

    Waits for one that starts or ends now, and calls `on_wait` once after `quiet` seconds of it;
    control.NoAnswerError where it holds the lock in silence for `patience` seconds.
    """
    begun = time.monotonic()
    while True:
        ours = acquire(paths)
        if ours is not None:
            return ours
        try:
            return ipc.ask(paths.control, body)
        except ipc.NoAnswerError:
            waited = time.monotonic() - begun
            if waited >= patience:
                raise
            if on_wait is not None and waited >= quiet:
                on_wait()
                on_wait = None
            # Neither the lock nor the file can be waited on together; both change within a moment.
            time.sleep(_PAUSE)
