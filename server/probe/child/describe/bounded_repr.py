"""The bounded text of an object: containers by their structure, no code of the guest run unasked."""

from __future__ import annotations

import datetime
import decimal
import fractions
import types
import uuid
from itertools import islice
from typing import Any, Callable

STRING_LIMIT = 500
ITEMS = 50
DEPTH = 6

PLAIN = frozenset(
    (
        bool,
        complex,
        datetime.date,
        datetime.datetime,
        datetime.time,
        datetime.timedelta,
        decimal.Decimal,
        float,
        fractions.Fraction,
        int,
        range,
        type,
        type(None),
        type(Ellipsis),
        type(NotImplemented),
        types.BuiltinFunctionType,
        types.FunctionType,
        types.GeneratorType,
        types.ModuleType,
        uuid.UUID,
    )
)
"""Types whose repr runs no code of the guest and is short."""

TRUSTED = (
    "werkzeug.wrappers.",
    "werkzeug.sansio.",
    "flask.wrappers",
    "flask.ctx",
    "flask.app",
    "_io",
    "builtins",
)
"""Modules whose own `__repr__` is known to be quick and to run no code of the guest."""

BRACKETS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    dict: ("{", "}"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
}
EMPTY = {set: "set()", frozenset: "frozenset()"}
STRINGS = frozenset((str, bytes, bytearray))
NUMBERS = (int, float)


def is_bare(kind: Any) -> bool:
    """Whether objects of this type say nothing of themselves."""
    return kind.__repr__ is object.__repr__


def bare(kind: type) -> str:
    """The text of an object that says nothing of itself."""
    return f"<{kind.__module__}.{kind.__qualname__} object>"


class ForeignReprError(Exception):
    """Inside is an object whose repr is the guest's own code."""


class ReprWriter:
    """Builds one bounded text; `foreign` is called for objects whose repr is the guest's code."""

    def __init__(self, limit: int, foreign: Callable[[Any], str]) -> None:
        self.cut = False
        self._limit = limit
        self._used = 0
        self._foreign = foreign
        self._inside: set[int] = set()

    def text(self, value: Any, depth: int = 0) -> str:
        """The repr of a value, or what fits of it."""
        kind = type(value)
        if kind in STRINGS:
            text = self._string(value)
        elif kind in PLAIN:
            text = repr(value)
        elif kind in BRACKETS:
            return self._container(value, kind, depth)
        elif is_bare(kind):
            text = bare(kind)
        else:
            text = self._other(value, kind, depth)
        self._used += len(text)
        return text

    def _string(self, value: Any) -> str:
        room = max(STRING_LIMIT, self._limit // 2)
        if len(value) > room:
            self.cut = True
            return repr(value[:room]) + "…"
        return repr(value)

    def _container(self, value: Any, kind: type, depth: int) -> str:
        opening, closing = BRACKETS[kind]
        if id(value) in self._inside:
            return f"{opening}...{closing}"
        if depth >= DEPTH:
            self.cut = True
            return f"{opening}…{closing}"
        self._inside.add(id(value))
        try:
            parts = self._parts(value, kind, depth + 1)
        finally:
            self._inside.discard(id(value))
        if not parts and kind in EMPTY:
            return EMPTY[kind]
        comma = "," if kind is tuple and len(parts) == 1 else ""
        return f"{opening}{', '.join(parts)}{comma}{closing}"

    def _parts(self, value: Any, kind: type, depth: int) -> list[str]:
        parts: list[str] = []
        items = list(islice(dict.items(value) if kind is dict else value, ITEMS + 1))
        alike = set(map(type, items)) if len(items) > 1 else set()
        if len(alike) == 1 and is_bare(next(iter(alike))):
            return self._repeated(bare(alike.pop()), len(items))
        for item in items:
            if len(parts) >= ITEMS or self._used > self._limit:
                self.cut = True
                parts.append("…")
                break
            if kind is dict:
                parts.append(f"{self.text(item[0], depth)}: {self.text(item[1], depth)}")
            else:
                parts.append(self.text(item, depth))
        return parts

    def _repeated(self, text: str, count: int) -> list[str]:
        """The parts of a list of rows, say, whose objects all have the same text."""
        room = max(0, self._limit - self._used) // len(text) + (self._used <= self._limit)
        shown = min(count, ITEMS, room)
        self._used += shown * len(text)
        if shown == count:
            return [text] * count
        self.cut = True
        return [*[text] * shown, "…"]

    def _other(self, value: Any, kind: type, depth: int) -> str:
        how = kind.__repr__
        known = self._library(value, kind, how) or self._subclass(value, kind, how, depth)
        if known is not None:
            return known
        try:
            return self._foreign(value)
        except ForeignReprError:
            raise
        except Exception as error:
            self.cut = True
            return f"<{kind.__name__}: its repr raised {type(error).__name__}>"

    def _library(self, value: Any, kind: type, how: Any) -> str | None:
        """The text of what libraries hand about; a proxy is not followed, for that may do anything."""
        module = kind.__module__
        if kind.__name__ == "LocalProxy" and module.startswith("werkzeug."):
            return "<LocalProxy>"
        if kind.__name__ == "Markup" and module == "markupsafe":
            return f"Markup({self._string(str.__str__(value))})"
        if kind is types.MethodType:
            return f"<bound method {getattr(value, '__qualname__', value.__name__)}>"
        defined = getattr(how, "__module__", None) or "builtins"
        if defined.startswith(TRUSTED) and module.startswith(TRUSTED):
            return repr(value)
        return None

    def _subclass(self, value: Any, kind: type, how: Any, depth: int) -> str | None:
        """The text of what is a builtin but for its name."""
        if how is dict.__repr__:
            return f"{kind.__name__}({self._container(dict(dict.items(value)), dict, depth)})"
        if how is list.__repr__:
            return f"{kind.__name__}({self._container(list.copy(value), list, depth)})"
        if how is tuple.__repr__:
            return f"{kind.__name__}({self._container(tuple.__getitem__(value, slice(None)), tuple, depth)})"
        if how is str.__repr__:
            return self._string(str.__str__(value))
        return str(how(value)) if any(how is number.__repr__ for number in NUMBERS) else None
