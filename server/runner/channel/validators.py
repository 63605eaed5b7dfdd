"""Builds checks of JSON values: functions that return whether a value has a given shape."""

from collections.abc import Callable
from typing import Any, Final

Check = Callable[[Any], bool]

# Characters of a text, and items of a list or an object.
TEXT_LIMIT: Final = 1 << 19
LIST_LIMIT: Final = 20_000
LONGEST_DURATION: Final = 1e11
LATEST_MOMENT: Final = 1e10


def text(value: Any) -> bool:
    """Accept a text of bounded length."""
    return isinstance(value, str) and len(value) <= TEXT_LIMIT


def flag(value: Any) -> bool:
    """Accept true and false."""
    return isinstance(value, bool)


def count(value: Any) -> bool:
    """Accept a whole number from 0."""
    return type(value) is int and value >= 0


def number(value: Any) -> bool:
    """Accept any number."""
    return type(value) in (int, float)


def duration(value: Any) -> bool:
    """Accept milliseconds, of three years at most in either direction."""
    return number(value) and abs(value) <= LONGEST_DURATION


def moment(value: Any) -> bool:
    """Accept seconds since the epoch, up to the year 2286."""
    return number(value) and 0 <= value <= LATEST_MOMENT


def anything(value: Any) -> bool:
    """Accept any JSON value."""
    return True


def maybe(check: Check) -> Check:
    """Accept null, and what `check` accepts."""
    return lambda value: value is None or check(value)


def one_of(*allowed: str) -> Check:
    """Accept one of these words."""
    return lambda value: isinstance(value, str) and value in allowed


def array(check: Check) -> Check:
    """Accept a list whose items `check` accepts."""
    return lambda value: isinstance(value, list) and len(value) <= LIST_LIMIT and all(map(check, value))


def table(check: Check) -> Check:
    """Accept an object of any names whose values `check` accepts."""
    return lambda value: (
        isinstance(value, dict) and len(value) <= LIST_LIMIT and all(map(check, value.values()))
    )


def record(**fields: Check) -> Check:
    """Accept an object that has at least these fields."""
    checks = tuple(fields.items())

    def check(value: Any) -> bool:
        return isinstance(value, dict) and all(name in value and test(value[name]) for name, test in checks)

    return check


def with_optional(required: Check, **fields: Check) -> Check:
    """Accept what `required` accepts, if each of these fields is missing or accepted."""
    checks = tuple(fields.items())
    return lambda value: (
        required(value) and all(name not in value or test(value[name]) for name, test in checks)
    )


def pair(first: Check, second: Check) -> Check:
    """Accept a list of exactly two items."""
    return lambda value: isinstance(value, list) and len(value) == 2 and first(value[0]) and second(value[1])  # noqa: PLR2004 - a pair


def variants(name: str, **shapes: Check) -> Check:
    """Accept an object whose field `name` names the one of `shapes` that it has."""
    return lambda value: (
        isinstance(value, dict)
        and isinstance(value.get(name), str)
        and value[name] in shapes
        and shapes[value[name]](value)
    )
