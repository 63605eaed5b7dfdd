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
        if depth > DEPTH or self._left < 0:
            return "…"
        kind = type(value)
        if isinstance(value, dict):
            items = [
                (self.freeze(key, depth + 1), self.freeze(item, depth + 1))
                for key, item in list(dict.items(value))
            ]
            return (kind, "dict", items)
        if isinstance(value, (list, tuple)):
            return (kind, "sequence", [self.freeze(item, depth + 1) for item in list(value)])
        if isinstance(value, (set, frozenset)):
            return (kind, "set", frozenset(id(item) if not _plain(item) else item for item in value))
        if _plain(value):
            return (kind, value)
        if isinstance(value, bytearray):
            return (kind, bytes(value))
        attributes = getattr(value, "__dict__", None)
        if type(attributes) is dict:
            return (kind, id(value), self.freeze(attributes, depth + 1))
        return (kind, id(value))


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
