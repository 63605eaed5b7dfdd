"""Tests of sending and editing a request of the history."""

import re
from dataclasses import replace

import pytest

from server.model.event import REDACTED
from server.model.exchange import Body, Request, Response
from server.model.outgoing_request import OutgoingRequest
from server.runner.requests.builder import build_request
from tests.support.fake_guests import FakeGuest, answer_with_page, make_exchange
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """Return a guest that is ready."""
    return workbench.open_guest()


def make_request(**changes: object) -> Request:
    """Return a request of the history; `changes` replace its fields."""
    return replace(make_exchange().request, **changes)  # type: ignore[arg-type]  # the fields of Request, by name


def test_replay_sends_the_very_same_request(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Replay sends the original request with its secrets, and shows the new exchange."""
    sent = OutgoingRequest(method="POST", path="/x?a=1", headers=(("Authorization", "Bearer s"),), body=b"b")
    guest.send(sent)
    number = workbench.store.rows()[0].id
    answer = workbench.post(f"/exchanges/{number}/replay")
    assert guest.requests == [sent, sent]
    assert answer.headers["X-Fumehood-Exchange"] != str(number)


def test_replay_from_the_history(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """After a restart a request without secrets is sent again as the history has it, its connection aside."""
    request = make_request(
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
    ("stored", "phrase"),
    [
        (make_request(headers=(("Authorization", REDACTED),)), "Authorization"),
        (make_request(query=f"token={REDACTED}"), "a value in the address"),
        (make_request(body=Body(data=f"password={REDACTED}".encode(), size=19)), "a value in the body"),
        (make_request(body=Body(data=b"ab", size=9)), "only the beginning"),
    ],
)
def test_replay_names_what_the_history_does_not_contain(
    workbench: WorkbenchClient, guest: FakeGuest, stored: Request, phrase: str
) -> None:
    """A redacted secret must be entered again; its replacement is never sent."""
    workbench.add_exchange(make_exchange(3, request=stored))
    answer = workbench.post("/exchanges/3/replay")
    assert answer.status_code == 422
    assert phrase in answer.text
    assert guest.requests == []


def test_edit_fills_the_composer(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Each part of the request is in its tab."""
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
    assert '<span data-name="b" data-value="2">' in text
    assert 'value="a" aria-label="Name"' not in text
    for name, value in (("X-One", "1"), ("X-One", "2"), ("u", "a b"), ("u", "c")):
        assert f'value="{name}" aria-label="Name"' in text
        assert f'value="{value}" aria-label="Value"' in text
    assert 'value="Host"' not in text
    assert 'value="Content-Type"' not in text


@pytest.mark.parametrize(
    ("content_type", "body", "phrase"),
    [
        ("application/json", b'{"a": 1}', "{&#34;a&#34;: 1}</textarea>"),
        ("text/csv", b"a,b", ">a,b</textarea>"),
        ("multipart/form-data; boundary=x", b"--y", "fill in its fields again"),
    ],
)
def test_edit_puts_a_body_where_it_belongs(
    workbench: WorkbenchClient, guest: FakeGuest, content_type: str, body: bytes, phrase: str
) -> None:
    """JSON, raw text and a form with files each come back in their own way."""
    guest.send(OutgoingRequest(method="POST", path="/", headers=(("Content-Type", content_type),), body=body))
    assert phrase in workbench.get_fragment(f"/exchanges/{workbench.store.rows()[0].id}/edit").text


def test_edit_keeps_the_fields_of_a_form_with_files(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The names of its files too: only the files themselves must be chosen again."""
    sent = build_request(
        method="POST", path="/", form=(("title", "T"),), files=(("doc", "a.txt", "text/plain", b"x"),)
    )
    guest.send(sent)
    text = workbench.get_fragment(f"/exchanges/{workbench.store.rows()[0].id}/edit").text
    assert 'name="form-name" value="title"' in text
    assert 'name="files-name" value="doc"' in text
    assert "files are not taken over: doc." in text


def test_a_type_that_the_tab_would_not_set_is_kept(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """JSON may be of a more exact type than that of its tab."""
    headers = (("Content-Type", "application/vnd.api+json"),)
    guest.send(OutgoingRequest(method="POST", path="/", headers=headers, body=b"{}"))
    text = workbench.get_fragment(f"/exchanges/{workbench.store.rows()[0].id}/edit").text
    assert 'value="application/vnd.api+json"' in text


def test_edit_sends_the_cookies_of_the_visitor(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Those that were recorded are offered, without the ones that the history does not keep."""
    cookie = f"theme=d\xc3\xa5; session={REDACTED}; odd={{}}"
    workbench.add_exchange(make_exchange(3, request=make_request(headers=(("Cookie", cookie),))))
    text = workbench.get_fragment("/exchanges/3/edit").text
    assert "are not sent: theme, odd." in text
    assert '<span data-name="theme" data-value="då">' in text
    assert "Type again" not in text


def test_edit_leaves_secrets_empty_and_names_them(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A redacted value is an empty field, named above the form."""
    workbench.add_exchange(
        make_exchange(3, request=make_request(headers=(("Authorization", REDACTED), ("X-A", "1"))))
    )
    text = workbench.get_fragment("/exchanges/3/edit").text
    assert "Type again: Authorization" in text
    assert REDACTED not in text


def test_edit_leaves_out_what_browsers_set(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """What the sender computes or a page cannot say is not among the headers to edit."""
    headers = (
        ("Sec-Fetch-Mode", "navigate"),
        ("sec-ch-ua", "x"),
        ("Content-Length", "0"),
        ("Upgrade-Insecure-Requests", "1"),
        ("Accept", "text/html"),
    )
    guest.send(OutgoingRequest(method="GET", path="/", headers=headers))
    text = workbench.get_fragment(f"/exchanges/{workbench.store.rows()[0].id}/edit").text
    assert re.findall(r'name="headers-name" value="([^"]*)"', text) == ["Accept", ""]


def test_replay_as_nobody_sends_no_credentials(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Not even where the history has not kept them."""
    secret = (("Authorization", "Bearer s"), ("Cookie", "a=1"), ("X-A", "1"))
    guest.send(OutgoingRequest(method="GET", path="/", headers=secret))
    workbench.post(f"/exchanges/{workbench.store.rows()[0].id}/replay", {"nobody": "1"})
    redacted = (("Authorization", REDACTED), ("X-A", "2"))
    workbench.add_exchange(make_exchange(3, request=make_request(headers=redacted)))
    assert workbench.post("/exchanges/3/replay", {"nobody": "1"}).status_code == 200
    assert [outgoing.headers for outgoing in guest.requests[1:]] == [(("X-A", "1"),), (("X-A", "2"),)]


def test_a_redirect_is_followed_hop_by_hop(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """With the cookies that it has set, by the method that a browser takes; never to another host."""
    redirected = redirect("/home?x=1")
    guest.answer = lambda outgoing, number: replace(answer_with_page(outgoing, number), response=redirected)
    form = {"method": "POST", "url": "/login", "identity": "visitor"}
    number = workbench.post("/bench/g1/send", form).headers["X-Fumehood-Exchange"]
    assert 'title="Send GET /home?x=1"' in workbench.get_fragment(f"/exchanges/{number}").text
    guest.answer = answer_with_page
    workbench.post(f"/exchanges/{number}/follow", {"identity": "visitor"})
    followed = guest.requests[-1]
    assert (followed.method, followed.path, followed.body) == ("GET", "/home?x=1", b"")
    assert followed.headers == (("Cookie", "in=1"),)
    workbench.add_exchange(make_exchange(9, response=redirect("http://elsewhere.example/")))
    assert "elsewhere" not in workbench.get_fragment("/exchanges/9").text.split("exchange-problem")[0]
    assert workbench.post("/exchanges/9/follow").status_code == 404


def redirect(location: str) -> Response:
    """Return a redirect that sets a cookie."""
    return Response(
        status=302, reason="FOUND", headers=(("Location", location), ("Set-Cookie", "in=1")), body=Body()
    )
