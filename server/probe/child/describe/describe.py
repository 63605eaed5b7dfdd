"""Describes objects of the guest as `{"type", "repr", "cut"}`, bounded in size and time, changing nothing."""

from __future__ import annotations

from typing import Any

from .bounded_repr import STRING_LIMIT, ForeignReprError, ReprWriter
from .repr_threads import run_bounded

LIMIT = 1000
SHORT = frozenset((bool, float, type(None)))
"""Types whose repr is always short."""
SMALL = 10**18
"""Whole numbers below this have a short repr."""


def describe(value: object, limit: int = LIMIT) -> dict[str, Any]:
    """The described value of any object; never raises, never takes long."""
    return describe_all({"": value}, limit)[""]


def describe_all(values: dict[str, Any], limit: int = LIMIT) -> dict[str, dict[str, Any]]:
    """Describe many values at once; those that need the guest's own code share one bounded run."""
    done: dict[str, dict[str, Any]] = {}
    foreign: list[str] = []
    for name, value in values.items():
        kind = type(value)
        if (
            kind in SHORT
            or (kind is str and len(value) <= STRING_LIMIT)
            or (kind is int and -SMALL < value < SMALL)
        ):
            done[name] = {"type": kind.__name__, "repr": repr(value), "cut": False}
            continue
        try:
            done[name] = written(value, ReprWriter(limit, refuse), limit)
        except ForeignReprError:
            done[name] = given_up(value, "its repr took too long")
            foreign.append(name)
        except Exception as error:
            done[name] = given_up(value, f"its repr raised {type(error).__name__}")
    return with_their_own_words(values, done, foreign, limit) if foreign else done


def with_their_own_words(
    values: dict[str, Any], done: dict[str, dict[str, Any]], foreign: list[str], limit: int
) -> dict[str, dict[str, Any]]:
    """Fill in the values whose repr is the guest's code; those not ready in time stay given up."""

    def work() -> None:
        for name in foreign:
            try:
                done[name] = written(values[name], ReprWriter(limit, repr), limit)
            except Exception as error:
                done[name] = given_up(values[name], f"its repr raised {type(error).__name__}")

    run_bounded(work)
    return dict(done)


def refuse(value: object) -> str:
    """Say that this is for a thread of its own."""
    raise ForeignReprError


def written(value: object, writer: ReprWriter, limit: int) -> dict[str, Any]:
    """The described value from what a writer makes of it."""
    text = writer.text(value)
    if len(text) > limit:
        writer.cut = True
        text = text[: limit - 1] + "…"
    return {"type": type(value).__name__, "repr": text, "cut": writer.cut}


def given_up(value: object, why: str) -> dict[str, Any]:
    """The described value of an object that could not be described."""
    name = type(value).__name__
    return {"type": name, "repr": f"<{name}: {why}>", "cut": True}
