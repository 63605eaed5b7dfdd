"""A snapshot of a mapping, and the difference between two snapshots down to changes inside the values."""

from __future__ import annotations

from typing import Any, Callable

from .describe import describe_all
from .shapes import SQLALCHEMY_STATE
from .static_access import instance_dict

DEPTH_LIMIT = 8
NODE_LIMIT = 5_000
PLAIN_TYPES = frozenset((bool, bytes, float, int, str, type(None)))
PLAIN_COPIES: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, str.__str__),
    (bytes, lambda value: bytes.__getitem__(value, slice(None))),
    (bytearray, lambda value: bytes(bytearray.__getitem__(value, slice(None)))),
    (int, int.__index__),
    (float, float.__float__),
)
"""How the content of a subclass of a plain type is read; its own `__eq__` is never called."""


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
        if cls in PLAIN_TYPES:
            return (cls, value)
        content = self._content(value, cls, depth + 1)
        return (id(cls), id(value)) if content is None else (id(cls), content)

    def _content(self, value: Any, cls: type, depth: int) -> Any:
        """Return what is inside, in a comparable form; None if the inside is not compared."""
        for base, copy in PLAIN_COPIES:
            if issubclass(cls, base):
                return copy(value)
        if issubclass(cls, dict):
            return [
                (self.freeze(key, depth), self.freeze(item, depth)) for key, item in list(dict.items(value))
            ]
        if issubclass(cls, (list, tuple)):
            items = list.__iter__(value) if issubclass(cls, list) else tuple.__iter__(value)
            return [self.freeze(item, depth) for item in list(items)]
        if issubclass(cls, (set, frozenset)):
            iterate = set.__iter__ if issubclass(cls, set) else frozenset.__iter__
            members = list(iterate(value))
            return frozenset(item if type(item) in PLAIN_TYPES else id(item) for item in members)
        attributes = None if issubclass(cls, type) else instance_dict(value)
        if attributes is None:
            return None
        inside = {name: item for name, item in list(dict.items(attributes)) if name != SQLALCHEMY_STATE}
        return (id(value), self.freeze(inside, depth))


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
