"""Test what an experiment reads from an exchange, and that what it cannot read is Undecided."""

from dataclasses import replace

import pytest

from server.handbook.bench.observed import Seen
from server.handbook.undecided import Undecided
from server.model.exchange import Body, Exchange
from tests.support.fake_guests import make_event, make_exchange


def with_body(data: bytes, *, cut: int = 0) -> Exchange:
    """Return an exchange whose response has that body, of which so many bytes were cut off."""
    exchange = make_exchange()
    assert exchange.response is not None
    body = Body(data=data, size=len(data) + cut, content_type="text/plain; charset=utf-8")
    return replace(exchange, response=replace(exchange.response, body=body))


def test_the_response_is_read() -> None:
    """Its status, headers and text."""
    seen = Seen(make_exchange())
    assert (seen.sent, seen.status, seen.status_line) == ("GET /", 200, "200 OK")
    assert seen.header("content-type") == "text/html; charset=utf-8"
    assert seen.all_headers("X-None") == ()
    assert "Hello" in seen.text
    assert Seen(with_body(b'{"tea": 3}')).json() == {"tea": 3}


def test_events_are_found_by_kind() -> None:
    """The first, and all in order."""
    exchange = make_exchange(events=(make_event("log", message="one"), make_event("log", message="two")))
    seen = Seen(exchange)
    assert seen.of("log")["message"] == "one"
    assert [body["message"] for body in seen.all_of("log")] == ["one", "two"]
    assert seen.all_of("sql") == ()


@pytest.mark.parametrize(
    ("exchange", "question", "reason"),
    [
        (make_exchange(response=None), lambda seen: seen.status, "GET / got no answer."),
        (with_body(b"no"), lambda seen: seen.json(), "200 OK with something that is not JSON"),
        (with_body(b"\xff\xfe\x00"), lambda seen: seen.text, "was not stored whole as text"),
        (with_body(b"cut", cut=5), lambda seen: seen.text, "was not stored whole as text"),
        (make_exchange(), lambda seen: seen.of("sql"), "reported no sql event for GET /"),
    ],
)
def test_a_question_without_an_answer_is_undecided(exchange: Exchange, question: object, reason: str) -> None:
    """The reason names the request, and the remedy is a sentence."""
    assert callable(question)
    with pytest.raises(Undecided, match=reason) as raised:
        question(Seen(exchange))
    assert raised.value.remedy.endswith(".")
