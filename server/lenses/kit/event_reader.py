"""Reading an event's body, which a guest wrote: the missing has a default, the odd is said to be odd."""

import base64
import binascii
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from server.lenses.kit.blocks import Value
from server.lenses.kit.sentences import printable
from server.model.exchange import Body

_FAR: Final = 1e12


class UnreadableError(ValueError):
    """A field has a shape that docs/events.md does not give it."""


def finite(number: object) -> float | None:
    """A number as a float that can be drawn, or None for anything else (NaN, infinity, text, too far)."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    if not -_FAR < number < _FAR or math.isnan(number):
        return None
    return float(number)


class EventReader:
    """The fields of one mapping; a missing one gives the default, an odd one raises UnreadableError."""

    def __init__(self, body: object) -> None:
        """Read from `body`, which must be a mapping."""
        if not isinstance(body, Mapping):
            raise UnreadableError("not an object")
        self._body: Mapping[Any, Any] = body

    def text(self, name: str, default: str = "") -> str:
        """A text, made printable."""
        found = self._body.get(name)
        if found is None:
            return default
        if not isinstance(found, str):
            raise UnreadableError(f"{name} is no text")
        return printable(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(_text(item, name) for item in self._items(name))

    def flag(self, name: str) -> bool:
        """A yes or no; missing is no."""
        found = self._body.get(name)
        if found is None:
            return False
        if not isinstance(found, bool):
            raise UnreadableError(f"{name} is neither yes nor no")
        return found

    def maybe_flag(self, name: str) -> bool | None:
        """A yes or no, or None where nobody knows."""
        return None if self._body.get(name) is None else self.flag(name)

    def whole(self, name: str, default: int = 0) -> int:
        """A count."""
        found = self.maybe_whole(name)
        return default if found is None else found

    def maybe_whole(self, name: str) -> int | None:
        """A count, or None where there is none."""
        found = self._body.get(name)
        if found is None:
            return None
        number = finite(found)
        if number is None or not number.is_integer():
            raise UnreadableError(f"{name} is no whole number")
        return int(number)

    def number(self, name: str) -> float | None:
        """A number, or None where there is none."""
        found = self._body.get(name)
        if found is None:
            return None
        number = finite(found)
        if number is None:
            raise UnreadableError(f"{name} is no number")
        return number

    def part(self, name: str) -> "EventReader | None":
        """An object inside this one, or None where there is none."""
        found = self._body.get(name)
        return None if found is None else EventReader(found)

    def parts(self, name: str) -> "tuple[EventReader, ...]":
        """A list of objects."""
        return tuple(EventReader(item) for item in self._items(name))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of texts, such as headers."""
        return tuple(_pair(item, name) for item in self._items(name))

    def lines(self, name: str) -> tuple[tuple[int, str], ...]:
        """A list of numbered lines."""
        return tuple(_line(item, name) for item in self._items(name))

    def value(self, name: str) -> Value | None:
        """A described object, or None where there is none."""
        found = self._body.get(name)
        return None if found is None else described(found)

    def values(self, name: str) -> tuple[tuple[str, Value], ...]:
        """Described objects by name, in the order sent."""
        found = self._body.get(name)
        if found is None:
            return ()
        if not isinstance(found, Mapping):
            raise UnreadableError(f"{name} is no object")
        return tuple((_text(key, name), described(item)) for key, item in found.items())

    def described(self, name: str) -> tuple[Value, ...]:
        """A list of described objects."""
        return tuple(described(item) for item in self._items(name))

    def attributes(self, name: str) -> tuple[tuple[str, str | None], ...]:
        """Names with a text, or with None where the name alone says it (true)."""
        found = self._body.get(name)
        if found is None:
            return ()
        if not isinstance(found, Mapping):
            raise UnreadableError(f"{name} is no object")
        return tuple(
            (_text(key, name), None if item is True else _text(item, name)) for key, item in found.items()
        )

    def body(self, name: str) -> Body | None:
        """A body of a request or a response, or None where there is none."""
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
            raise UnreadableError(f"{name} is no base64") from error

    def _kept_text(self) -> str:
        found = self._body.get("text") or ""
        if not isinstance(found, str):
            raise UnreadableError("text is no text")
        return found.encode("utf-8", "backslashreplace").decode()

    def _items(self, name: str) -> Iterator[Any]:
        found = self._body.get(name)
        if found is None:
            return iter(())
        if not isinstance(found, list | tuple):
            raise UnreadableError(f"{name} is no list")
        return iter(found)


def described(found: object) -> Value:
    """An object of the guest as docs/events.md describes one."""
    inner = EventReader(found)
    return Value(text=inner.text("repr"), type=inner.text("type"), cut=inner.flag("cut"))


def _text(found: object, name: str) -> str:
    if not isinstance(found, str):
        raise UnreadableError(f"{name} holds what is no text")
    return printable(found)


def _pair(found: object, name: str) -> tuple[str, str]:
    if not isinstance(found, list | tuple):
        raise UnreadableError(f"{name} holds what is no pair")
    match [_text(item, name) for item in found]:
        case [first, second]:
            return first, second
    raise UnreadableError(f"{name} holds what is no pair")


def _line(found: object, name: str) -> tuple[int, str]:
    if isinstance(found, list | tuple):
        match list(found):
            case [int(number), str(text)] if finite(number) is not None:
                return int(number), printable(text)
    raise UnreadableError(f"{name} holds what is no numbered line")
