"""Tests of the page that compares two exchanges."""

from dataclasses import replace

import pytest

from server.model.exchange import Body, Response
from tests.support.fake_guests import make_exchange
from tests.support.workbench_client import WorkbenchClient


def answer(text: str) -> Response:
    """Return a response with a text."""
    data = text.encode()
    return Response(status=200, reason="OK", headers=(), body=Body(data=data, size=len(data)))


@pytest.fixture
def pair(workbench: WorkbenchClient) -> WorkbenchClient:
    """A workbench with two answers to the same request, and one to another."""
    workbench.open_guest()
    workbench.add_exchange(make_exchange(1, response=answer("one <b>")))
    workbench.add_exchange(make_exchange(2, response=answer("two")))
    asked = make_exchange().request
    workbench.add_exchange(
        make_exchange(3, request=replace(asked, path="/other", url="http://localhost/other"))
    )
    return workbench


def test_the_one_before_is_compared_with(pair: WorkbenchClient) -> None:
    """One click after an edit shows what it has changed; the older one is on the left, and escaped."""
    text = pair.get("/exchanges/2/compare").text
    assert "Body of the response" in text
    assert text.index("one &lt;b&gt;") < text.index("two</code>")


def test_any_two_can_be_compared(pair: WorkbenchClient) -> None:
    """The older one stays on the left, also if it is the one that was named."""
    text = pair.get("/exchanges/1/compare?with=3").text
    assert text.index('href="/exchanges/1"') < text.index('href="/exchanges/3"')


def test_the_only_request_of_its_kind_is_explained(pair: WorkbenchClient) -> None:
    """The page says what to do."""
    assert "There is nothing to compare with" in pair.get("/exchanges/3/compare").text


@pytest.mark.parametrize("address", ["/exchanges/99/compare", "/exchanges/1/compare?with=99"])
def test_an_exchange_that_is_gone_is_not_found(pair: WorkbenchClient, address: str) -> None:
    """It may have been removed to make room."""
    assert pair.get(address).status_code == 404


def test_the_same_answers_are_said_to_be_the_same(pair: WorkbenchClient) -> None:
    """Of no part it is said that it differs."""
    pair.add_exchange(make_exchange(4, response=answer("two")))
    assert "Nothing differs but the time." in pair.get("/exchanges/4/compare").text
