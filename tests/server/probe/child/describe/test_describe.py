"""Tests of the description of objects, bounded in size and time."""

import collections
import datetime
import enum
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from server.probe.child.describe.describe import LIMIT, describe, describe_all

PLAIN_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


class Named:
    """An object with a `repr`."""

    def __repr__(self) -> str:
        return "<Named>"


class Raising:
    """An object whose `repr` raises."""

    def __repr__(self) -> str:
        raise LookupError("no")


class Hanging:
    """An object whose `repr` hangs until the gate is opened."""

    gate = threading.Event()

    def __repr__(self) -> str:
        Hanging.gate.wait()
        return "late"


class Exiting:
    """An object whose `repr` ends its thread."""

    def __repr__(self) -> str:
        raise SystemExit


class OwnDict(dict[str, int]):
    """A subclass of dict."""


class Colour(enum.Enum):
    """An enumeration."""

    RED = 1


@given(PLAIN_VALUES)
def test_small_plain_data_has_the_repr_of_python(value: Any) -> None:
    """Unless it is too large."""
    described = describe(value)
    if not described["cut"]:
        assert described["repr"] == repr(value)
    assert described["type"] == type(value).__name__
    assert len(described["repr"]) <= LIMIT


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1,), "(1,)"),
        (set(), "set()"),
        (frozenset({1}), "frozenset({1})"),
        (datetime.date(2026, 1, 2), "datetime.date(2026, 1, 2)"),
        (OwnDict(a=1), "OwnDict({'a': 1})"),
        (Markup("<b>"), "Markup('<b>')"),
        (Named(), "<Named>"),
        ([Named()], "[<Named>]"),
        (Colour.RED, "<Colour.RED: 1>"),
        (collections.OrderedDict(a=1), repr(collections.OrderedDict(a=1))),
        ([].append, "<built-in method append of list object"),
        (threading.Event().set, "<bound method Event.set>"),
        (object(), "<builtins.object object>"),
    ],
)
def test_other_objects_are_described_too(value: object, text: str) -> None:
    """Subclasses, proxies, methods and the guest's own objects."""
    assert describe(value)["repr"].startswith(text)


@pytest.mark.parametrize(
    "value",
    ["x" * 5000, list(range(1000)), dict.fromkeys(range(100), "y" * 100), 10**5000, [[[[[[[[1]]]]]]]]],
    ids=["string", "list", "dict", "integer", "deep"],
)
def test_large_values_are_cut_and_marked(value: object) -> None:
    """The text is at most as long as the limit."""
    described = describe(value)
    assert described["cut"] is True
    assert len(described["repr"]) <= LIMIT


def test_a_repr_that_raises_is_replaced() -> None:
    """By its error, also inside a container."""
    assert describe(Raising()) == {
        "type": "Raising",
        "repr": "<Raising: its repr raised LookupError>",
        "cut": True,
    }
    assert describe([1, Raising()])["repr"] == "[1, <Raising: its repr raised LookupError>]"


def test_a_repr_that_hangs_is_abandoned() -> None:
    """The values before it are described; later values are, as long as threads are free."""
    try:
        described = describe_all({"before": Named(), "hanging": Hanging(), "plain": 1})
        assert described["before"]["repr"] == "<Named>"
        assert described["hanging"]["repr"] == "<Hanging: its repr took too long>"
        assert described["plain"]["repr"] == "1"
        for _ in range(12):
            describe(Hanging())
        assert describe(Named())["cut"] is True, "all threads are stuck"
    finally:
        Hanging.gate.set()
    for _ in range(200):
        if describe(Named())["repr"] == "<Named>":
            break
        threading.Event().wait(0.01)
    else:
        pytest.fail("no thread became free")
