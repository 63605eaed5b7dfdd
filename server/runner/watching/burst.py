"""Deciding whether more saves will follow those that have been seen."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

from server.runner.watching.source_folders import is_code, is_page

QUIET_SECONDS: Final = 0.08
BURST_SECONDS: Final = 1.5


class Burst:
    """Saves that follow each other; not safe between threads."""

    def __init__(self) -> None:
        self._begun = self._last = float("-inf")

    def goes_on(self, saved: Collection[Path], now: float) -> bool:
        """Return whether more may follow what was saved just now, which may be nothing.

        Nothing follows a single file of source after a pause: an editor saves one at a time.
        """
        if not saved:
            return False
        if now - self._last > QUIET_SECONDS:
            self._begun = now
            goes_on = sum(is_code(path) or is_page(path) for path in saved) > 1
        else:
            goes_on = now - self._begun < BURST_SECONDS
        self._last = now
        return goes_on
