"""An end for everything that a project starts: a time limit, and no process that outlives it."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn


class TooLongError(Exception):
    """The time limit of a project has passed."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooLongError in the block once the time has passed. Only for the main thread, on POSIX."""

    def stop(_: int, __: FrameType | None) -> NoReturn:
        raise TooLongError(f"given up after {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def process(
    command: Sequence[str], folder: Path, variables: Mapping[str, str], errors: int = subprocess.DEVNULL
) -> Iterator["subprocess.Popen[str]"]:
    """Start a program, and end it with all that it started when the block is left."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        start_new_session=True,
    ) as program:
        try:
            yield program
        finally:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
