"""Tests of the description of objects, bounded in size."""

import collections
import datetime
import enum
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from server.probe.child.describe.describe import LIMIT, describe

PLAIN_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


class Named:
    """An object whose `repr`, like all its methods, must not be called."""

    def __repr__(self) -> str:
        raise AssertionError


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
        (Named(), "<tests.server.probe.child.describe.test_describe.Named object>"),
        (memoryview(b"abc"), "memoryview(b'abc')"),
        (Colour.RED, "<Colour.RED: 1>"),
        (collections.OrderedDict(a=1), "OrderedDict({'a': 1})"),
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


def test_an_object_that_cannot_be_read_is_named() -> None:
    """A view of memory may have been released."""
    view = memoryview(b"abc")
    view.release()
    assert describe([1, view])["repr"] == "[1, <memoryview, released>]"
