"""Tests of the page of a series of requests."""

import threading

import pytest

from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.requests.problems import no_answer
from tests.support.fake_guests import FakeGuest, answer_with_page
from tests.support.waiting import wait_until
from tests.support.workbench_client import WorkbenchClient

PAGE = "/bench/g1/series"


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """Return a guest that is ready."""
    return workbench.open_guest()


def start(workbench: WorkbenchClient, **fields: str) -> tuple[int, str]:
    """Start a series; return the status and the text of the answer."""
    answer = workbench.post(PAGE, {"method": "GET", "url": "/a", "identity": "", **fields})
    return answer.status_code, answer.text


def wait_for_end(workbench: WorkbenchClient) -> None:
    """Wait until the series of the guest is over."""
    series = workbench.services.series.of("g1")
    assert series is not None
    wait_until(lambda: not series.progress.is_running)


def test_a_request_is_sent_as_often_as_asked_for(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The page draws the times, and says how they are distributed."""
    assert "No series yet" in workbench.get(PAGE).text
    assert start(workbench, number="12", at_once="3")[0] == 204
    wait_for_end(workbench)
    assert [outgoing.path for outgoing in guest.requests] == ["/a"] * 12
    page = workbench.get(PAGE).text
    assert "12 of 12 in" in page
    assert "<rect " in page
    assert "50 of 100 within" in page
    assert "99 of 100 within" not in page
    assert "hx-trigger" not in workbench.get_fragment(f"{PAGE}/progress").text


@pytest.mark.parametrize("method", ["POST", "PATCH", "PURGE"])
def test_what_may_change_something_is_confirmed_first(
    workbench: WorkbenchClient, guest: FakeGuest, method: str
) -> None:
    """Nothing is sent before; the question says how often."""
    status, text = start(workbench, method=method, number="2")
    assert status == 200
    assert "Send it 2 times" in text
    assert guest.requests == []
    assert start(workbench, method=method, number="2", confirmed="1")[0] == 204
    wait_for_end(workbench)
    assert len(guest.requests) == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"number": "0"}, "Enter 1 to 1000 requests"),
        ({"number": "1001"}, "Enter 1 to 1000 requests"),
        ({"number": "-1"}, "Enter 1 to 1000 requests"),
        ({"at_once": "17"}, "at most 16 at once"),
        ({"at_once": "9" * 400}, "at most 16 at once"),
        ({"url": "/{{x}}"}, "has no value"),
        ({"json": "{"}, "not JSON"),
    ],
)
def test_what_cannot_be_sent_is_told(
    workbench: WorkbenchClient, guest: FakeGuest, fields: dict[str, str], said: str
) -> None:
    """Before anything is sent."""
    status, text = start(workbench, **fields)
    assert status == 422
    assert said in text
    assert guest.requests == []


def test_a_running_series_can_be_cancelled(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Its page asks for its progress, and a second one is refused meanwhile."""
    gate = threading.Event()

    def answer(outgoing: OutgoingRequest, id: int) -> Exchange | Problem:  # noqa: A002 - it is the exchange's id
        assert gate.wait(60)
        return answer_with_page(outgoing, id)

    guest.answer = answer
    start(workbench, number="50")
    assert "load delay" in workbench.get(PAGE).text
    status, text = start(workbench)
    assert status == 422
    assert "still running" in text
    assert "cancelled" in workbench.post(f"{PAGE}/cancel").text
    gate.set()
    wait_for_end(workbench)
    assert len(guest.requests) == 1


def test_requests_without_an_answer_are_counted(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """With their reason; there is nothing to draw then."""
    guest.answer = lambda _outgoing, _id: no_answer("<gone>")
    start(workbench, number="3")
    wait_for_end(workbench)
    page = workbench.get(PAGE).text
    assert "3 without an answer" in page
    assert "&lt;gone&gt;" in page
    assert "<rect " not in page


def test_there_is_nothing_to_cancel_without_a_series(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Its address leads nowhere."""
    assert workbench.post(f"{PAGE}/cancel").status_code == 404
