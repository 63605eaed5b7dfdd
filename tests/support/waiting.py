"""Waiting for something that happens on another thread or in another process."""

import time
from collections.abc import Callable
from typing import Final

SECONDS: Final = 60.0


def wait_until(condition: Callable[[], bool]) -> None:
    """Return as soon as the condition holds; AssertionError after SECONDS."""
    limit = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.01)
