"""Tests of pictures that the running lab draws."""

import pytest

from server.handbook.bench.lab_guests import lab_target
from server.handbook.pages.look import Look, LookRequest, read_request, send_look
from server.model.exchange import Exchange, Response
from server.model.lab import Lab
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guests
from tests.support.fake_guests import make_exchange


@pytest.mark.parametrize(
    ("line", "ask"),
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
def test_a_line_is_a_request(line: str, ask: LookRequest) -> None:
    """Fields, headers or JSON after the path, and the status that is meant."""
    assert read_request(line) == ask


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
def test_what_cannot_be_read_is_no_request(line: str) -> None:
    """It stays text, which check_text reports."""
    assert read_request(line) is None


@pytest.mark.parametrize(
    ("ask", "text"),
    [
        (LookRequest(method="GET", path="/a"), "GET /a"),
        (LookRequest(method="POST", path="/a", form=(("b", "c"),)), "POST /a b=c"),
        (LookRequest(method="POST", path="/a", json={"ö": 1}), 'POST /a {"ö": 1}'),
    ],
)
def test_a_request_reads_as_people_write_it(ask: LookRequest, text: str) -> None:
    """Method, path and what is sent."""
    assert ask.text == text


def test_one_visitor_sends_them_all(guests: Guests, tiny: Lab) -> None:
    """In order, and what came of each is there, a server error too."""
    guest = guests.open(lab_target(tiny))
    guest.wait(30)
    found = send_look(
        guest.send, Look((LookRequest(method="GET", path="/"), LookRequest(method="GET", path="/broken")))
    )
    assert not isinstance(found, Problem)
    assert [exchange.response.status for exchange in found if exchange.response] == [200, 500]
    guests.remove(guest.id)


def test_the_visitor_keeps_cookies() -> None:
    """What an answer sets goes back with the next request that it belongs to."""
    sent: list[OutgoingRequest] = []

    def send(outgoing: OutgoingRequest) -> Exchange:
        sent.append(outgoing)
        return make_exchange(
            1, response=Response(status=200, reason="OK", headers=(("Set-Cookie", "seat=A1; Path=/a"),))
        )

    send_look(send, Look(tuple(LookRequest(method="GET", path=path) for path in ("/a/b?c", "/a", "/b"))))
    assert [dict(outgoing.headers).get("Cookie") for outgoing in sent] == [None, "seat=A1", None]


def test_without_an_answer_there_is_no_picture() -> None:
    """The first request that gets none ends it, with what the guest says."""
    gone = Problem(code=ProblemCode.GUEST_GONE, cause="It ended.", remedy="Start it.")
    assert send_look(lambda _: gone, Look((LookRequest(method="GET", path="/"),))) is gone
