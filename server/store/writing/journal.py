"""What was written in memory only, in its order, until the file can be written again."""

from collections import Counter, deque
from typing import Final

from server.store.writing.changes import Change

MOST_BYTES: Final = 32 << 20
MOST_CHANGES: Final = 20_000


class Journal:
    """Changes to be repeated on the file: of limited size, large old ones are dropped first and counted."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque()
        self.held_bytes = 0
        self.dropped = 0
        self._lost: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._changes)

    def append(self, change: Change) -> None:
        """Remember a change, and drop the oldest that are too much."""
        self._changes.append(change)
        self.held_bytes += change.size
        while self.held_bytes > MOST_BYTES or len(self._changes) > MOST_CHANGES:
            oldest = next((each for each in self._changes if each.size), self._changes[0])
            self._changes.remove(oldest)
            self.held_bytes -= oldest.size
            self.dropped += 1
            # A later change may write the same exchange, whole.
            if oldest.guest and not any(each.exchange == oldest.exchange for each in self._changes):
                self._lost[oldest.guest] += 1

    def take_lost(self) -> Counter[str]:
        """Return how many exchanges were dropped since this was asked last, by the ids of their guests."""
        lost, self._lost = self._lost, Counter()
        return lost

    def first(self, number: int) -> list[Change]:
        """Return the oldest changes, at most `number`."""
        return [change for change, _place in zip(self._changes, range(number), strict=False)]

    def remove_first(self, number: int) -> None:
        """Forget the oldest changes: they are written."""
        for _place in range(number):
            self.held_bytes -= self._changes.popleft().size
