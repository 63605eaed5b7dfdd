"""Tests of the page that reads tokens."""

from dataclasses import replace

import pytest

from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.bench import identities
from tests.support.fake_guests import make_exchange
from tests.support.sample_tokens import remember_cookie, session_cookie, timed_token, web_token
from tests.support.workbench_client import WorkbenchClient

PROBLEM = Problem(code=ProblemCode.NO_ANSWER, cause="The guest is silent.", remedy="Ask again.")


def test_a_session_is_read_checked_and_can_be_edited(workbench: WorkbenchClient) -> None:
    """The content is in a form that signs it again."""
    guest = workbench.open_guest()
    text = workbench.post("/tools/g1/tokens", {"text": f"session={session_cookie(user=1)}"}).text
    assert "The signature fits" in text
    assert "&#34;user&#34;: 1" in text
    assert 'name="payload"' in text
    assert guest.questions[-1][1]["kind"] == "session"


@pytest.mark.parametrize("cookie", [remember_cookie(), web_token(a=1)], ids=("remember", "jwt"))
def test_other_tokens_are_signed_again_too(cookie: str, workbench: WorkbenchClient) -> None:
    """Those whose way of signing is known."""
    guest = workbench.open_guest()
    assert 'name="payload"' in workbench.post("/tools/g1/tokens", {"text": cookie}).text
    token = guest.answers["token"]
    assert not isinstance(token, Problem)
    guest.answers["token"] = {**token, "key": None}
    assert 'name="payload"' not in workbench.post("/tools/g1/tokens", {"text": cookie}).text


def test_salts_are_tried_with_the_usual_ones(workbench: WorkbenchClient) -> None:
    """At most so many."""
    guest = workbench.open_guest()
    workbench.post("/tools/g1/tokens", {"text": timed_token(), "salts": " mine, ,yours" + ",x" * 500})
    salts = guest.questions[-1][1]["salts"]
    assert salts[:2] == ["mine", "yours"]
    assert "email-confirm" in salts
    assert len(salts) < 50


def test_a_cookie_of_a_visitor_is_read(workbench: WorkbenchClient) -> None:
    """Its value is not in the page before."""
    guest = workbench.open_guest()
    cookie = session_cookie(user=1)
    exchange = make_exchange()
    assert exchange.response is not None
    response = replace(exchange.response, headers=(("Set-Cookie", f"session={cookie}; Path=/"),))
    with workbench.app.app_context():
        identities.keep_cookies(
            guest.target, identities.DEFAULT, OutgoingRequest(method="GET", path="/"), response
        )
    page = workbench.get("/tools/g1/tokens").text
    assert "session of Visitor" in page
    assert cookie not in page
    answer = workbench.post("/tools/g1/tokens", {"visitor": identities.DEFAULT, "name": "session"})
    assert "&#34;user&#34;: 1" in answer.text
    assert workbench.post("/tools/g1/tokens", {"visitor": "nobody", "name": "x"}).status_code == 422


def test_what_is_no_token_is_a_problem(workbench: WorkbenchClient) -> None:
    """So is a guest that does not answer; the content is shown all the same."""
    guest = workbench.open_guest()
    assert workbench.post("/tools/g1/tokens", {"text": "x" * 10_000_000}).status_code == 422
    guest.answers["token"] = PROBLEM
    text = workbench.post("/tools/g1/tokens", {"text": session_cookie(user=1)}).text
    assert "The guest is silent." in text
    assert "&#34;user&#34;: 1" in text


def test_an_edited_session_is_signed_and_sent(workbench: WorkbenchClient) -> None:
    """As a cookie, or as a bearer token where there is no name of a cookie."""
    guest = workbench.open_guest()
    signed = workbench.post("/tools/g1/tokens/sign", {"kind": "session", "payload": '{"user": 2}'}).text
    assert "eyJhIjoxfQ.aaaa.signature" in signed
    assert 'name="cookie" value="session"' in signed
    answer = workbench.post("/tools/g1/tokens/send", {"token": "abc.def", "cookie": "session", "path": "/me"})
    assert answer.headers["HX-Redirect"].startswith("/bench/g1?exchange=")
    workbench.post("/tools/g1/tokens/send", {"token": "abc.def", "cookie": "", "path": "/me"})
    cookie, bearer = (dict(sent.headers) for sent in guest.requests)
    assert cookie["Cookie"] == "session=abc.def"
    assert bearer["Authorization"] == "Bearer abc.def"


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "session", "payload": "[1]"},
        {"kind": "session", "payload": "{" * 5000},
        {"kind": "session", "payload": '{"a": "' + "x" * 20_000 + '"}'},
        {"kind": "jwt", "payload": "{}", "header": "none"},
        {"kind": "itsdangerous", "payload": "{}"},
    ],
)
def test_content_that_cannot_be_signed_is_a_problem(form: dict[str, str], workbench: WorkbenchClient) -> None:
    """The app is not asked."""
    guest = workbench.open_guest()
    assert workbench.post("/tools/g1/tokens/sign", form).status_code == 422
    assert guest.questions == []


def test_a_cookie_that_would_end_the_header_is_refused(workbench: WorkbenchClient) -> None:
    """Nothing is sent."""
    guest = workbench.open_guest()
    for cookie in ("a; b", "a\r\nX: y", "a\0"):
        form = {"token": "abc", "cookie": cookie, "path": "/"}
        assert workbench.post("/tools/g1/tokens/send", form).status_code == 422
    assert guest.requests == []
