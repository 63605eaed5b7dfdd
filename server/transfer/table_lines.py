"""The rows of a table as lines of JSON; bytes are written as `{"base64": …}`."""

import base64
import json
import math
from typing import Any, Final

from server.store.checked.faults import Fault, MisfitError
from server.store.checked.values import MISFITS
from server.store.recovery.check import Columns

# A caught message may have many megabytes.
LONGEST_LINE: Final = 64 << 20
_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "INTEGER": (int,),
    "REAL": (int, float),
    "TEXT": (str,),
    "BLOB": (bytes,),
}
_LARGEST: Final = 2**63 - 1


def to_line(row: tuple[Any, ...], columns: Columns) -> bytes | None:
    """Return a row as a line; None if a value of it is not of the kind of its column."""
    try:
        _check(row, columns)
        values = [_packed(each) if type(each) is bytes else each for each in row]
        return json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"
    except MISFITS:
        return None


def from_line(line: bytes, columns: Columns) -> tuple[Any, ...]:
    """Return the row of a line; one of MISFITS if it is none of a table with these columns."""
    values = json.loads(line)
    if not isinstance(values, list):
        raise MisfitError(Fault.KIND, "a line that is no row")
    row = tuple(_unpacked(each) if type(each) is dict else each for each in values)
    _check(row, columns)
    return row


def _packed(value: bytes) -> dict[str, str]:
    return {"base64": base64.b64encode(value).decode()}


def _unpacked(value: dict[str, Any]) -> bytes:
    return base64.b64decode(value["base64"], validate=True)


def _check(row: tuple[Any, ...], columns: Columns) -> None:
    if len(row) != len(columns):
        raise MisfitError(Fault.MISSING, f"a row of {len(row)} values, not {len(columns)}")
    for value, (name, kind, refuses_null, in_key) in zip(row, columns, strict=True):
        if value is None and not refuses_null and not in_key:
            continue
        if type(value) not in _KINDS[kind] or (type(value) is int and abs(value) > _LARGEST):
            raise MisfitError(Fault.KIND, f"{type(value).__name__} in {name}")
        if type(value) is float and not math.isfinite(value):
            raise MisfitError(Fault.BOUNDS, f"an infinite number in {name}")
        if type(value) is str:
            value.encode()
