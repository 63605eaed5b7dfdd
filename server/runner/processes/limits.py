"""The limits of a guest: time, memory, open files, output."""

import sys
from dataclasses import dataclass
from typing import Final

import psutil

LEAST_MEMORY_MB: Final = 1024
MOST_MEMORY_MB: Final = 65_536
LEAST_OPEN_FILES: Final = 4096
# Some programs close every file that they might have inherited, one by one.
MOST_OPEN_FILES: Final = 65_536


def default_memory_mb() -> int:
    """Return half of the machine's memory in MiB, within bounds."""
    half = (int(psutil.virtual_memory().total) >> 20) // 2
    return min(max(half, LEAST_MEMORY_MB), MOST_MEMORY_MB)


def default_open_files() -> int:
    """Return as many open files as the user may allow himself in a terminal, within bounds."""
    if sys.platform == "win32":
        return LEAST_OPEN_FILES
    import resource  # noqa: PLC0415 - Windows has none

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN_FILES)


DEFAULT_MEMORY_MB: Final = default_memory_mb()
DEFAULT_OPEN_FILES: Final = default_open_files()


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The limits of one guest: times in seconds, memory of its whole process tree in MiB, sizes in bytes.

    `threads` is how many requests are answered at the same time; each open stream takes one of them.
    `processes` is how many it may have at a time, with all that these start.
    """

    start_seconds: float = 60.0
    request_seconds: float = 30.0
    stop_seconds: float = 0.5
    memory_mb: int = DEFAULT_MEMORY_MB
    open_files: int = DEFAULT_OPEN_FILES
    output_lines: int = 200
    body_bytes: int = 1 << 20
    threads: int = 256
    processes: int = 1024
