"""Description of the guest's objects as `{"type", "repr", "cut"}`, bounded, without running their code."""

from __future__ import annotations

from typing import Any

from .bounded_repr import STRING_LIMIT, ReprWriter
from .static_access import type_name

LIMIT = 1000
SHORT_TYPES = frozenset((bool, float, type(None)))
"""Types whose `repr` is always short."""
SHORT_INTEGER = 10**18
"""Integers below this have a short `repr`."""


def describe(value: object, limit: int = LIMIT) -> dict[str, Any]:
    """Return the description of any object; never raises, and calls nothing of the guest's."""
    cls = type(value)
    if (
        cls in SHORT_TYPES
        or (cls is str and len(value) <= min(STRING_LIMIT, limit // 4))  # type: ignore[arg-type]  # it is a str
        or (cls is int and -SHORT_INTEGER < value < SHORT_INTEGER)  # type: ignore[operator]  # it is an int
    ):
        return {"type": cls.__name__, "repr": repr(value), "cut": False}
    try:
        return describe_with(value, ReprWriter(limit), limit)
    except Exception as error:
        return describe_failure(value, f"it could not be read: {type_name(error)}")


def describe_all(values: dict[str, Any], limit: int = LIMIT) -> dict[str, dict[str, Any]]:
    """Describe many values."""
    return {name: describe(value, limit) for name, value in values.items()}


def text_of(value: object, limit: int = LIMIT) -> str:
    """Return the text of any object, as its description has it."""
    return str(describe(value, limit)["repr"])


def describe_with(value: object, writer: ReprWriter, limit: int) -> dict[str, Any]:
    """Return the description of a value as the writer writes it."""
    text = writer.text(value)
    if len(text) > limit:
        writer.cut = True
        text = text[: limit - 1] + "…"
    return {"type": type_name(value), "repr": text, "cut": writer.cut}


def describe_failure(value: object, reason: str) -> dict[str, Any]:
    """Return the description of an object that could not be described."""
    name = type_name(value)
    return {"type": name, "repr": f"<{name}: {reason}>", "cut": True}
