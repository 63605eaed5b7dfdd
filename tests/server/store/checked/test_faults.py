"""Tests of the faults of stored values."""

import zlib
from collections.abc import Callable
from typing import Any

import pytest

from server.model.claim import Outcome
from server.store.checked.faults import Fault, MisfitError, fault_of
from server.store.checked.values import MISFITS, from_json_text, text, whole


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (MisfitError(Fault.LONG, "a text of 9 characters"), Fault.LONG),
        (KeyError("outcome"), Fault.MISSING),
        (IndexError(), Fault.MISSING),
        (TypeError(), Fault.KIND),
        (AttributeError(), Fault.KIND),
        (RecursionError(), Fault.DEEP),
        (OverflowError(), Fault.BOUNDS),
        (zlib.error(), Fault.PACKED),
    ],
)
def test_each_error_of_a_check_has_a_fault(error: Exception, fault: Fault) -> None:
    """A page can say something of every value that is left out."""
    assert fault_of(error) is fault


@pytest.mark.parametrize(
    ("check", "value", "fault"),
    [
        (text, 7, Fault.KIND),
        (text, "half of a pair \ud800", Fault.CHARACTERS),
        (whole, -1, Fault.BOUNDS),
        (from_json_text, "{", Fault.NO_JSON),
        (from_json_text, "[" * 60 + "]" * 60, Fault.DEEP),
        (Outcome, "perhaps", Fault.CHOICE),
    ],
)
def test_the_checks_raise_errors_of_the_right_fault(
    check: Callable[[Any], Any], value: object, fault: Fault
) -> None:
    """What a reader sees follows from the check that failed."""
    with pytest.raises(MISFITS) as raised:
        check(value)
    assert fault_of(raised.value) is fault
