"""Pair the lines of two lists: by name, or in order like the lines of two files."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

MOST_LINES: Final = 400
"""Pairing takes time that grows with the square of the number of lines, which a guest decides."""


class LineChange(StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class NamedLine:
    """One line of a part of an exchange; lines of the same name are the same thing in both exchanges."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LinePair:
    """A line in the first and in the second exchange; None where it is missing."""

    name: str
    before: str | None
    after: str | None

    @property
    def change(self) -> LineChange:
        """Return what became of the line."""
        if self.before is None:
            return LineChange.ADDED
        if self.after is None:
            return LineChange.REMOVED
        return LineChange.SAME if self.before == self.after else LineChange.CHANGED


def pair_by_name(before: Iterable[NamedLine], after: Iterable[NamedLine]) -> tuple[LinePair, ...]:
    """Return the lines of both lists by their names; those that only `after` has come last.

    Of lines with the same name the first is paired with the first.
    """
    old, new = _numbered(before), _numbered(after)
    return tuple(
        LinePair(name=key[0], before=old.get(key), after=new.get(key)) for key in dict.fromkeys((*old, *new))
    )


def pair_in_order(before: tuple[NamedLine, ...], after: tuple[NamedLine, ...]) -> tuple[LinePair, ...]:
    """Return the lines of both lists in their order; lines between the same neighbours are paired."""
    pairs: list[LinePair] = []
    matcher = SequenceMatcher(None, [line.name for line in before], [line.name for line in after], False)
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        old, new = before[low:high], after[new_low:new_high]
        paired = min(len(old), len(new)) if tag in ("equal", "replace") else 0
        pairs += (
            LinePair(name=left.name if left.name == right.name else "", before=left.text, after=right.text)
            for left, right in zip(old[:paired], new[:paired], strict=True)
        )
        pairs += (LinePair(name=line.name, before=line.text, after=None) for line in old[paired:])
        pairs += (LinePair(name=line.name, before=None, after=line.text) for line in new[paired:])
    return tuple(pairs)


def _numbered(lines: Iterable[NamedLine]) -> dict[tuple[str, int], str]:
    seen: Counter[str] = Counter()
    found = {}
    for line in lines:
        found[line.name, seen[line.name]] = line.text
        seen[line.name] += 1
    return found
