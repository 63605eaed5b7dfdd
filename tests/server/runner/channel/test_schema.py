"""Checks accept the values of their shape and no others."""

from typing import Any

import pytest

from server.runner.channel import schema

PERSON = schema.record(name=schema.text, age=schema.maybe(schema.count))
SHAPE = schema.variants("kind", circle=schema.record(radius=schema.number), point=schema.record())


@pytest.mark.parametrize(
    ("check", "value", "accepted"),
    [
        (schema.text, "x" * schema.TEXT_LIMIT, True),
        (schema.text, "x" * (schema.TEXT_LIMIT + 1), False),
        (schema.text, 1, False),
        (schema.flag, True, True),
        (schema.flag, 1, False),
        (schema.count, 0, True),
        (schema.count, -1, False),
        (schema.count, True, False),
        (schema.number, 1.5, True),
        (schema.number, "1.5", False),
        (schema.maybe(schema.flag), None, True),
        (schema.maybe(schema.flag), "x", False),
        (schema.one_of("a", "b"), "a", True),
        (schema.one_of("a", "b"), ["a"], False),
        (schema.array(schema.count), [1, 2], True),
        (schema.array(schema.count), [1, "2"], False),
        (schema.array(schema.count), [0] * (schema.LIST_LIMIT + 1), False),
        (schema.table(schema.text), {"a": "b"}, True),
        (schema.table(schema.text), {"a": 1}, False),
        (schema.pair(schema.text, schema.count), ["a", 1], True),
        (schema.pair(schema.text, schema.count), ["a", 1, 2], False),
        (PERSON, {"name": "Ada", "age": None, "more": [1]}, True),
        (PERSON, {"name": "Ada"}, False),
        (PERSON, ["Ada", 1], False),
        (SHAPE, {"kind": "circle", "radius": 2}, True),
        (SHAPE, {"kind": "circle"}, False),
        (SHAPE, {"kind": "square"}, False),
        (SHAPE, {"kind": ["circle"]}, False),
    ],
)
def test_a_check_accepts_its_shape_only(check: schema.Check, value: Any, accepted: bool) -> None:
    """Bounds and types are checked at every depth."""
    assert check(value) is accepted
