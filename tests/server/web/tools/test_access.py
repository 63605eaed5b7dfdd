"""Tests of the table of which visitor may open what."""

from dataclasses import replace

from server.model.exchange import Exchange
from server.model.guest import Route
from server.model.outgoing_request import OutgoingRequest
from server.tools.access.run import AccessRun
from server.web.bench import identities
from tests.support.fake_guests import READY, FakeGuest, answer_with_page, make_exchange
from tests.support.waiting import wait_until
from tests.support.workbench_client import WorkbenchClient

ROUTES = tuple(
    Route(rule=rule, endpoint=rule, methods=("GET",), arguments=arguments)
    for rule, arguments in (("/", ()), ("/logout", ()), ("/items/<int:id>", ("id",)))
)


def open_shop(workbench: WorkbenchClient) -> FakeGuest:
    """Open a guest with a few routes."""
    guest = workbench.open_guest()
    guest.status = replace(READY, routes=ROUTES)
    return guest


def test_harmful_routes_and_those_without_values_are_not_chosen(workbench: WorkbenchClient) -> None:
    """Values of earlier requests are filled in."""
    guest = open_shop(workbench)
    text = workbench.get("/tools/g1/access").text
    assert text.count('name="route"') == 3
    assert text.count(" checked") == 3  # nobody, the visitor and /
    assert "may end or change something" in text
    guest.send(OutgoingRequest(method="GET", path="/items/7"))
    text = workbench.get("/tools/g1/access").text
    assert 'value="/items/7"' in text
    assert text.count(" checked") == 4


def test_a_table_is_filled_and_leads_to_the_exchanges(workbench: WorkbenchClient) -> None:
    """The cookies of a visitor are sent and stay as they are."""
    guest = open_shop(workbench)
    form = {"visitor": ["", "visitor", "stranger"], "route": ["1", "2"], "path-1": "/", "path-2": "/logout"}
    first = workbench.post("/tools/g1/access", form).text
    assert "access-table" in first
    run = workbench.services.access.of("g1")
    assert run is not None
    wait_until(lambda: run.has_ended)
    text = workbench.get("/tools/g1/access/table").text
    assert "4 requests were sent." in text
    assert "hx-trigger" not in text
    assert text.count("For all of them") == 2
    assert text.count("/bench/g1?exchange=") == 4
    assert [sent.path for sent in guest.requests] == ["/", "/", "/logout", "/logout"]
    with workbench.app.app_context():
        assert identities.cookies(guest.target, "visitor") == ()
    assert "4 requests were sent." in workbench.get("/tools/g1/access").text


def test_a_run_is_cancelled(workbench: WorkbenchClient) -> None:
    """The page says how far it came; without a run there is nothing to cancel."""
    open_shop(workbench)
    assert workbench.post("/tools/g1/access/cancel").status_code == 204
    assert workbench.get("/tools/g1/access/table").text == ""
    run = AccessRun(["/a", "/b"], [""], lambda path, visitor: make_exchange())
    workbench.services.access.start("g1", run, lambda name, work: None)
    assert 'hx-trigger="load' in workbench.get("/tools/g1/access/table").text
    workbench.post("/tools/g1/access/cancel")
    run.work()
    assert "Ended after 0 of 2 requests." in workbench.get("/tools/g1/access/table").text


def test_nothing_chosen_is_a_problem(workbench: WorkbenchClient) -> None:
    """Neither without a path nor without a visitor is anything sent."""
    guest = open_shop(workbench)
    for form in ({"route": ["1"], "path-1": "/"}, {"visitor": [""], "route": ["3"], "path-3": " "}, {}):
        assert workbench.post("/tools/g1/access", form).status_code == 422
    assert guest.requests == []


def test_a_failure_and_a_redirect_are_told(workbench: WorkbenchClient) -> None:
    """As they came."""
    guest = open_shop(workbench)

    def answer(outgoing: OutgoingRequest, number: int) -> Exchange:
        exchange = answer_with_page(outgoing, number)
        assert exchange.response is not None
        object.__setattr__(exchange.response, "status", 302)
        object.__setattr__(exchange.response, "headers", (("Location", "/login?<b>"),))
        return exchange

    guest.answer = answer
    workbench.post("/tools/g1/access", {"visitor": [""], "route": ["1"], "path-1": "/"})
    run = workbench.services.access.of("g1")
    assert run is not None
    wait_until(lambda: run.has_ended)
    text = workbench.get("/tools/g1/access/table").text
    assert "→ /login?&lt;b&gt;" in text
    assert "For none of them" in text
