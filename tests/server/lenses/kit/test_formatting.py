"""Tests of formatting times, sizes and source locations."""

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from server.lenses.kit.formatting import duration, place, size
from server.lenses.kit.i18n import number


@pytest.mark.parametrize(
    ("milliseconds", "read"),
    [(0, "0"), (0.0804, "80 µs"), (1, "1.00 ms"), (3.237, "3.24 ms"), (128.4, "128 ms"), (1500, "1.50 s")],
)
def test_a_duration_has_the_unit_that_needs_the_fewest_digits(milliseconds: float, read: str) -> None:
    """From microseconds to seconds, with no more digits than were measured."""
    assert duration(milliseconds) == read


def test_numbers_follow_the_language() -> None:
    """Swedish has a decimal comma and a space between thousands; a terminal uses English."""
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("sv"):
        assert (duration(3.237), duration(1500), duration(128.4)) == ("3,24 ms", "1,50 s", "128 ms")
        assert size(4094).startswith("4\u00a0094 ")
    with app.test_request_context(), force_locale("en"):
        assert (duration(3.237), size(4094)) == ("3.24 ms", "4,094 bytes")
    assert number(1234.5, 1) == "1,234.5"


def test_a_size_is_exact() -> None:
    """Bytes are not rounded: a cookie of 4,094 bytes is over the limit."""
    assert (size(1), size(4094)) == ("1 byte", "4,094 bytes")


@pytest.mark.parametrize(
    ("file", "line", "read"),
    [
        ("/home/ada/work/shop/app.py", 12, "shop/app.py:12"),
        ("/usr/lib/python3/site-packages/flask/app.py", 880, "flask/app.py:880"),
        ("C:\\Users\\ada\\shop\\app.py", 3, "shop/app.py:3"),
        ("/app.py", None, "app.py"),
        ("<string>", 1, "<string>:1"),
        ("", 1, ":1"),
    ],
)
def test_a_place_is_short_and_can_be_found(file: str, line: int | None, read: str) -> None:
    """It is the file with its package or folder."""
    assert place(file, line) == read
