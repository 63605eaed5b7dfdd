"""Which tests are quick enough for each save of a file: `pytest -m fast`."""

from typing import Final

import pytest

# What their tests need, and what these fixtures start, takes seconds.
LONG: Final = ("slow", "browser", "window", "bundle", "environments")
FIXTURES: Final = frozenset({"browser", "display", "bundle", "guests", "load", "running"})


def is_fast(item: pytest.Item) -> bool:
    """Return whether a test starts no guest, program, browser or window, by its markers and fixtures."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return FIXTURES.isdisjoint(fixtures) and not any(item.get_closest_marker(name) for name in LONG)


def mark_fast(items: list[pytest.Item]) -> None:
    """Mark the tests that are fast."""
    for item in items:
        if is_fast(item):
            item.add_marker(pytest.mark.fast)
