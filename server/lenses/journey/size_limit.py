"""Cuts the events of a Journey to a number that a page can hold."""

from typing import Final

from server.lenses.journey.containment import EventTree, all_of
from server.lenses.registry import JOURNEY_ENTRIES

MOST_EVENTS: Final = 400
_DEEPEST: Final = 12


def limit(trees: list[EventTree], most: int = MOST_EVENTS) -> tuple[list[EventTree], int]:
    """Return the trees to draw, shortened in place, and how many events were left out.

    After the first `most` events those of cuttable kinds are left out, and everything deeper than 12 levels.
    """
    total = sum(1 for _tree in all_of(trees))
    room = most

    def cut(side_by_side: list[EventTree], depth: int) -> list[EventTree]:
        nonlocal room
        kept = []
        for tree in side_by_side:
            if room <= 0 and _cuttable(tree):
                continue
            room -= 1
            tree.inner = cut(tree.inner, depth + 1) if depth < _DEEPEST else []
            kept.append(tree)
        return kept

    kept = cut(trees, 0)
    return kept, total - sum(1 for _tree in all_of(kept))


def _cuttable(tree: EventTree) -> bool:
    entry = JOURNEY_ENTRIES.get(tree.event.kind)
    return entry is not None and entry.cuttable
