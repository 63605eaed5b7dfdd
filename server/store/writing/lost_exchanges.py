"""How many exchanges are kept no longer, app by app and for each reason, since the store was opened."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# Openings beyond this are counted no more: a page shows those of its own app only.
MOST_GUESTS: Final = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Lost:
    """How many exchanges of an app were deleted at the limit of the history, and how many never written."""

    deleted: int = 0
    unwritten: int = 0


class LostExchanges:
    """Counts by the id of the guest; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._deleted: Counter[str] = Counter()
        self._unwritten: Counter[str] = Counter()

    def add_deleted(self, guests: Mapping[str, int]) -> None:
        """Count exchanges that were deleted because the history has reached its limit."""
        self._add(self._deleted, guests)

    def add_unwritten(self, guests: Mapping[str, int]) -> None:
        """Count exchanges that did not fit into memory while the file could not be written."""
        self._add(self._unwritten, guests)

    def of(self, guest: str) -> Lost:
        """Return what was lost of a guest."""
        with self._lock:
            return Lost(deleted=self._deleted[guest], unwritten=self._unwritten[guest])

    def _add(self, counted: Counter[str], guests: Mapping[str, int]) -> None:
        with self._lock:
            for guest, number in guests.items():
                if guest in counted or len(counted) < MOST_GUESTS:
                    counted[guest] += number
