"""Process trees, read as cheaply as the system allows: they are looked at several times a second."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

import psutil

# The kernel lists the children of each thread if it was built to; else psutil reads every process.
LISTED: Final = sys.platform == "linux" and Path(f"/proc/self/task/{os.getpid()}/children").exists()
PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def descendants(pid: int) -> list[int]:
    """Every process below `pid`, itself not counted; empty if there is no such process."""
    if not LISTED:
        try:
            return [process.pid for process in psutil.Process(pid).children(recursive=True)]
        except psutil.Error:
            return []
    found: list[int] = []
    waiting = [pid]
    while waiting:
        below = _children(waiting.pop())
        found += below
        waiting += below
    return found


def resident(pids: list[int]) -> int:
    """The bytes of memory these processes hold now; pages that several share count for each."""
    total = 0
    for pid in pids:
        if LISTED:
            with contextlib.suppress(OSError, ValueError, IndexError):
                total += int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * PAGE
        else:
            with contextlib.suppress(psutil.Error):
                total += psutil.Process(pid).memory_info().rss
    return total


def proportional(pids: list[int]) -> int:
    """The same with shared pages counted once in all, where the system can tell; slower."""
    total = 0
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            full = psutil.Process(pid).memory_full_info()
            total += getattr(full, "pss", full.uss)
    return total


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError, ValueError):
                listed = Path(f"/proc/{pid}/task/{thread}/children").read_bytes()
                found += [int(child) for child in listed.split()]
    return found
