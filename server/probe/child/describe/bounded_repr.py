"""A bounded text for any object, like its `repr`, but written without running code of the guest.

Values of builtin types are written as Python writes them. Of other objects only what they have stored is
read: the items of a subclass of a builtin container, and the parts of a `Shape`. Everything else is named by
its class.
"""

from __future__ import annotations

import datetime
import decimal
import fractions
import functools
import pathlib
import re
import types
import uuid
import weakref
from collections import deque
from itertools import islice
from typing import Any, Callable

from .shapes import Shape, shape_maker, shape_of
from .static_access import class_name, class_text, instance_dict, qualified_name, type_name

STRING_LIMIT = 500
ITEM_LIMIT = 50
DEPTH_LIMIT = 6
OBJECT_DEPTH_LIMIT = 3
"""Objects that lie deeper than this inside another value are named by their class only."""
OBJECT_LIMIT = 12
"""So many objects in one text are written with their attributes; the others are named by their class."""
INTEGER_BITS_LIMIT = 4_000

SAFE_TYPES = frozenset(
    (
        bool,
        complex,
        datetime.date,
        datetime.timedelta,
        decimal.Decimal,
        float,
        pathlib.PosixPath,
        pathlib.PurePosixPath,
        pathlib.PureWindowsPath,
        pathlib.WindowsPath,
        type(None),
        type(Ellipsis),
        type(NotImplemented),
        types.BuiltinFunctionType,
        types.FunctionType,
        types.GeneratorType,
        uuid.UUID,
    )
)
"""Types whose `repr` runs no code of the guest and is short."""

BRACKETS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    dict: ("{", "}"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
    deque: ("deque([", "])"),
    type({}.keys()): ("dict_keys([", "])"),
    type({}.values()): ("dict_values([", "])"),
    type({}.items()): ("dict_items([", "])"),
}
EMPTY_TEXTS = {set: "set()", frozenset: "frozenset()"}
STRING_TYPES = frozenset((str, bytes, bytearray))
CONTAINER_COPIES: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (dict, lambda value: dict(dict.items(value))),
    (list, list.copy),
    (tuple, lambda value: tuple.__getitem__(value, slice(None))),
    (set, lambda value: list(set.__iter__(value))),
    (frozenset, lambda value: list(frozenset.__iter__(value))),
    (deque, lambda value: list(deque.__iter__(value))),
)
"""How the items of a subclass are read, whatever methods it overrides."""


NAMED_LIMIT = 1_000
_named: dict[int, tuple[Callable[[], Any], str]] = {}
"""The texts of classes whose objects are only named by their class, by the id of the class."""


def default_repr(cls: type) -> str:
    """Return the text for an object that is named by its class; unlike Python's it has no address."""
    return f"<{qualified_name(cls)} object>"


