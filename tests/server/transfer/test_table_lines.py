"""Tests of rows as lines."""

from typing import Any

import pytest

from server.store.checked.values import MISFITS
from server.transfer.table_lines import from_line, to_line

COLUMNS = (("id", "INTEGER", 0, 1), ("at", "REAL", 0, 0), ("name", "TEXT", 1, 0), ("data", "BLOB", 0, 0))


@pytest.mark.parametrize(
    "row", [(1, 2.5, "tea ☕\n", b"\x00\xff"), (2**63 - 1, 1, "", None), (0, None, "x", b"")]
)
def test_a_row_comes_back(row: tuple[Any, ...]) -> None:
    """Text, numbers, bytes and NULL, on one line."""
    line = to_line(row, COLUMNS)
    assert line is not None
    assert line.count(b"\n") == 1
    assert from_line(line, COLUMNS) == row


@pytest.mark.parametrize(
    "row",
    [
        (1, 2.5, "x"),
        ("1", 2.5, "x", b""),
        (1, 2.5, None, b""),
        (1, float("nan"), "x", b""),
        (None, 1, "x", b""),
    ],
)
def test_a_row_of_other_kinds_is_not_written(row: tuple[Any, ...]) -> None:
    """SQLite keeps any value in any column; an archive does not."""
    assert to_line(row, COLUMNS) is None


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[1]",
        b'[true,1,"x",null]',
        b'[1,Infinity,"x",null]',
        b'[9223372036854775808,1,"x",null]',
        b'[1,1,"x",{"base64":7}]',
        b'[1,1,"x",{}]',
        b"[" * 200_000,
    ],
)
def test_a_line_of_other_kinds_is_refused(line: bytes) -> None:
    """Each with an error that the import expects."""
    with pytest.raises(MISFITS):
        from_line(line, COLUMNS)
