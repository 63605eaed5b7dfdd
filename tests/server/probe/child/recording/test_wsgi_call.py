"""Tests of the record of one WSGI call."""

from server.probe.child.recording.recorder import Exchange
from server.probe.child.recording.wsgi_call import Call


def test_a_header_is_found_whatever_its_case(exchange: Exchange) -> None:
    """A missing one is empty."""
    call = Call(exchange, {})
    call.headers = [("Content-Type", "text/html"), ("X-Twice", "1"), ("X-Twice", "2")]
    assert call.header("content-type") == "text/html"
    assert call.header("x-twice") == "1"
    assert call.header("location") == ""


def test_a_response_of_which_nothing_was_sent_can_be_withdrawn(exchange: Exchange) -> None:
    """An empty chunk counts as nothing."""
    call = Call(exchange, {})
    call.status, call.headers, call.response_span = "200 OK", [("Set-Cookie", "a=1")], (1, 0.0)
    call.add_chunk(b"")
    call.withdraw()
    left: list[object] = [call.withdrawn, call.status, call.headers, call.response_span]
    assert left == ["200 OK", None, [], None]


def test_a_response_that_has_begun_stays(exchange: Exchange) -> None:
    """The client has its status already."""
    call = Call(exchange, {})
    call.status = "200 OK"
    call.add_chunk(b"a")
    call.withdraw()
    assert (call.withdrawn, call.status, call.response_body.size) == (None, "200 OK", 1)
