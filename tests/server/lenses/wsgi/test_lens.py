"""Tests of the WSGI lens."""

from typing import Any

import pytest

from server.lenses.kit.blocks import Tone
from server.lenses.wsgi import lens as wsgi
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_a_withdrawn_response_is_not_said_to_be_sent() -> None:
    """The close event says that the server got nothing to send."""
    summary = wsgi.LENS.journey.summarise(s.closing(withdrawn="200 OK"))
    assert str(summary.sentence) == "The app gave the server nothing to send"
    assert summary.tone is Tone.ERROR


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"start_response": 0}, "✗ The app never called start_response: it sent no status and no headers."),
        ({"start_response": 2}, "· The app called start_response 2 times."),
        (
            {"withdrawn": "200 OK"},
            "✗ The app announced 200 OK and raised an exception before its first byte.",
        ),
        ({"closed": False}, "! close() was not called: what it would release may stay open."),
        ({"write_used": True}, "· The app used write(), which WSGI keeps only for old code."),
        ({"has_close": False, "closed": False}, "close(): the iterable has none"),
        (
            {"input": {"text": "ab", "size": 2}, "input_complete": False},
            "wsgi.input: 2 bytes, not to its end",
        ),
    ],
)
def test_violations_of_wsgi_are_reported(changes: dict[str, Any], expected: str) -> None:
    """Each rule where it was broken."""
    assert expected in lines(wsgi.LENS, s.exchange(s.closing(**changes)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "The app gave 5 bytes in 1 chunk, and the server closed the iterable `ClosingIterator`"),
        (
            {"iterable": "list", "has_close": False, "closed": False},
            "The app gave 5 bytes in 1 chunk, in the iterable `list`",
        ),
        ({"iterable": None, "has_close": False}, "The app returned nothing that could be sent"),
    ],
)
def test_the_end_says_only_what_the_app_gave(changes: dict[str, Any], expected: str) -> None:
    """What the client got of it is not seen, and a list has nothing to close."""
    assert str(wsgi.LENS.journey.summarise(s.closing(**changes)).sentence) == expected
