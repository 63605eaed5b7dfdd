"""Tests of the checks of single values: what Fumehood writes passes, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from server.model.versions import Versions
from server.store.checked import values
from server.store.checked.values import MISFITS


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (values.text, "Gåte 🙂"),
        (values.path_text, "/srv/shop"),
        (values.number, 2.5),
        (values.signed, -3),
        (values.moment, 1_700_000_000.5),
        (values.whole, 2**53 - 1),
        (values.items, [1]),
    ],
)
def test_what_fits_is_returned(check: Callable[[Any], Any], value: object) -> None:
    """The value itself comes back."""
    assert check(value) == value


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (values.text, 7),
        (values.text, None),
        (values.text, b"bytes"),
        (values.text, "x" * (values.LONGEST_TEXT + 1)),
        (values.text, "half of a pair \ud800"),
        (values.path_text, "/srv/\0shop"),
        (values.path_text, "x" * 5000),
        (values.number, True),
        (values.number, "1"),
        (values.number, -1),
        (values.number, float("inf")),
        (values.number, float("nan")),
        (values.signed, 1e300),
        (values.moment, 2.0**53),
        (values.whole, 1.0),
        (values.whole, -1),
        (values.whole, 2**53),
        (values.whole, True),
        (values.items, {}),
        (values.versions, []),
        (values.versions, {"python": 3}),
        (values.versions, {"perl": "5"}),
    ],
)
def test_what_does_not_fit_is_refused(check: Callable[[Any], Any], value: object) -> None:
    """A wrong type, a number out of bounds, a text that no page can show, a path that no system has."""
    with pytest.raises(MISFITS):
        check(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        "[" * 60 + "]" * 60,
        '"\\ud800"',
        "NaN",
        "-Infinity",
        "1e999",
        "9" * 500,
        '"' + "x" * values.LONGEST_TEXT + '"',
        b"{}",
        None,
        7,
    ],
)
def test_json_that_cannot_be_worked_with_is_refused(text: object) -> None:
    """No JSON, nested too deeply, too long, numbers that no other program reads, half of a pair."""
    with pytest.raises(MISFITS):
        values.from_json_text(text)


def test_json_as_the_store_writes_it_is_read() -> None:
    """Also the escape of a whole pair, and the text that only looks like half of one."""
    assert values.from_json_text('{"a": [1, 2.5, null, "\\ud83d\\ude42", "C:\\\\ud800"]}') == {
        "a": [1, 2.5, None, "🙂", "C:\\ud800"]
    }
    assert values.versions({"python": "3.12", "flask": None}) == Versions(python="3.12")
    assert values.optional(values.text, None) is None
