"""Objects of the guest as text, bounded in size and time."""

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

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


class Told:
    """Tells who it is."""

    def __repr__(self) -> str:
        return "<Told>"


class Raises:
    """Does not."""

    def __repr__(self) -> str:
        raise LookupError("no")


class Hangs:
    """Waits until it is let go."""

    gate = threading.Event()

    def __repr__(self) -> str:
        Hangs.gate.wait()
        return "late"


class Leaves:
    """Ends its thread."""

    def __repr__(self) -> str:
        raise SystemExit


class Names(dict[str, int]):
    """A dict of another name."""


class Colour(enum.Enum):
    """A thing with a name."""

    RED = 1


@given(PLAIN)
def test_small_plain_data_is_described_as_python_does(value: Any) -> None:
    """The text is the repr."""
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
        (Names(a=1), "Names({'a': 1})"),
        (Markup("<b>"), "Markup('<b>')"),
        (Told(), "<Told>"),
        ([Told()], "[<Told>]"),
        (Colour.RED, "<Colour.RED: 1>"),
        (collections.OrderedDict(a=1), repr(collections.OrderedDict(a=1))),
        ([].append, "<built-in method append of list object"),
        (threading.Event().set, "<bound method Event.set>"),
        (object(), "<builtins.object object>"),
    ],
)
def test_what_is_no_plain_data_is_described_too(value: object, text: str) -> None:
    """Subclasses, proxies, methods and the guest's own objects each have a text."""
    assert describe(value)["repr"].startswith(text)


@pytest.mark.parametrize(
    "value",
    ["x" * 5000, list(range(1000)), dict.fromkeys(range(100), "y" * 100), 10**5000, [[[[[[[[1]]]]]]]]],
    ids=["string", "list", "dict", "integer", "deep"],
)
def test_what_is_too_large_is_cut_and_says_so(value: object) -> None:
    """At most the limit is told."""
    described = describe(value)
    assert described["cut"] is True
    assert len(described["repr"]) <= LIMIT


def test_a_repr_that_raises_is_given_up() -> None:
    """Alone and inside."""
    assert describe(Raises()) == {
        "type": "Raises",
        "repr": "<Raises: its repr raised LookupError>",
        "cut": True,
    }
    assert describe([1, Raises()])["repr"] == "[1, <Raises: its repr raised LookupError>]"


def test_a_repr_that_hangs_is_left_behind() -> None:
    """What came before it is told, it and what follows are given up, and others go on."""
    try:
        described = describe_all({"before": Told(), "hangs": Hangs(), "plain": 1})
        assert described["before"]["repr"] == "<Told>"
        assert described["hangs"]["repr"] == "<Hangs: its repr took too long>"
        assert described["plain"]["repr"] == "1"
        for _ in range(12):
            describe(Hangs())
        assert describe(Told())["cut"] is True, "every helper is stuck"
    finally:
        Hangs.gate.set()
    for _ in range(200):
        if describe(Told())["repr"] == "<Told>":
            break
        threading.Event().wait(0.01)
    else:
        pytest.fail("no helper came back")
