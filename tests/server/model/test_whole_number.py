"""Tests of whole numbers in texts."""

import pytest

from server.model.whole_number import whole_number


@pytest.mark.hardness("odd-numbers")
@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            " 5",
            "-1",
            "+1",
            "1.5",
            "1e3",
            "NaN",
            "Infinity",
            "-0",
            "0x10",
            "1_0",
            "\u0661",
            "²",
            "null",
        ),
        *("9223372036854775808", "9999999999999999999", "-9999999999999999999", "9" * 5000),
    ],
)
def test_only_digits_that_fit_are_a_number(text: str) -> None:
    """Signs, exponents, other scripts and more than 64 bits are none."""
    assert whole_number(text) is None


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_number(text: str, number: int) -> None:
    """Up to the number that the store can hold."""
    assert whole_number(text) == number
