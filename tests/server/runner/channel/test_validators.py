"""Checks accept the values of their shape and no others."""

from typing import Any

import pytest

from server.runner.channel import validators

PERSON = validators.record(name=validators.text, age=validators.maybe(validators.count))
WITH_OPTIONAL = validators.with_optional(PERSON, tall=validators.flag)
SHAPE = validators.variants(
    "kind", circle=validators.record(radius=validators.number), point=validators.record()
)


@pytest.mark.parametrize(
    ("check", "value", "accepted"),
    [
        (validators.text, "x" * validators.TEXT_LIMIT, True),
        (validators.text, "x" * (validators.TEXT_LIMIT + 1), False),
        (validators.text, 1, False),
        (validators.flag, True, True),
        (validators.flag, 1, False),
        (validators.count, 0, True),
        (validators.count, -1, False),
        (validators.count, True, False),
        (validators.number, 1.5, True),
        (validators.number, "1.5", False),
        (validators.maybe(validators.flag), None, True),
        (validators.maybe(validators.flag), "x", False),
        (validators.one_of("a", "b"), "a", True),
        (validators.one_of("a", "b"), ["a"], False),
        (validators.array(validators.count), [1, 2], True),
        (validators.array(validators.count), [1, "2"], False),
        (validators.array(validators.count), [0] * (validators.LIST_LIMIT + 1), False),
        (validators.table(validators.text), {"a": "b"}, True),
        (validators.table(validators.text), {"a": 1}, False),
        (validators.pair(validators.text, validators.count), ["a", 1], True),
        (validators.pair(validators.text, validators.count), ["a", 1, 2], False),
        (PERSON, {"name": "Ada", "age": None, "more": [1]}, True),
        (PERSON, {"name": "Ada"}, False),
        (PERSON, ["Ada", 1], False),
        (WITH_OPTIONAL, {"name": "Ada", "age": None}, True),
        (WITH_OPTIONAL, {"name": "Ada", "age": None, "tall": True}, True),
        (WITH_OPTIONAL, {"name": "Ada", "age": None, "tall": 1}, False),
        (WITH_OPTIONAL, {"name": "Ada", "tall": True}, False),
        (SHAPE, {"kind": "circle", "radius": 2}, True),
        (SHAPE, {"kind": "circle"}, False),
        (SHAPE, {"kind": "square"}, False),
        (SHAPE, {"kind": ["circle"]}, False),
        (validators.duration, -0.5, True),
        (validators.duration, 2**53, False),
        (validators.duration, -(2**53), False),
        (validators.duration, True, False),
        (validators.moment, 1_700_000_000.5, True),
        (validators.moment, -1, False),
        (validators.moment, 2**53, False),
    ],
)
def test_a_check_accepts_its_shape_only(check: validators.Check, value: Any, accepted: bool) -> None:
    """Bounds and types are checked at every depth."""
    assert check(value) is accepted
