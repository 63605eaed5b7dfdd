"""Tests of text that is shown to people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.model.printable import is_encodable, printable, printable_line


@pytest.mark.hardness("hostile-names")
@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b2J\x7f\x07\x0d", "\\x9b2J\\x7f\\x07\\x0d"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("\u2066a\u2069", "\\u2066a\\u2069"),
        ("\u200e\u200f\u061c", "\\u200e\\u200f\\u061c"),
        ("pay\u200bpal\ufeff\u2060", "pay\\u200bpal\\ufeff\\u2060"),
        ("a\u2028b\u2029c\x85d", "a\\u2028b\\u2029c\\x85d"),
        ("a\u200db\u200c", "a\\u200db\\u200c"),
        ("\u061c\u200c\u0627", "\\u061c\\u200c\u0627"),
        ("\u3164\u115f", "\\u3164\\u115f"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("\x00", "\\x00"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_invisible_and_control_characters_are_spelled_out(hidden: str, shown: str) -> None:
    """So are marks of direction, separators of lines and lone surrogates; tabs and newlines stay."""
    assert printable(hidden) == shown


@pytest.mark.parametrize(
    "text",
    [
        "å µ 漢",
        "/שלום/עולם",
        "مرحبا بالعالم",
        "می\u200cخواهم",  # noqa: RUF001 - Persian letters
        "क्\u200dष",
        "\U0001f468\u200d\U0001f469",
        "❤\ufe0f\u200d🔥",
    ],
)
def test_text_in_every_script_stays_readable(text: str) -> None:
    """Right-to-left letters stay, and the joiners that Persian, Hindi and emoji are written with."""
    assert printable(text) == text


@given(st.text(st.characters()) | st.text("\u200c\u200d\u061c\u180e\u0627\u1820\x1ba"))
def test_printable_text_can_be_encoded(text: str) -> None:
    """Whatever a guest sent, the result is valid UTF-8 without escape sequences, and spelled only once."""
    shown = printable(text)
    shown.encode()
    assert "\x1b" not in shown
    assert printable(shown) == shown


def test_a_name_is_one_line() -> None:
    """The line breaks and tabs of a path are spelled out as well."""
    assert printable_line("/srv/a\nb\tc\u202e") == "/srv/a\\nb\\tc\\u202e"


def test_an_argument_that_is_not_utf8_cannot_be_encoded() -> None:
    """Python decodes such an argument with a lone surrogate for each of its bytes."""
    assert is_encodable("smörgås \U0001f600")
    assert not is_encodable(b"caf\xe9".decode("utf-8", "surrogateescape"))
