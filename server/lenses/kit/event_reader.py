"""Reads the bodies of events, which come from a guest and may contain anything."""

import base64
import binascii
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from server.lenses.kit.blocks import Value
from server.model.exchange import Body
from server.model.printable import printable

_FAR: Final = 1e12


class UnreadableError(ValueError):
    """A field does not have the shape that docs/events.md specifies."""


def finite(number: object) -> float | None:
    """Return a number as a float that can be drawn; None for NaN, infinity, huge numbers and other types."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    if not -_FAR < number < _FAR or math.isnan(number):
        return None
    return float(number)


class EventReader:
    """The fields of one mapping: a missing one gives the default, a malformed one raises UnreadableError."""

    def __init__(self, body: object) -> None:
        """Read from `body`, which must be a mapping."""
        if not isinstance(body, Mapping):
            raise UnreadableError("not an object")
        self._body: Mapping[Any, Any] = body

    def text(self, name: str, default: str = "") -> str:
        """Return a text, made printable."""
        value = self._body.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise UnreadableError(f"{name} is not text")
        return printable(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(_text(item, name) for item in self._items(name))

    def flag(self, name: str) -> bool:
        """Return a boolean; False if it is missing."""
        value = self._body.get(name)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise UnreadableError(f"{name} is neither yes nor no")
        return value

    def maybe_flag(self, name: str) -> bool | None:
        """Return a boolean, or None if it is unknown."""
        return None if self._body.get(name) is None else self.flag(name)

    def whole(self, name: str, default: int = 0) -> int:
        """Return an integer."""
        value = self.maybe_whole(name)
        return default if value is None else value

    def maybe_whole(self, name: str) -> int | None:
        """Return an integer, or None if there is none."""
        value = self._body.get(name)
        if value is None:
            return None
        number = finite(value)
        if number is None or not number.is_integer():
            raise UnreadableError(f"{name} is not a whole number")
        return int(number)

    def number(self, name: str) -> float | None:
        """Return a number, or None if there is none."""
        value = self._body.get(name)
        if value is None:
            return None
        number = finite(value)
        if number is None:
            raise UnreadableError(f"{name} is not a number")
        return number

    def part(self, name: str) -> "EventReader | None":
        """Return a reader of an object inside this one, or None if there is none."""
        value = self._body.get(name)
        return None if value is None else EventReader(value)

    def parts(self, name: str) -> "tuple[EventReader, ...]":
        """Return readers of a list of objects."""
        return tuple(EventReader(item) for item in self._items(name))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return a list of pairs of texts, such as headers."""
        return tuple(_pair(item, name) for item in self._items(name))

    def lines(self, name: str) -> tuple[tuple[int, str], ...]:
        """Return a list of numbered lines."""
        return tuple(_line(item, name) for item in self._items(name))

    def value(self, name: str) -> Value | None:
        """Return a described object, or None if there is none."""
        value = self._body.get(name)
        return None if value is None else described(value)

    def values(self, name: str) -> tuple[tuple[str, Value], ...]:
        """Return described objects by name, in the order sent."""
        value = self._body.get(name)
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            raise UnreadableError(f"{name} is not an object")
        return tuple((_text(key, name), described(item)) for key, item in value.items())

    def described(self, name: str) -> tuple[Value, ...]:
        """Return a list of described objects."""
        return tuple(described(item) for item in self._items(name))

    def attributes(self, name: str) -> tuple[tuple[str, str | None], ...]:
        """Return names with their text, or with None if the value is just true."""
        value = self._body.get(name)
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            raise UnreadableError(f"{name} is not an object")
        return tuple(
            (_text(key, name), None if item is True else _text(item, name)) for key, item in value.items()
        )

    def body(self, name: str) -> Body | None:
        """Return a body of a request or a response, or None if there is none."""
        inner = self.part(name)
        if inner is None:
            return None
        size = inner.whole("size")
        kind = inner.text("type")
        raw = inner._body.get("base64")
        if raw is None:
            return Body(data=inner._kept_text().encode(), size=size, content_type=kind)
        try:
            return Body(data=base64.b64decode(_text(raw, name), validate=True), size=size, content_type=kind)
        except binascii.Error as error:
            raise UnreadableError(f"{name} is not base64") from error

    def _kept_text(self) -> str:
        value = self._body.get("text") or ""
        if not isinstance(value, str):
            raise UnreadableError("text is not text")
        return value.encode("utf-8", "backslashreplace").decode()

    def _items(self, name: str) -> Iterator[Any]:
        value = self._body.get(name)
        if value is None:
            return iter(())
        if not isinstance(value, list | tuple):
            raise UnreadableError(f"{name} is not a list")
        return iter(value)


def described(value: object) -> Value:
    """Return an object of the guest from its description, whose form docs/events.md specifies."""
    inner = EventReader(value)
    return Value(text=inner.text("repr"), type=inner.text("type"), cut=inner.flag("cut"))


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise UnreadableError(f"{name} contains something that is not text")
    return printable(value)


def _pair(value: object, name: str) -> tuple[str, str]:
    if not isinstance(value, list | tuple):
        raise UnreadableError(f"{name} contains something that is not a pair")
    match [_text(item, name) for item in value]:
        case [first, second]:
            return first, second
    raise UnreadableError(f"{name} contains something that is not a pair")


def _line(value: object, name: str) -> tuple[int, str]:
    if isinstance(value, list | tuple):
        match list(value):
            case [int(number), str(text)] if finite(number) is not None:
                return int(number), printable(text)
    raise UnreadableError(f"{name} contains something that is not a numbered line")
