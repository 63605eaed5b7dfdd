"""Test the directive of pictures that are drawn from the running lab."""

import pytest

from server.handbook.bench.lab_guests import lab_target
from server.handbook.pages.look_directive import Look, LookRequest, read_request, send_look
from server.model.exchange import Exchange, Response
from server.model.lab import Lab
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guests
from tests.support.fake_guests import make_exchange


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("[look: GET /]", LookRequest(method="GET", path="/")),
        ("[look: GET /a?b=c&d -> 404]", LookRequest(method="GET", path="/a?b=c&d", status=404)),
        (
            "[look: POST /login name=Ada note='two words' x=]",
            LookRequest(
                method="POST", path="/login", form=(("name", "Ada"), ("note", "two words"), ("x", ""))
            ),
        ),
        (
            "[look: GET / Accept:text/html a=b:c -> 200]",
            LookRequest(
                method="GET", path="/", headers=(("Accept", "text/html"),), form=(("a", "b:c"),), status=200
            ),
        ),
        (
            '[look: PUT /loaves/1 {"loaf": ["rye"]} -> 201]',
            LookRequest(method="PUT", path="/loaves/1", json={"loaf": ["rye"]}, status=201),
        ),
    ],
)
def test_a_line_is_a_request(line: str, request_: LookRequest) -> None:
    """With fields, headers or JSON after the path, and the expected status."""
    assert read_request(line) == request_


@pytest.mark.parametrize(
    "line",
    [
        "[look: /]",
        "[look: get /]",
        "[look: GET words]",
        "[look: GET / word]",
        "[look: GET / 'open]",
        "[look: POST / {broken]",
        "[look: GET / -> ok]",
        "look: GET /",
    ],
)
def test_an_unreadable_line_is_no_request(line: str) -> None:
    """It stays text, and check_text reports it."""
    assert read_request(line) is None


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (LookRequest(method="GET", path="/a"), "GET /a"),
        (LookRequest(method="POST", path="/a", form=(("b", "c"),)), "POST /a b=c"),
        (LookRequest(method="POST", path="/a", json={"ö": 1}), 'POST /a {"ö": 1}'),
    ],
)
def test_a_request_is_written_in_short(request_: LookRequest, text: str) -> None:
    """With method, path and body."""
    assert request_.text == text


def test_all_requests_are_sent(guests: Guests, tiny: Lab) -> None:
    """In order; a server error is an exchange like any other."""
    guest = guests.open(lab_target(tiny))
    guest.wait(30)
    found = send_look(
        guest.send, Look((LookRequest(method="GET", path="/"), LookRequest(method="GET", path="/broken")))
    )
    assert not isinstance(found, Problem)
    assert [exchange.response.status for exchange in found if exchange.response] == [200, 500]
    guests.remove(guest.id)


def test_the_visitor_keeps_cookies() -> None:
    """A cookie is sent with the next request that it belongs to."""
    sent: list[OutgoingRequest] = []

    def send(outgoing: OutgoingRequest) -> Exchange:
        sent.append(outgoing)
        return make_exchange(
            1, response=Response(status=200, reason="OK", headers=(("Set-Cookie", "seat=A1; Path=/a"),))
        )

    send_look(send, Look(tuple(LookRequest(method="GET", path=path) for path in ("/a/b?c", "/a", "/b"))))
    assert [dict(outgoing.headers).get("Cookie") for outgoing in sent] == [None, "seat=A1", None]


def test_a_request_without_an_answer_ends_the_picture() -> None:
    """With the Problem of the guest."""
    gone = Problem(code=ProblemCode.GUEST_GONE, cause="It ended.", remedy="Start it.")
    assert send_look(lambda _: gone, Look((LookRequest(method="GET", path="/"),))) is gone
