"""Tests of the list of values that are left out."""

import pytest

from server.store.checked.faults import Fault, MisfitError
from server.store.checked.set_aside import MOST_LISTED, Misfit, SetAside


def test_a_value_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    """In the log and in the list, however often it is read."""
    set_aside = SetAside()
    for _ in range(3):
        set_aside.add("settings", "theme", MisfitError(Fault.NO_JSON, "no JSON"))
    assert set_aside.found == (Misfit(table="settings", key="theme", fault=Fault.NO_JSON, why="no JSON"),)
    assert len(caplog.records) == 1


def test_a_value_that_was_replaced_is_forgotten() -> None:
    """The user has set it again."""
    set_aside = SetAside()
    set_aside.add("settings", "theme", MisfitError(Fault.NO_JSON, "no JSON"))
    set_aside.forget("settings", "theme")
    assert set_aside.found == ()


def test_the_list_is_bounded() -> None:
    """A table of nonsense does not fill the memory, and the page says that there is more."""
    set_aside = SetAside()
    for number in range(MOST_LISTED + 5):
        set_aside.add("exchanges", number, ValueError("a number outside"))
    assert len(set_aside.found) == MOST_LISTED
    assert set_aside.more


def test_rows_that_do_not_fit_are_left_out() -> None:
    """The others are converted."""
    set_aside = SetAside()
    rows = [("a", "1"), ("b", "x"), ("c", "3")]
    assert set_aside.fitting("t", rows, lambda row: 10 // int(row[1]), lambda row: row[0]) == [10, 3]
    assert [each.key for each in set_aside.found] == ["b"]


def test_keys_and_reasons_can_be_shown_anywhere(caplog: pytest.LogCaptureFixture) -> None:
    """A key may be endless or half of a pair; the log shows no raw character of it."""
    set_aside = SetAside()
    set_aside.add("settings", "\ud800\u202e" * 500, KeyError("outcome"))
    (misfit,) = set_aside.found
    assert misfit.key.encode()
    assert len(misfit.key) <= 200
    assert misfit.why == "'outcome' is missing"
    assert "\u202e" not in caplog.text
