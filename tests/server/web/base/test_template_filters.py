"""How numbers read."""

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.base import template_filters


@pytest.fixture
def app() -> Flask:
    """An app that knows languages."""
    app = Flask(__name__)
    Babel(app)
    return app


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, "\u2013"),
        (0, "0"),
        (0.123, "123 µs"),
        (3.24, "3.24 ms"),
        (99.96, "99.96 ms"),
        (150.2, "150 ms"),
        (1000, "1.00 s"),
        (8009, "8.01 s"),
        (61_250, "61.25 s"),
    ],
)
def test_milliseconds(app: Flask, value: float | None, read: str) -> None:
    """As on the page of an exchange."""
    with app.test_request_context():
        assert template_filters.ms(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, "\u2013"),
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (123_456, "123.5 kB"),
        (2_000_000, "2.0 MB"),
    ],
)
def test_sizes(app: Flask, value: int | None, read: str) -> None:
    """Bytes as they are, then in thousands."""
    with app.test_request_context():
        assert template_filters.size(value) == read


def test_numbers_follow_the_language(app: Flask) -> None:
    """Swedish has a comma where English has a point."""
    with app.test_request_context(), force_locale("sv"):
        assert template_filters.ms(3.24) == "3,24 ms"


@pytest.mark.parametrize(
    ("status", "tone", "reason"),
    [
        (None, "quiet", ""),
        (200, "ok", "OK"),
        (302, "info", "Found"),
        (404, "warn", "Not Found"),
        (500, "bad", "Internal Server Error"),
        (799, "quiet", ""),
        (100, "quiet", "Continue"),
    ],
)
def test_a_status_has_a_tone_and_a_phrase(status: int | None, tone: str, reason: str) -> None:
    """They depend on its class; an unknown status has no phrase."""
    assert template_filters.tone(status) == tone
    assert template_filters.reason(status or 0) == reason


def test_times(app: Flask) -> None:
    """A time of day has seconds, and a day has its year."""
    with app.test_request_context():
        assert len(template_filters.clock(1_700_000_000)) == len("00:00:00")
        assert "2023" in template_filters.day(1_700_000_000)


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        ("", ""),
        ("KeyError: 1", ""),
        ("KeyError: 1\n\nTraceback:\n  here\nKeyError: 1\n", "Traceback:\n  here"),
        ("one\n\n  two", "one\n\n  two"),
    ],
)
def test_a_detail_does_not_repeat_the_cause(detail: str, shown: str) -> None:
    """Lines that repeat the cause are removed above and below the traceback."""
    cause = "The app could not be imported: KeyError: 1"
    assert (
        template_filters.unsaid(Problem(code=ProblemCode.INTERNAL, cause=cause, remedy="r", detail=detail))
        == shown
    )


@pytest.mark.parametrize("seconds", [1e13, -1e13, float("inf"), float("nan")])
def test_a_time_without_a_date_is_a_dash(app: Flask, seconds: float) -> None:
    """Versions that took any time from a guest may have stored it."""
    with app.test_request_context():
        assert template_filters.clock(seconds) == template_filters.day(seconds) == "\N{EN DASH}"
