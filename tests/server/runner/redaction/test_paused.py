"""Tests of secrets in paused requests."""

import pytest

from server.model.stack import Evaluated, PausedRequest
from server.runner.redaction.paused import redacted_pause, redacted_value


def test_the_frames_show_no_secret() -> None:
    """As those of an exception."""
    frame = {
        "file": "/a.py",
        "line": 1,
        "function": "f",
        "own": True,
        "source": [[1, "password = 'tea-time-9'"]],
        "locals": {"password": {"type": "str", "repr": "'tea-time-9'", "cut": False}},
    }
    found = redacted_pause(
        PausedRequest(
            pause=1,
            exchange=1,
            reason="exception",
            error="ValueError: tea-time-9",
            seconds=1,
            ends_at=0,
            frames=(frame,),
            omitted=0,
        )
    )
    assert "tea-time-9" not in str(found)


@pytest.mark.parametrize(
    ("expression", "text", "shown"),
    [
        ("user.password", "'x'", "[redacted]"),
        ("app.config['SECRET_KEY']", "'x'", "[redacted]"),
        ('config["SECRET_KEY"] ', "'x'", "[redacted]"),
        ("user.password", "None", "None"),
        ("names", "['tea']", "['tea']"),
        ("vars(user)", "{'password': 'tea-time-9'}", "{'password': '[redacted]'}"),
    ],
)
def test_an_expression_shows_no_more_than_a_table(expression: str, text: str, shown: str) -> None:
    """Its last name decides, and what stands in its text."""
    assert redacted_value(Evaluated(expression=expression, type="str", text=text)).text == shown
