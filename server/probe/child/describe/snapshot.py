"""What a mapping of the guest held at one moment, comparable with a later moment down to nested changes."""

from __future__ import annotations

from typing import Any

from .describe import describe_all

DEPTH = 8
NODES = 5_000


class Freezer:
    """Turns values into comparable ones; what is no plain data is compared by identity."""

    def __init__(self) -> None:
        self._left = NODES

    def freeze(self, value: Any, depth: int = 0) -> Any:
        """A value that equals another one's exactly if nothing inside differs, as deep as we look."""
        self._left -= 1
        kind = type(value)
        if depth > DEPTH or self._left < 0:
            return "…"
        if _plain(value):
            return (kind, value)
        content = self._content(value, depth + 1)
        return (kind, id(value)) if content is None else (kind, content)

    def _content(self, value: Any, depth: int) -> Any:
        """What is inside, in a comparable form; None where there is no looking inside."""
        if isinstance(value, dict):
            return [
                (self.freeze(key, depth), self.freeze(item, depth)) for key, item in list(dict.items(value))
            ]
        if isinstance(value, (list, tuple)):
            return [self.freeze(item, depth) for item in list(value)]
        if isinstance(value, (set, frozenset)):
            return frozenset(item if _plain(item) else id(item) for item in value)
        if isinstance(value, bytearray):
            return bytes(value)
        attributes = getattr(value, "__dict__", None)
        return (id(value), self.freeze(attributes, depth)) if type(attributes) is dict else None


def _plain(value: object) -> bool:
    return isinstance(value, (str, int, float, bytes, bool, type(None)))


class Snapshot:
    """The values of a mapping now: described, frozen, and the objects themselves for their identity."""

    def __init__(self, items: dict[str, Any]) -> None:
        self.values = items
        self.frozen: dict[str, Any] = {}
        self.described: dict[str, dict[str, Any]] = {}
        if items:
            freezer = Freezer()
            self.frozen = {key: freezer.freeze(value) for key, value in items.items()}
            self.described = describe_all(items)


EMPTY = Snapshot({})
"""What nothing looks like."""


def snapshot(items: dict[str, Any]) -> Snapshot:
    """The snapshot of these items."""
    return Snapshot(items) if items else EMPTY


def compare(before: Snapshot, after: Snapshot) -> dict[str, list[str]]:
    """Keys added, removed, changed by assignment, and changed inside the same object (nested)."""
    added = [key for key in after.values if key not in before.values]
    removed = [key for key in before.values if key not in after.values]
    changed: list[str] = []
    nested: list[str] = []
    for key, value in after.values.items():
        if key in before.values and before.frozen[key] != after.frozen[key]:
            (nested if value is before.values[key] else changed).append(key)
    return {"added": added, "removed": removed, "changed": changed, "nested": nested}
