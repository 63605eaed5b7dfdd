"""Whole numbers in texts that anyone can send."""

from typing import Final

MOST_DIGITS: Final = 18
"""A number of so many digits fits into the 64 bits of the store."""


def whole_number(text: str) -> int | None:
    """Return the number of at most `MOST_DIGITS` ASCII digits; None for every other text, also for `-1`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
