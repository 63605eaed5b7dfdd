"""Tests of the pages of one exchange."""

from dataclasses import replace

import pytest

from server.model.exchange import Body
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from tests.support.fake_guests import FakeGuest, make_exchange
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """A guest that is ready."""
    return workbench.open_guest()


def test_a_page_of_its_own(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """An exchange has a permanent address, which leads to its bench."""
    workbench.add_exchange(make_exchange(3))
    text = workbench.get("/exchanges/3").text
    assert "<!doctype html>" in text
    assert "/bench/g1?exchange=3" in text


def test_an_unknown_exchange_is_explained(workbench: WorkbenchClient) -> None:
    """An exchange that was pruned is reported as such."""
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
def test_an_incomplete_source_is_marked(
    workbench: WorkbenchClient, guest: FakeGuest, body: Body, said: str
) -> None:
    """A missing body, bytes that are not text, and a truncated body are distinguished."""
    workbench.add_exchange(make_exchange(3, response=replace(make_exchange().response, body=body)))  # type: ignore[type-var]  # it has a response
    assert said in workbench.get_fragment("/exchanges/3/source").text


def test_headers_of_both_directions(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Every header is listed, those of the request and of the response."""
    workbench.add_exchange(make_exchange(3))
    text = workbench.get_fragment("/exchanges/3/headers").text
    assert "localhost:5000" in text
    assert "text/html; charset=utf-8" in text


def test_replay_needs_its_app(workbench: WorkbenchClient) -> None:
    """If the app was closed, replay and edit explain what to do."""
    workbench.add_exchange(make_exchange(3, guest="gone"))
    assert "was closed" in workbench.post("/exchanges/3/replay").text
    assert "was closed" in workbench.get_fragment("/exchanges/3/edit").text


def test_a_problem_of_a_replay_is_shown(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A replay that fails shows the problem."""
    workbench.add_exchange(make_exchange(3))
    guest.answer = lambda outgoing, number: Problem(
        code=ProblemCode.TIMEOUT, cause="No answer.", remedy="Wait."
    )
    assert "No answer." in workbench.post("/exchanges/3/replay").text
