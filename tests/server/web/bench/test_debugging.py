"""What the user does with paused requests."""

import pytest

from server.model.exchange import Exchange, ExchangeState
from server.model.notifications import ExchangeStarted
from tests.server.runner.requests.test_paused_requests import paused
from tests.support.fake_guests import FakeGuest, make_exchange
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """An app with a request that is paused, number 3 in the store and 1 in its run."""
    guest = workbench.open_guest()
    stopped = make_exchange(
        3, number=1, state=ExchangeState.OPEN, response=None, guest=guest.id, run=guest.run
    )
    workbench.live_feed.handle(ExchangeStarted(stopped))
    guest.open[3] = stopped
    guest.pauses = (paused(5),)
    return guest


FORM = {"pause": "5", "frame": "0", "expression": " names "}


def test_an_expression_is_evaluated_in_the_guest(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """By the number of its pause and frame; what comes back is text and nothing else."""
    answer = workbench.post("/exchanges/3/evaluate", {**FORM, "expression": " <b>names</b> "})
    assert answer.status_code == 200
    assert "&lt;B&gt;NAMES&lt;/B&gt;" in answer.text
    assert guest.calls == ["evaluate 5 0 <b>names</b>"]


def test_a_request_goes_on(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The page hears of it from the guest."""
    assert workbench.post("/exchanges/3/continue", {"pause": "5"}).status_code == 204
    assert guest.calls == ["resume 5"]


def test_the_page_of_a_paused_request_shows_it(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """In the place of an exchange that is under way."""
    text = workbench.get_fragment("/exchanges/3").text
    assert "This request is paused at breakpoint()." in text
    assert "/exchanges/3/continue" in text
    assert "Where does it stand?" not in text


@pytest.mark.parametrize(
    ("address", "form", "status"),
    [
        ("/exchanges/3/evaluate", {**FORM, "pause": "6"}, 404),
        ("/exchanges/3/evaluate", {**FORM, "pause": ""}, 404),
        ("/exchanges/4/evaluate", FORM, 404),
        ("/exchanges/3/evaluate", {**FORM, "frame": "-1"}, 422),
        ("/exchanges/3/evaluate", {**FORM, "frame": "first"}, 422),
        ("/exchanges/3/evaluate", {**FORM, "expression": " "}, 422),
        ("/exchanges/3/evaluate", {**FORM, "expression": "x" * 2001}, 422),
        ("/exchanges/3/continue", {"pause": "6"}, 404),
    ],
)
def test_nothing_else_is_asked_of_the_guest(
    workbench: WorkbenchClient, guest: FakeGuest, address: str, form: dict[str, str], status: int
) -> None:
    """Another pause, exchange, frame or length."""
    assert workbench.post(address, form).status_code == status
    assert guest.calls == []


def test_only_our_own_page_evaluates(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Not a page of another site, not one without the header token, and nothing that is read."""
    for address in ("/exchanges/3/evaluate", "/exchanges/3/continue"):
        assert workbench.post(address, FORM, Origin="http://evil.example").status_code == 403
        assert workbench.post(address, FORM, X_Fumehood_Token="").status_code == 403
        assert workbench.get(address).status_code == 405
    assert workbench.post("/bench/g1/pausing", {"exceptions": "yes"}, X_Fumehood_Token="").status_code == 403
    assert guest.calls == []
    assert not guest.pauses_at_exceptions


def test_a_request_that_is_over_is_not_paused(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Whatever the guest says."""
    done: Exchange = make_exchange(3, number=1, guest=guest.id, run=guest.run)
    workbench.add_exchange(done)
    assert workbench.post("/exchanges/3/evaluate", FORM).status_code == 404


def test_pausing_at_exceptions_is_a_switch_of_the_app(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Its header shows that it is on."""
    answer = workbench.post(f"/bench/{guest.id}/pausing", {"exceptions": "yes"})
    assert "pauses at exceptions" in answer.text
    assert guest.pauses_at_exceptions
    answer = workbench.post(f"/bench/{guest.id}/pausing", {"exceptions": "no"})
    assert "pauses at exceptions" not in answer.text
