"""Combinators that check JSON values: each returns whether a value has a shape."""

from collections.abc import Callable
from typing import Any, Final

Check = Callable[[Any], bool]


TEXT_LIMIT: Final = 1 << 19


LIST_LIMIT: Final = 20_000


def text(value: Any) -> bool:
    """Text of bounded length."""
    return isinstance(value, str) and len(value) <= TEXT_LIMIT


def flag(value: Any) -> bool:
    """True or false."""
    return isinstance(value, bool)


def count(value: Any) -> bool:
    """A whole number from 0."""
    return type(value) is int and value >= 0


def number(value: Any) -> bool:
    """A number, whole or not."""
    return type(value) in (int, float)


def anything(value: Any) -> bool:
    """Whatever JSON can hold."""
    return True


def maybe(check: Check) -> Check:
    """None, or what `check` wants."""
    return lambda value: value is None or check(value)


def one_of(*allowed: str) -> Check:
    """One of these words."""
    return lambda value: isinstance(value, str) and value in allowed


def array(check: Check) -> Check:
    """A list of what `check` wants."""
    return lambda value: isinstance(value, list) and len(value) <= LIST_LIMIT and all(map(check, value))


def table(check: Check) -> Check:
    """Names, each with what `check` wants."""
    return lambda value: (
        isinstance(value, dict) and len(value) <= LIST_LIMIT and all(map(check, value.values()))
    )


def record(**fields: Check) -> Check:
    """An object that has at least these fields."""
    checks = tuple(fields.items())

    def check(value: Any) -> bool:
        return isinstance(value, dict) and all(name in value and test(value[name]) for name, test in checks)

    return check


def pair(first: Check, second: Check) -> Check:
    """A list of exactly two."""
    return lambda value: isinstance(value, list) and len(value) == 2 and first(value[0]) and second(value[1])  # noqa: PLR2004 - two


def by(name: str, **shapes: Check) -> Check:
    """An object whose field `name` says which of the shapes it has."""
    return lambda value: (
        isinstance(value, dict)
        and isinstance(value.get(name), str)
        and value[name] in shapes
        and shapes[value[name]](value)
    )
