"""The clocks of the system, taken before the guest's first line."""

from __future__ import annotations

import time


class Clock:
    """Two functions of the `time` module as they were when the probe was loaded.

    They are attributes of an object and not of this module: a library that stops the time, such as freezegun,
    replaces the functions in every module that has them.
    """

    __slots__ = ("monotonic", "wall")

    def __init__(self) -> None:
        # Seconds from an arbitrary moment, which only ever grow.
        self.monotonic = time.perf_counter
        # Seconds since the epoch.
        self.wall = time.time


clock = Clock()
