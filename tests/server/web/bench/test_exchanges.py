"""One exchange: its detail, its answer, and sending it again."""

from dataclasses import replace

import pytest

from server.model.event import REDACTED
from server.model.exchange import Body, Request
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from tests.support.fake_guests import FakeGuest, make_exchange
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """A guest that is ready."""
    return workbench.open_guest()


def asked(**changes: object) -> Request:
    """A request of the history."""
    return replace(make_exchange().request, **changes)  # type: ignore[arg-type]  # the fields of Request, by name


def test_a_page_of_its_own(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """An exchange has an address that can be kept, and leads to its bench."""
    workbench.add_exchange(make_exchange(3))
    text = workbench.get("/exchanges/3").text
    assert "<!doctype html>" in text
    assert "/bench/g1?exchange=3" in text


def test_an_unknown_exchange_is_explained(workbench: WorkbenchClient) -> None:
    """One that was pruned is no failure of ours."""
    answer = workbench.get_fragment("/exchanges/404")
    assert answer.status_code == 404
    assert "removed from the history" in answer.text
    assert "<html" not in answer.text


def test_the_source_is_escaped_and_coloured(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The guest's markup is shown, never used."""
    page = b"<script>alert(1)</script>"
    body = Body(data=page, size=len(page), content_type="text/html")
    workbench.add_exchange(make_exchange(3, response=replace(make_exchange().response, body=body)))  # type: ignore[type-var]  # it has a response
    text = workbench.get_fragment("/exchanges/3/source").text
    assert "<script>" not in text
    assert "&lt;" in text
    assert 'class="nt"' in text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (Body(), "No body"),
        (Body(data=b"\xff\xfe\xfa", size=3, content_type="image/x"), "3 B of image/x"),
        (Body(data=b"abc", size=5000, content_type="text/plain"), "The first 3 B of 5.0 kB were kept"),
    ],
)
def test_a_source_that_is_not_whole_says_so(
    workbench: WorkbenchClient, guest: FakeGuest, body: Body, said: str
) -> None:
    """No body, bytes that are no text, and a body that was cut are told apart."""
    workbench.add_exchange(make_exchange(3, response=replace(make_exchange().response, body=body)))  # type: ignore[type-var]  # it has a response
    assert said in workbench.get_fragment("/exchanges/3/source").text


def test_headers_of_both_directions(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Every header is listed, those of the request and of the response."""
    workbench.add_exchange(make_exchange(3))
    text = workbench.get_fragment("/exchanges/3/headers").text
    assert "localhost:5000" in text
    assert "text/html; charset=utf-8" in text


def test_replay_sends_the_very_same_request(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Replay sends what was sent, secrets included, and shows the new exchange."""
    sent = OutgoingRequest(method="POST", path="/x?a=1", headers=(("Authorization", "Bearer s"),), body=b"b")
    guest.send(sent)
    number = workbench.store.rows()[0].id
    answer = workbench.post(f"/exchanges/{number}/replay")
    assert guest.requests == [sent, sent]
    assert answer.headers["X-Fumehood-Exchange"] != str(number)


def test_replay_from_the_history(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """After a restart a request without secrets is sent again as the history has it, its connection aside."""
    request = asked(
        method="PUT",
        path="/a b",
        query="q=1",
        headers=(("Host", "localhost:1"), ("Content-Length", "2"), ("X-A", "1"), ("Cookie", "c=1")),
        body=Body(data=b"hi", size=2),
    )
    workbench.add_exchange(make_exchange(3, request=request))
    assert workbench.post("/exchanges/3/replay").status_code == 200
    assert guest.requests == [
        OutgoingRequest(
            method="PUT", path="/a%20b?q=1", headers=(("X-A", "1"), ("Cookie", "c=1")), body=b"hi"
        )
    ]


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (asked(headers=(("Authorization", REDACTED),)), "Authorization"),
        (asked(query=f"token={REDACTED}"), "a value in the address"),
        (asked(body=Body(data=f"password={REDACTED}".encode(), size=19)), "a value in the body"),
        (asked(body=Body(data=b"ab", size=9)), "only the beginning"),
    ],
)
def test_replay_says_what_the_history_does_not_keep(
    workbench: WorkbenchClient, guest: FakeGuest, request_: Request, said: str
) -> None:
    """A secret that is no longer known is asked for again, never sent as the word that stands for it."""
    workbench.add_exchange(make_exchange(3, request=request_))
    answer = workbench.post("/exchanges/3/replay")
    assert answer.status_code == 422
    assert said in answer.text
    assert guest.requests == []


def test_replay_needs_its_app(workbench: WorkbenchClient) -> None:
    """When the app was closed, replay and edit say what to do."""
    workbench.add_exchange(make_exchange(3, guest="gone"))
    assert "was closed" in workbench.post("/exchanges/3/replay").text
    assert "was closed" in workbench.get_fragment("/exchanges/3/edit").text


def test_a_problem_of_a_replay_is_said(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A replay that is not answered says why."""
    workbench.add_exchange(make_exchange(3))
    guest.answer = lambda outgoing, number: Problem(
        code=ProblemCode.TIMEOUT, cause="No answer.", remedy="Wait."
    )
    assert "No answer." in workbench.post("/exchanges/3/replay").text


def test_edit_fills_the_composer(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Each part of the request stands in its tab."""
    headers = (
        ("Host", "x"),
        ("Content-Length", "5"),
        ("Cookie", "a=1; b=2"),
        ("X-One", "1"),
        ("X-One", "2"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    )
    guest.send(OutgoingRequest(method="POST", path="/f?x=1", headers=headers, body=b"u=a%20b&u=c"))
    text = workbench.get_fragment(f"/exchanges/{workbench.store.rows()[0].id}/edit").text
    assert "<option selected>POST" in text
    assert 'name="url" value="/f?x=1"' in text
    for name, value in (("a", "1"), ("b", "2"), ("X-One", "1"), ("X-One", "2"), ("u", "a b"), ("u", "c")):
        assert f'value="{name}" aria-label="Name"' in text
        assert f'value="{value}" aria-label="Value"' in text
    assert 'value="Host"' not in text
    assert 'value="Content-Type"' not in text


@pytest.mark.parametrize(
    ("content_type", "body", "said"),
    [
        ("application/json", b'{"a": 1}', "{&#34;a&#34;: 1}</textarea>"),
        ("text/csv", b"a,b", ">a,b</textarea>"),
        ("multipart/form-data; boundary=x", b"--x--", "choose its files again"),
    ],
)
def test_edit_puts_a_body_where_it_belongs(
    workbench: WorkbenchClient, guest: FakeGuest, content_type: str, body: bytes, said: str
) -> None:
    """JSON, raw text and a form with files each come back in their own way."""
    guest.send(OutgoingRequest(method="POST", path="/", headers=(("Content-Type", content_type),), body=body))
    assert said in workbench.get_fragment(f"/exchanges/{workbench.store.rows()[0].id}/edit").text


def test_edit_leaves_secrets_empty_and_says_which(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """What the history does not keep is an empty field, named above the form."""
    workbench.add_exchange(
        make_exchange(3, request=asked(headers=(("Authorization", REDACTED), ("X-A", "1"))))
    )
    text = workbench.get_fragment("/exchanges/3/edit").text
    assert "Type again: Authorization" in text
    assert REDACTED not in text
