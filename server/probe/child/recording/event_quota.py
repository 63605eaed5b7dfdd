"""Which events of an exchange are sent where there are too many: an even part of each kind.

The kinds that describe how the request is answered are always sent. Of the others the first ones are, then a
few of each kind whatever came before, and the last ones of each kind, which are held until the end.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .event import Event

EVENT_LIMIT = 2_000
# So many events of a kind are sent even where others have used up the limit.
LEAST_OF_A_KIND = 50
# So many of the last events of a kind are held until the end.
LAST_OF_A_KIND = 20
ALWAYS_SENT = frozenset(
    ("wsgi", "app", "routing", "hook", "view", "exception", "response", "session", "cookie", "probe-fault")
)
# Even of these, so many are enough.
ALWAYS_SENT_LIMIT = 1_000


class EventQuota:
    """Decides for the events of one exchange; `left_out` counts by kind what is neither sent nor held."""

    __slots__ = ("_counts", "_held", "_sent", "left_out")

    def __init__(self) -> None:
        self._sent = 0
        self._counts: dict[str, int] = {}
        self._held: dict[str, deque[Event]] = {}
        self.left_out: dict[str, int] = {}

    def admits(self, event: Event) -> bool:
        """Return whether an event is to be sent now; otherwise it is held, or counted as left out."""
        kind = event.kind
        count = self._counts.get(kind, 0)
        if kind in ALWAYS_SENT:
            admitted = count < ALWAYS_SENT_LIMIT
        else:
            admitted = self._sent < EVENT_LIMIT or count < LEAST_OF_A_KIND
        if admitted:
            self._counts[kind] = count + 1
            self._sent += 1
            return True
        held = self._held.get(kind)
        if held is None:
            held = self._held[kind] = deque()
        held.append(event)
        if len(held) > LAST_OF_A_KIND:
            held.popleft()
            self.left_out[kind] = self.left_out.get(kind, 0) + 1
        return False

    def take_held(self) -> list[Event]:
        """Return the last events of each kind that were held, once."""
        held = [event for events in self._held.values() for event in events]
        self._held = {}
        return held
