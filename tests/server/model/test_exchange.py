"""Tests of exchanges, their bodies and their headers."""

import pytest

from server.model.exchange import Body, Response
from tests.support.lenses import sample_events as s


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (Body(data="é".encode(), size=2), "é"),
        (Body(data="aé".encode()[:2], size=9), "a"),
        (Body(data="aé".encode()[:2], size=2), None),
        (Body(data=b"\xff\xfe1234567", size=99), None),
        (Body(), ""),
    ],
)
def test_a_body_is_text_if_only_its_cut_end_is_not(body: Body, text: str | None) -> None:
    """A character that the recording cut in half is dropped; other bytes make the body binary."""
    assert body.text == text


def test_a_body_is_truncated_if_bytes_are_missing() -> None:
    """What was recorded is compared with what passed."""
    assert Body(data=b"ab", size=3).truncated
    assert not Body(data=b"ab", size=2).truncated


def test_headers_are_found_in_any_case() -> None:
    """The first of several, or all of them in order."""
    headers = (("Set-Cookie", "a=1"), ("set-cookie", "b=2"))
    response = Response(status=200, reason="OK", headers=headers)
    assert response.header("SET-COOKIE") == "a=1"
    assert response.all_headers("Set-Cookie") == ("a=1", "b=2")
    assert response.header("Location") is None


def test_events_are_found_by_kind() -> None:
    """In order; None if there is none."""
    exchange = s.exchange(s.log("a"), s.view(), s.log("b"))
    assert [event.body["message"] for event in exchange.of("log")] == ["a", "b"]
    assert exchange.first("view") == exchange.events[1]
    assert exchange.first("mail") is None