class ReprWriter:
    """Builds one text of at most about `limit` characters; `cut` is true if anything was left out."""

    def __init__(self, limit: int) -> None:
        self.cut = False
        self._limit = limit
        self._used = 0
        self._objects = 0
        self._inside: set[int] = set()

    def text(self, value: Any, depth: int = 0) -> str:
        """Return the text of a value, or as much of it as fits."""
        cls = type(value)
        if cls in BRACKETS:
            return self._container(value, cls, depth)
        if cls in STRING_TYPES:
            text = self._string(value)
        elif cls in SAFE_TYPES:
            text = repr(value)
        elif cls is int:
            text = self._integer(value)
        elif cls in EXACT_TYPES:
            text = EXACT_TYPES[cls](self, value, depth)
        else:
            return self._object(value, cls, depth)
        self._used += len(text)
        return text

    def _string(self, value: Any) -> str:
        limit = max(STRING_LIMIT, self._limit // 2)
        if len(value) > limit:
            self.cut = True
            return repr(value[:limit]) + "…"
        return repr(value)

    def _integer(self, value: int) -> str:
        if value.bit_length() > INTEGER_BITS_LIMIT:
            self.cut = True
            return f"<int: {value.bit_length()} bits>"
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
            parts = self._items(value, cls, depth + 1)
        finally:
            self._inside.discard(id(value))
        if not parts and cls in EMPTY_TEXTS:
            return EMPTY_TEXTS[cls]
        comma = "," if cls is tuple and len(parts) == 1 else ""
        return f"{opening}{', '.join(parts)}{comma}{closing}"

    def _items(self, value: Any, cls: type, depth: int) -> list[str]:
        items = list(islice(dict.items(value) if cls is dict else value, ITEM_LIMIT + 1))
        parts: list[str] = []
        for item in items:
            if len(parts) >= ITEM_LIMIT or self._used > self._limit:
                self.cut = True
                parts.append("…")
                break
            named = None if cls is dict else _named.get(id(type(item)))
            if cls is dict:
                parts.append(f"{self.text(item[0], depth)}: {self.text(item[1], depth)}")
            elif named is not None and named[0]() is type(item):
                parts.append(self._use(named[1]))
            else:
                parts.append(self.text(item, depth))
        return parts

    def _object(self, value: Any, cls: type, depth: int) -> str:
        known = _named.get(id(cls))
        if known is not None and known[0]() is cls:
            return self._use(known[1])
        if issubclass(cls, type):
            return self._use(class_text(value))
        shape = None
        if self._objects < OBJECT_LIMIT and depth <= OBJECT_DEPTH_LIMIT and id(value) not in self._inside:
            shape = shape_of(value)
        if shape is not None:
            self._objects += 1
            return self._shape(value, shape, depth)
        for base, copy in CONTAINER_COPIES:
            if issubclass(cls, base):
                container = copy(value)
                if id(value) in self._inside:
                    return self._use(f"{class_name(cls)}(...)")
                shape = Shape(f"{class_name(cls)}(", [("", container)], ")")
                return self._shape(value, shape, depth)
        text = self._scalar_subclass(value, cls)
        if text is None:
            text = default_repr(cls)
            if shape_maker(cls) is None:
                if len(_named) >= NAMED_LIMIT:
                    _named.clear()
                _named[id(cls)] = weakref.ref(cls), text
        return self._use(text)

    def _scalar_subclass(self, value: Any, cls: type) -> str | None:
        if issubclass(cls, str):
            return self._string(str.__str__(value))
        if issubclass(cls, bytes):
            return self._string(bytes.__getitem__(value, slice(None)))
        if issubclass(cls, int):
            return self._integer(int.__index__(value))
        return float.__repr__(value) if issubclass(cls, float) else None

    def _shape(self, value: Any, shape: Shape, depth: int) -> str:
        self._used += len(shape.opening) + len(shape.closing)
        self._inside.add(id(value))
        parts: list[str] = []
        try:
            for label, part in shape.parts:
                if len(parts) >= ITEM_LIMIT or self._used > self._limit:
                    self.cut = True
                    parts.append("…")
                    break
                self._used += len(label)
                parts.append(label + self.text(part, depth + 1))
        finally:
            self._inside.discard(id(value))
        return f"{shape.opening}{shape.separator.join(parts)}{shape.closing}"

    def _use(self, text: str) -> str:
        self._used += len(text)
        return text


def time_text(writer: ReprWriter, value: Any, depth: int) -> str:
    """Return the text of a time, without the zone if that is an object of the guest's."""
    zone = value.tzinfo
    if zone is None or type(zone) is datetime.timezone or qualified_name(type(zone)) == "zoneinfo.ZoneInfo":
        return repr(value)
    writer.cut = True
    return repr(value.replace(tzinfo=None))


def fraction_text(writer: ReprWriter, value: Any, depth: int) -> str:
    """Return the text of a fraction."""
    plain = type(value.numerator) is int and type(value.denominator) is int
    return repr(value) if plain else default_repr(type(value))


def range_text(writer: ReprWriter, value: Any, depth: int) -> str:
    """Return the text of a range or slice, whose bounds may be of any type."""
    name = type_name(value)
    is_default = name == "range" and type(value.step) is int and value.step == 1
    bounds = [value.start, value.stop, *([] if is_default else [value.step])]
    return f"{name}({', '.join(writer.text(bound, depth + 1) for bound in bounds)})"


def memory_text(writer: ReprWriter, value: Any, depth: int) -> str:
    """Return the text of a memoryview with the bytes that it shows."""
    try:
        data = value[:STRING_LIMIT].tobytes() if value.ndim == 1 else b""
        size = value.nbytes
    except ValueError:
        return "<memoryview, released>"
    writer.cut = writer.cut or size > len(data)
    return f"memoryview({data!r}{'…' if size > len(data) else ''})"


def method_text(writer: ReprWriter, value: Any, depth: int) -> str:
    """Return the text of a bound method."""
    func = value.__func__
    name = func.__qualname__ if type(func) is types.FunctionType else type_name(func)
    return f"<bound method {name}>"


def module_text(writer: ReprWriter, value: Any, depth: int) -> str:
    """Return the text of a module, from its namespace and not from its own `__getattr__` or loader."""
    namespace = instance_dict(value) or {}
    name, file = dict.get(namespace, "__name__"), dict.get(namespace, "__file__")
    origin = f" from {file!r}" if type(file) is str else ""
    return f"<module {name!r}{origin}>" if type(name) is str else "<module>"


def partial_text(writer: ReprWriter, value: Any, depth: int) -> str:
    """Return the text of a partial object."""
    return f"functools.partial({writer.text(value.func, depth + 1)})"


def pattern_text(writer: ReprWriter, value: Any, depth: int) -> str:
    """Return the text of a compiled regular expression."""
    return f"re.compile({writer.text(value.pattern, depth + 1)})"


EXACT_TYPES: dict[type, Callable[[ReprWriter, Any, int], str]] = {
    datetime.datetime: time_text,
    datetime.time: time_text,
    fractions.Fraction: fraction_text,
    functools.partial: partial_text,
    memoryview: memory_text,
    range: range_text,
    re.Pattern: pattern_text,
    slice: range_text,
    types.MethodType: method_text,
    types.ModuleType: module_text,
}
"""Types that need care, because they may contain an object of the guest's."""
