"""What changed between two moments of a mapping."""

from typing import Any

import pytest

from server.probe.child.describe.snapshot import Snapshot, compare


class Thing:
    """An object with an attribute."""

    def __init__(self) -> None:
        self.inside = [1]


NOTHING: dict[str, list[str]] = {"added": [], "removed": [], "changed": [], "nested": []}


def test_nothing_changed() -> None:
    """Two looks at the same things differ in nothing."""
    values = {"a": [1, {"b": {2}}], "t": Thing(), "n": None}
    assert compare(Snapshot(values), Snapshot(values)) == NOTHING


def test_assignment_and_change_inside_are_told_apart() -> None:
    """A new value is a change; the same object with another content is nested."""
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
def test_values_of_other_types_are_other_values(one: Any, other: Any) -> None:
    """Equality across types counts for nothing."""
    assert compare(Snapshot({"k": one}), Snapshot({"k": other}))["changed"] == ["k"]


def test_an_endless_structure_is_compared_as_far_as_we_look() -> None:
    """A loop does not hang."""
    loop: list[Any] = []
    loop.append(loop)
    assert compare(Snapshot({"loop": loop}), Snapshot({"loop": loop})) == NOTHING
