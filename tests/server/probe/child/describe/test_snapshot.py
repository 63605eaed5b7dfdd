"""Tests of the difference between two snapshots of a mapping."""

from typing import Any

import pytest

from server.probe.child.describe.snapshot import Snapshot, compare


class Thing:
    """An object with an attribute."""

    def __init__(self) -> None:
        self.inside = [1]


NOTHING: dict[str, list[str]] = {"added": [], "removed": [], "changed": [], "nested": []}


def test_equal_snapshots_have_no_difference() -> None:
    """Of the same objects."""
    values = {"a": [1, {"b": {2}}], "t": Thing(), "n": None}
    assert compare(Snapshot(values), Snapshot(values)) == NOTHING


def test_assignment_and_nested_changes_are_distinguished() -> None:
    """A new value is a change; the same object with other content is a nested change."""
    thing, cart = Thing(), ["apple"]
    before = Snapshot({"cart": cart, "name": "Ann", "gone": 1, "thing": thing, "same": [1]})
    cart.append("pear")
    thing.inside.append(2)
    after = Snapshot({"cart": cart, "name": "Ben", "new": 1, "thing": thing, "same": [1]})
    assert compare(before, after) == {
        "added": ["new"],
        "removed": ["gone"],
        "changed": ["name"],
        "nested": ["cart", "thing"],
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), ([1], (1,)), ({1}, {2}), (bytearray(b"a"), bytearray(b"b")), ({"a": 1}, {"a": 1.0})],
)
def test_equal_values_of_other_types_are_changes(one: Any, other: Any) -> None:
    """`1 == True` counts for nothing."""
    assert compare(Snapshot({"k": one}), Snapshot({"k": other}))["changed"] == ["k"]


def test_a_structure_that_contains_itself_can_be_compared() -> None:
    """The comparison ends."""
    loop: list[Any] = []
    loop.append(loop)
    assert compare(Snapshot({"loop": loop}), Snapshot({"loop": loop})) == NOTHING
