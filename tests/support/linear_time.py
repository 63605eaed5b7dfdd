"""Checks that work on hostile text takes time in proportion to its length."""

import time
from collections.abc import Callable
from typing import Final

# Exponential time shows at these lengths, and would never end at others.
SHORT: Final = range(8, 33, 4)
LONG: Final = 10_000
# What takes less than this, in seconds, is too short to compare.
MEASURABLE: Final = 0.05
# Twice the length takes twice the time, and four times the time if it is quadratic.
MOST_GROWTH: Final = 3.0


def assert_linear(work: Callable[[str], object], make: Callable[[int], str], length: int = LONG) -> None:
    """Fail unless `work` takes about twice the time on texts of `make(length)` that are twice as long."""
    for short in SHORT:
        assert seconds(work, make(short)) < 10 * MEASURABLE, f"too slow at a length of {short}"
    first = MEASURABLE
    for factor in (1, 2):
        taken = seconds(work, make(length * factor))
        if taken > MOST_GROWTH * first:  # another process may have slowed it down
            taken = min(taken, seconds(work, make(length * factor)))
        assert taken <= MOST_GROWTH * first, (
            f"{taken:.2f} s at {length * factor}, {first:.2f} s at half of it"
        )
        first = max(taken, MEASURABLE)


def seconds(work: Callable[[str], object], text: str) -> float:
    """Return the processor time of this thread that the work takes."""
    started = time.thread_time()
    work(text)
    return time.thread_time() - started
