"""Reads process trees and their memory, cheaply enough to do so several times a second."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

import psutil

# Linux can list the children of each thread, depending on its configuration; psutil reads every process.
HAS_CHILDREN_FILE: Final = sys.platform == "linux" and os.path.exists(
    Path(f"/proc/self/task/{os.getpid()}/children")
)
PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def descendants(pid: int) -> list[int]:
    """Return every process below `pid`, without itself; nothing if there is no such process."""
    if not HAS_CHILDREN_FILE:
        try:
            return [process.pid for process in psutil.Process(pid).children(recursive=True)]
        except psutil.Error:
            return []
    pids: list[int] = []
    waiting = [pid]
    while waiting:
        below = _children(waiting.pop())
        pids += below
        waiting += below
    return pids


def resident_bytes(pids: list[int]) -> int:
    """Return the bytes of memory that the processes hold now; a shared page counts for each of them."""
    total = 0
    for pid in pids:
        if HAS_CHILDREN_FILE:
            with contextlib.suppress(OSError, ValueError, IndexError):
                total += int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * PAGE_BYTES
        else:
            with contextlib.suppress(psutil.Error):
                total += psutil.Process(pid).memory_info().rss
    return total


def proportional_bytes(pids: list[int]) -> int:
    """Return the same with shared pages counted once, where the system provides that; slower."""
    total = 0
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            full = psutil.Process(pid).memory_full_info()
            total += getattr(full, "pss", full.uss)
    return total


def _children(pid: int) -> list[int]:
    children: list[int] = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError, ValueError):
                content = Path(f"/proc/{pid}/task/{thread}/children").read_bytes()
                children += [int(child) for child in content.split()]
    return children
