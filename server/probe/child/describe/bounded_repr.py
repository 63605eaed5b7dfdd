"""A bounded `repr`: containers by their structure, the guest's own code only through a callback."""

from __future__ import annotations

import datetime
import decimal
import fractions
import types
import uuid
from itertools import islice
from typing import Any, Callable

STRING_LIMIT = 500
ITEM_LIMIT = 50
DEPTH_LIMIT = 6

SAFE_TYPES = frozenset(
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
"""Types whose `repr` runs no code of the guest and is short."""

TRUSTED_MODULES = (
    "werkzeug.wrappers.",
    "werkzeug.sansio.",
    "flask.wrappers",
    "flask.ctx",
    "flask.app",
    "_io",
    "builtins",
)
"""Modules whose own `__repr__` is known to be fast and to run no code of the guest."""

BRACKETS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    dict: ("{", "}"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
}
EMPTY_TEXTS = {set: "set()", frozenset: "frozenset()"}
STRING_TYPES = frozenset((str, bytes, bytearray))
NUMBER_TYPES = (int, float)


def has_default_repr(cls: Any) -> bool:
    """Return whether objects of this type have the `repr` of `object`."""
    return cls.__repr__ is object.__repr__


def default_repr(cls: type) -> str:
    """Return the text for an object without a `repr` of its own; unlike Python's it has no address."""
    return f"<{cls.__module__}.{cls.__qualname__} object>"


class ForeignReprError(Exception):
    """The value contains an object whose `repr` is the guest's own code."""


class ReprWriter:
    """Builds one text of at most about `limit` characters; `cut` is true if anything was left out.

    `foreign_repr` is called for each object whose `repr` is the guest's code.
    """

    def __init__(self, limit: int, foreign_repr: Callable[[Any], str]) -> None:
        self.cut = False
        self._limit = limit
        self._used = 0
        self._foreign_repr = foreign_repr
        self._inside: set[int] = set()

    def text(self, value: Any, depth: int = 0) -> str:
        """Return the repr of a value, or as much of it as fits."""
        cls = type(value)
        if cls in STRING_TYPES:
            text = self._string(value)
        elif cls in SAFE_TYPES:
            text = repr(value)
        elif cls in BRACKETS:
            return self._container(value, cls, depth)
        elif has_default_repr(cls):
            text = default_repr(cls)
        else:
            text = self._other_object(value, cls, depth)
        self._used += len(text)
        return text

    def _string(self, value: Any) -> str:
        limit = max(STRING_LIMIT, self._limit // 2)
        if len(value) > limit:
            self.cut = True
            return repr(value[:limit]) + "…"
        return repr(value)

    def _container(self, value: Any, cls: type, depth: int) -> str:
        opening, closing = BRACKETS[cls]
        if id(value) in self._inside:
            return f"{opening}...{closing}"
        if depth >= DEPTH_LIMIT:
            self.cut = True
            return f"{opening}…{closing}"
        self._inside.add(id(value))
        try:
            parts = self._parts(value, cls, depth + 1)
        finally:
            self._inside.discard(id(value))
        if not parts and cls in EMPTY_TEXTS:
            return EMPTY_TEXTS[cls]
        comma = "," if cls is tuple and len(parts) == 1 else ""
        return f"{opening}{', '.join(parts)}{comma}{closing}"

    def _parts(self, value: Any, cls: type, depth: int) -> list[str]:
        parts: list[str] = []
        items = list(islice(dict.items(value) if cls is dict else value, ITEM_LIMIT + 1))
        item_types = set(map(type, items)) if len(items) > 1 else set()
        if len(item_types) == 1 and has_default_repr(next(iter(item_types))):
            return self._repeated(default_repr(item_types.pop()), len(items))
        for item in items:
            if len(parts) >= ITEM_LIMIT or self._used > self._limit:
                self.cut = True
                parts.append("…")
                break
            if cls is dict:
                parts.append(f"{self.text(item[0], depth)}: {self.text(item[1], depth)}")
            else:
                parts.append(self.text(item, depth))
        return parts

    def _repeated(self, text: str, count: int) -> list[str]:
        """Return the parts for many objects that have the same text, such as rows."""
        limit = max(0, self._limit - self._used) // len(text) + (self._used <= self._limit)
        shown = min(count, ITEM_LIMIT, limit)
        self._used += shown * len(text)
        if shown == count:
            return [text] * count
        self.cut = True
        return [*[text] * shown, "…"]

    def _other_object(self, value: Any, cls: type, depth: int) -> str:
        repr_method = cls.__repr__
        text = self._library_object(value, cls, repr_method) or self._builtin_subclass(
            value, cls, repr_method, depth
        )
        if text is not None:
            return text
        try:
            return self._foreign_repr(value)
        except ForeignReprError:
            raise
        except Exception as error:
            self.cut = True
            return f"<{cls.__name__}: its repr raised {type(error).__name__}>"

    def _library_object(self, value: Any, cls: type, repr_method: Any) -> str | None:
        """Return the text of a well-known library object; a proxy is not followed, which may run any code."""
        module = cls.__module__
        if cls.__name__ == "LocalProxy" and module.startswith("werkzeug."):
            return "<LocalProxy>"
        if cls.__name__ == "Markup" and module == "markupsafe":
            return f"Markup({self._string(str.__str__(value))})"
        if cls is types.MethodType:
            return f"<bound method {getattr(value, '__qualname__', value.__name__)}>"
        defined = getattr(repr_method, "__module__", None) or "builtins"
        if defined.startswith(TRUSTED_MODULES) and module.startswith(TRUSTED_MODULES):
            return repr(value)
        return None

    def _builtin_subclass(self, value: Any, cls: type, repr_method: Any, depth: int) -> str | None:
        """Return the text of an object that inherits the `repr` of a builtin type."""
        if repr_method is dict.__repr__:
            return f"{cls.__name__}({self._container(dict(dict.items(value)), dict, depth)})"
        if repr_method is list.__repr__:
            return f"{cls.__name__}({self._container(list.copy(value), list, depth)})"
        if repr_method is tuple.__repr__:
            return f"{cls.__name__}({self._container(tuple.__getitem__(value, slice(None)), tuple, depth)})"
        if repr_method is str.__repr__:
            return self._string(str.__str__(value))
        return (
            str(repr_method(value))
            if any(repr_method is number.__repr__ for number in NUMBER_TYPES)
            else None
        )
