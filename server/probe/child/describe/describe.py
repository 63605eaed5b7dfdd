"""Description of the guest's objects as `{"type", "repr", "cut"}`, bounded in size and time."""

from __future__ import annotations

from typing import Any

from .bounded_repr import STRING_LIMIT, ForeignReprError, ReprWriter
from .repr_threads import run_bounded

LIMIT = 1000
SHORT_TYPES = frozenset((bool, float, type(None)))
"""Types whose `repr` is always short."""
SHORT_INTEGER = 10**18
"""Integers below this have a short `repr`."""


def describe(value: object, limit: int = LIMIT) -> dict[str, Any]:
    """Return the description of any object; never raises, never takes long, changes nothing."""
    return describe_all({"": value}, limit)[""]


def describe_all(values: dict[str, Any], limit: int = LIMIT) -> dict[str, dict[str, Any]]:
    """Describe many values; those whose `repr` is the guest's own code share one time limit."""
    described: dict[str, dict[str, Any]] = {}
    foreign_names: list[str] = []
    for name, value in values.items():
        cls = type(value)
        if (
            cls in SHORT_TYPES
            or (cls is str and len(value) <= STRING_LIMIT)
            or (cls is int and -SHORT_INTEGER < value < SHORT_INTEGER)
        ):
            described[name] = {"type": cls.__name__, "repr": repr(value), "cut": False}
            continue
        try:
            described[name] = describe_with(value, ReprWriter(limit, refuse_foreign), limit)
        except ForeignReprError:
            described[name] = describe_failure(value, "its repr took too long")
            foreign_names.append(name)
        except Exception as error:
            described[name] = describe_failure(value, f"its repr raised {type(error).__name__}")
    return describe_with_guest_code(values, described, foreign_names, limit) if foreign_names else described


def describe_with_guest_code(
    values: dict[str, Any], described: dict[str, dict[str, Any]], foreign_names: list[str], limit: int
) -> dict[str, dict[str, Any]]:
    """Describe the values whose `repr` is the guest's code; one that takes too long keeps its placeholder."""

    def work() -> None:
        for name in foreign_names:
            try:
                described[name] = describe_with(values[name], ReprWriter(limit, repr), limit)
            except Exception as error:
                described[name] = describe_failure(values[name], f"its repr raised {type(error).__name__}")

    run_bounded(work)
    return dict(described)


def refuse_foreign(value: object) -> str:
    """Raise ForeignReprError: such a `repr` is called in another thread."""
    raise ForeignReprError


def describe_with(value: object, writer: ReprWriter, limit: int) -> dict[str, Any]:
    """Return the description of a value as the writer writes it."""
    text = writer.text(value)
    if len(text) > limit:
        writer.cut = True
        text = text[: limit - 1] + "…"
    return {"type": type(value).__name__, "repr": text, "cut": writer.cut}


def describe_failure(value: object, reason: str) -> dict[str, Any]:
    """Return the description of an object that could not be described."""
    name = type(value).__name__
    return {"type": name, "repr": f"<{name}: {reason}>", "cut": True}
