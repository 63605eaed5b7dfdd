"""A snapshot of a mapping, and the difference between two snapshots down to changes inside the values."""

from __future__ import annotations

from typing import Any

from .describe import describe_all

DEPTH_LIMIT = 8
NODE_LIMIT = 5_000


class Freezer:
    """Converts values into comparable ones; an object that is not plain data is compared by identity."""

    def __init__(self) -> None:
        self._remaining = NODE_LIMIT

    def freeze(self, value: Any, depth: int = 0) -> Any:
        """Return a form of the value that is equal exactly if nothing inside differs, down to the limits."""
        self._remaining -= 1
        cls = type(value)
        if depth > DEPTH_LIMIT or self._remaining < 0:
            return "…"
        if _is_plain(value):
            return (cls, value)
        content = self._content(value, depth + 1)
        return (cls, id(value)) if content is None else (cls, content)

    def _content(self, value: Any, depth: int) -> Any:
        """Return what is inside, in a comparable form; None if the inside is not compared."""
        if isinstance(value, dict):
            return [
                (self.freeze(key, depth), self.freeze(item, depth)) for key, item in list(dict.items(value))
            ]
        if isinstance(value, (list, tuple)):
            return [self.freeze(item, depth) for item in list(value)]
        if isinstance(value, (set, frozenset)):
            return frozenset(item if _is_plain(item) else id(item) for item in value)
        if isinstance(value, bytearray):
            return bytes(value)
        attributes = getattr(value, "__dict__", None)
        return (id(value), self.freeze(attributes, depth)) if type(attributes) is dict else None


def _is_plain(value: object) -> bool:
    return isinstance(value, (str, int, float, bytes, bool, type(None)))


class Snapshot:
    """The values of a mapping at one moment: described, frozen, and the objects themselves for identity."""

    def __init__(self, items: dict[str, Any]) -> None:
        self.values = items
        self.frozen: dict[str, Any] = {}
        self.described: dict[str, dict[str, Any]] = {}
        if items:
            freezer = Freezer()
            self.frozen = {key: freezer.freeze(value) for key, value in items.items()}
            self.described = describe_all(items)


EMPTY = Snapshot({})
"""The snapshot of a mapping without items."""


def snapshot(items: dict[str, Any]) -> Snapshot:
    """Return the snapshot of these items."""
    return Snapshot(items) if items else EMPTY


def compare(before: Snapshot, after: Snapshot) -> dict[str, list[str]]:
    """Return the keys added, removed, changed by assignment, and changed inside the same object (nested)."""
    added = [key for key in after.values if key not in before.values]
    removed = [key for key in before.values if key not in after.values]
    changed: list[str] = []
    nested: list[str] = []
    for key, value in after.values.items():
        if key in before.values and before.frozen[key] != after.frozen[key]:
            (nested if value is before.values[key] else changed).append(key)
    return {"added": added, "removed": removed, "changed": changed, "nested": nested}
