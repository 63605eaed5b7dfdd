"""The tests that are fast enough to run after each change of a file: `pytest -m fast`."""

from typing import Final

import pytest

# Tests with these markers or fixtures start guests, programs, browsers or windows, which takes seconds.
SLOW_MARKERS: Final = ("slow", "browser", "window", "bundle", "installers", "environments")
SLOW_FIXTURES: Final = frozenset(
    {"browser", "display", "bundle", "guests", "fake_guests", "load", "start_app"}
)


def is_fast(item: pytest.Item) -> bool:
    """Return whether a test's markers and fixtures show that it starts no guest, program or browser."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return SLOW_FIXTURES.isdisjoint(fixtures) and not any(
        item.get_closest_marker(name) for name in SLOW_MARKERS
    )


def mark_fast(items: list[pytest.Item]) -> None:
    """Set the marker `fast` on the fast tests."""
    for item in items:
        if is_fast(item):
            item.add_marker(pytest.mark.fast)
