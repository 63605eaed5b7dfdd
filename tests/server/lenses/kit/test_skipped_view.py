"""Tests of why the view did not run, and of when that is not certain."""

import pytest

from server.lenses.kit.flask_facts import flask_facts
from server.lenses.kit.skipped_view import skipped_view
from server.model.event import Event
from server.model.exchange import Exchange, ExchangeState
from tests.support.lenses import sample_events as s

NEVER_DISPATCHED = s.app(ran=["full_dispatch_request", "preprocess_request"])


def why(exchange: Exchange) -> str | None:
    """Return the reason as text."""
    found = skipped_view(exchange, flask_facts(exchange))
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((s.mismatch("NotFound"),), "The view never ran: no rule of the URL map matched."),
        ((s.mismatch("Unauthorized"),), "The view never ran: matching the URL ended with `Unauthorized`."),
        (
            (s.mismatch("RequestRedirect", redirect="http://h/new"),),
            "The view never ran: the URL map redirects to `http://h/new`.",
        ),
        ((NEVER_DISPATCHED, s.match()), "The view never ran."),
        (
            (s.app(ran=["dispatch_request", "make_default_options_response"]), s.match()),
            "The view never ran: Flask answers OPTIONS itself, from the methods that the rules allow.",
        ),
    ],
)
def test_the_reason_is_given_where_it_is_proven(events: tuple[Event, ...], expected: str) -> None:
    """The URL map ended the matching, or Flask never called a view."""
    assert why(s.exchange(*events)) == expected


@pytest.mark.parametrize(
    "exchange",
    [
        s.exchange(s.app(), s.match()),
        s.exchange(s.app(replaced=[s.in_place_of("dispatch_request")]), s.mismatch("NotFound")),
        s.exchange(
            s.app(replaced=[s.in_place_of("preprocess_request")]),
            s.match(),
            s.hook("before_request", "gate", at=1, answered=True),
        ),
        s.exchange(s.match(), lost_events=1),
        s.exchange(NEVER_DISPATCHED, s.match(), state=ExchangeState.LOST),
        s.exchange(s.arrival()),
        s.exchange(s.app(), s.match(), s.view()),
    ],
    ids=[
        "dispatched",
        "dispatching is replaced",
        "what calls the hooks is replaced",
        "events were lost",
        "the process died",
        "no app was reached",
        "it ran",
    ],
)
def test_no_reason_is_given_where_it_is_not_certain(exchange: Exchange) -> None:
    """A view that is not seen may have run all the same."""
    assert why(exchange) is None
