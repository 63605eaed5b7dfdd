"""Describes objects of the guest as text, bounded in size and time and without changing them."""

from __future__ import annotations

import datetime
import decimal
import fractions
import types
import uuid
from typing import Any, Callable

from .reprs import run_bounded

LIMIT = 1000
STRING_LIMIT = 500
ITEMS = 50
DEPTH = 6

Described = dict  # a described value: {"type": str, "repr": str, "cut": bool}

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
        slice,
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

CONSTANT = frozenset((bool, float, type(None)))
"""Types whose repr is always short."""

TRUSTED_MODULES = (
    "werkzeug.wrappers.",
    "werkzeug.sansio.",
    "flask.wrappers",
    "flask.ctx",
    "flask.app",
    "_io",
    "builtins",
)
"""Modules whose own `__repr__` is known to be quick and to run no code of the guest."""

PROXY = "LocalProxy"


class Foreign(Exception):  # noqa: N818 - a signal, not an error
    """Inside is an object whose repr is the guest's own code."""


class Writer:
    """Builds one bounded repr; `foreign` is called for objects whose repr is the guest's code."""

    def __init__(self, limit: int, foreign: Callable[[object], str]) -> None:
        self.cut = False
        self._limit = limit
        self._used = 0
        self._foreign = foreign
        self._inside: set[int] = set()

    def text(self, value: Any, depth: int = 0) -> str:
        """The repr of a value, or what fits of it."""
        kind = type(value)
        if kind is str or kind is bytes or kind is bytearray:
            return self._spend(self._string(value))
        if kind in PLAIN:
            return self._spend(repr(value))
        if kind is list or kind is tuple or kind is set or kind is frozenset or kind is dict:
            return self._container(value, kind, depth)
        return self._spend(self._other(value, kind, depth))

    def _spend(self, text: str) -> str:
        self._used += len(text)
        return text

    def _string(self, value: Any) -> str:
        if len(value) > STRING_LIMIT and len(value) > self._limit // 2:
            self.cut = True
            return repr(value[: max(STRING_LIMIT, self._limit // 2)]) + "…"
        return repr(value)

    def _container(self, value: Any, kind: type, depth: int) -> str:
        if id(value) in self._inside:
            return "{...}" if kind is dict else "[...]"
        if depth >= DEPTH:
            self.cut = True
            return "{…}" if kind in (dict, set, frozenset) else "[…]"
        self._inside.add(id(value))
        try:
            parts = self._mapping(value, depth) if kind is dict else self._sequence(value, depth)
        finally:
            self._inside.discard(id(value))
        inner = ", ".join(parts)
        if kind is list:
            return f"[{inner}]"
        if kind is tuple:
            return f"({inner},)" if len(parts) == 1 else f"({inner})"
        if kind is dict:
            return f"{{{inner}}}"
        if kind is set:
            return f"{{{inner}}}" if parts else "set()"
        return f"frozenset({{{inner}}})" if parts else "frozenset()"

    def _sequence(self, value: Any, depth: int) -> list[str]:
        parts: list[str] = []
        for item in list(value) if type(value) in (set, frozenset) else value:
            if len(parts) >= ITEMS or self._used > self._limit:
                self.cut = True
                parts.append("…")
                break
            parts.append(self.text(item, depth + 1))
        return parts

    def _mapping(self, value: dict[Any, Any], depth: int) -> list[str]:
        parts: list[str] = []
        for key, item in list(dict.items(value)):
            if len(parts) >= ITEMS or self._used > self._limit:
                self.cut = True
                parts.append("…")
                break
            parts.append(f"{self.text(key, depth + 1)}: {self.text(item, depth + 1)}")
        return parts

    def _other(self, value: Any, kind: type, depth: int) -> str:
        if kind.__name__ == PROXY:
            self.cut = True
            return f"<{PROXY}>"
        if kind is types.MethodType:
            return f"<bound method {getattr(value, '__qualname__', value.__name__)}>"
        how = kind.__repr__
        if how is object.__repr__:
            return f"<{kind.__module__}.{kind.__qualname__} object>"
        if how is dict.__repr__:
            return f"{kind.__name__}({self._container(dict(dict.items(value)), dict, depth)})"
        if how is list.__repr__ or how is tuple.__repr__:
            base: type = list if how is list.__repr__ else tuple
            plain = list.copy(value) if base is list else tuple.__getitem__(value, slice(None))
            return f"{kind.__name__}({self._container(plain, base, depth)})"
        if how is str.__repr__ or how is int.__repr__ or how is float.__repr__:
            return str(how(value))
        module = getattr(how, "__module__", None) or "builtins"
        if module.startswith(TRUSTED_MODULES) and kind.__module__.startswith(TRUSTED_MODULES):
            return repr(value)
        try:
            return self._foreign(value)
        except Foreign:
            raise
        except Exception as error:
            self.cut = True
            return f"<{kind.__name__}: its repr raised {type(error).__name__}>"


def _signal(value: object) -> str:
    raise Foreign


def finish(value: object, writer: Writer, limit: int) -> dict[str, Any]:
    """The described value from what a writer makes of it."""
    text = writer.text(value)
    if len(text) > limit:
        writer.cut = True
        text = text[: limit - 1] + "…"
    return {"type": type(value).__name__, "repr": text, "cut": writer.cut}


def given_up(value: object, why: str) -> dict[str, Any]:
    """The described value of an object that could not be described."""
    return {"type": type(value).__name__, "repr": f"<{type(value).__name__}: {why}>", "cut": True}


def describe(value: object, limit: int = LIMIT) -> dict[str, Any]:
    """The described value `{"type", "repr", "cut"}` of any object; never raises, never takes long."""
    kind = type(value)
    if kind is str and len(value) <= STRING_LIMIT:  # type: ignore[arg-type]  # a str has a length
        return {"type": "str", "repr": repr(value), "cut": False}
    if kind in PLAIN or kind is str:
        try:
            return finish(value, Writer(limit, _signal), limit)
        except Exception as error:
            return given_up(value, f"its repr raised {type(error).__name__}")
    return describe_all({"": value}, limit)[""]


def describe_all(values: dict[str, Any], limit: int = LIMIT) -> dict[str, dict[str, Any]]:
    """Describe many values at once; those that need the guest's own code share one bounded run."""
    done: dict[str, dict[str, Any]] = {}
    foreign: list[str] = []
    for name, value in values.items():
        kind = type(value)
        if (kind is str and len(value) <= STRING_LIMIT) or kind in CONSTANT:
            done[name] = {"type": kind.__name__, "repr": repr(value), "cut": False}
            continue
        try:
            done[name] = finish(value, Writer(limit, _signal), limit)
        except Foreign:
            done[name] = given_up(value, "its repr took too long")
            foreign.append(name)
        except Exception as error:
            done[name] = given_up(value, f"its repr raised {type(error).__name__}")
    if foreign:

        def work() -> None:
            for name in foreign:
                try:
                    done[name] = finish(values[name], Writer(limit, repr), limit)
                except Exception as error:
                    done[name] = given_up(values[name], f"its repr raised {type(error).__name__}")

        if not run_bounded(work):
            return dict(done)
    return done
