"""Check single values that were read from the store."""

import json
import math
import re
from collections.abc import Callable
from typing import Any, Final, NoReturn, TypeVar

from server.model.versions import Versions
from server.store.checked.faults import Fault, MisfitError

T = TypeVar("T")

LONGEST_TEXT: Final = 1 << 20
DEEPEST: Final = 40
# The largest number that a script of a page can count with.
LARGEST_WHOLE: Final = 2**53 - 1
# The end of the year 9998, in seconds since the epoch: local times beyond the year 9999 cannot be written.
LAST_MOMENT: Final = 253_370_764_800.0
_MANY_DIGITS: Final = 400
# The escape of one half of a pair of code units; most are whole pairs, or a backslash before "ud".
_HALF_PAIR: Final = re.compile(r"\\u[dD][89a-fA-F]")


# What the conversion of a row may raise if a value does not fit.
MISFITS: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


def text(value: object, most: int = LONGEST_TEXT) -> str:
    """Return the value if it is a text of at most `most` characters that can be sent to a page."""
    if not isinstance(value, str):
        raise MisfitError(Fault.KIND, f"a text was expected, not {type(value).__name__}")
    if len(value) > most:
        raise MisfitError(Fault.LONG, f"a text of {len(value)} characters, of which {most} are allowed")
    if not value.isascii():
        value.encode()  # UnicodeEncodeError, a ValueError, for half of a pair
    return value


def path_text(value: object) -> str:
    """Return the value if it is a text that can be a path."""
    found = text(value, 4096)
    if "\0" in found:
        raise MisfitError(Fault.CHARACTERS, "a path with a null byte")
    return found


def number(value: object, least: float = 0.0, most: float = float(LARGEST_WHOLE)) -> float:
    """Return the value if it is a finite number within the bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MisfitError(Fault.KIND, f"a number was expected, not {type(value).__name__}")
    if not least <= value <= most:
        raise MisfitError(Fault.BOUNDS, f"a number outside of {least:g} to {most:g}")
    return value


def signed(value: object) -> float:
    """Return the value if it is a finite number, also below zero, as after a clock was set back."""
    return number(value, float(-LARGEST_WHOLE - 1), float(LARGEST_WHOLE + 1))


def moment(value: object) -> float:
    """Return the value if it is a time in seconds since the epoch that a calendar has."""
    return number(value, most=LAST_MOMENT)


def whole(value: object, least: int = 0) -> int:
    """Return the value if it is a whole number from `least` on that a script can count with."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise MisfitError(Fault.KIND, f"a whole number was expected, not {type(value).__name__}")
    if not least <= value <= LARGEST_WHOLE:
        raise MisfitError(Fault.BOUNDS, f"a number outside of {least} to {LARGEST_WHOLE}")
    return value


def optional(check: Callable[[Any], T], value: object) -> T | None:
    """Return None for None, and otherwise what `check` returns."""
    return None if value is None else check(value)


def items(value: object) -> list[Any]:
    """Return the value if it is a list."""
    if not isinstance(value, list):
        raise MisfitError(Fault.KIND, f"a list was expected, not {type(value).__name__}")
    return value


def versions(value: object) -> Versions:
    """Return the versions of a JSON object."""
    if not isinstance(value, dict):
        raise MisfitError(Fault.KIND, f"an object was expected, not {type(value).__name__}")
    return Versions(**{name: optional(text, each) for name, each in value.items()})


def from_json_text(value: object, most: int = LONGEST_TEXT) -> Any:
    """Return the value of a JSON text that is neither too long nor nested too deeply, with finite numbers."""
    if not isinstance(value, str):
        raise MisfitError(Fault.KIND, f"JSON was expected, not {type(value).__name__}")
    if len(value) > most:
        raise MisfitError(Fault.LONG, f"JSON of {len(value)} characters, of which {most} are allowed")
    try:
        found = json.loads(value, parse_constant=_no_number, parse_int=_bounded, parse_float=_finite)
    except RecursionError:
        raise MisfitError(Fault.DEEP, "JSON that is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise MisfitError(Fault.NO_JSON, f"no JSON: {error.msg}") from None
    _check_depth(found)
    if _HALF_PAIR.search(value):
        json.dumps(found, ensure_ascii=False).encode()
    return found


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            item
            for holder in level
            if isinstance(holder, dict | list)
            for item in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(item, dict | list)
        ]
        if not level:
            return
    raise MisfitError(Fault.DEEP, "JSON that is nested too deeply")


def _no_number(name: str) -> NoReturn:
    raise MisfitError(Fault.NO_JSON, f"{name} is no JSON")


def _bounded(digits: str) -> int:
    if len(digits) > _MANY_DIGITS:
        raise MisfitError(Fault.BOUNDS, f"a number of {len(digits)} digits")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise MisfitError(Fault.BOUNDS, "a number that is too large")
    return value
