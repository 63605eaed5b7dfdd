"""Tests of which event happened inside which other one."""

from dataclasses import replace

from server.lenses.journey.containment import EventTree, event_trees
from tests.support.lenses.sample_events import (
    answer,
    arrival,
    event,
    exchange,
    hook,
    log,
    raised,
    set_cookie,
    template,
    view,
)


def outline(nests: list[EventTree]) -> list[object]:
    """Return the kinds, with a list after each kind that contains others."""
    found: list[object] = []
    for nest in nests:
        found.append(nest.event.kind)
        if nest.inner:
            found.append(outline(nest.inner))
    return found


def test_an_event_is_inside_another_that_spans_it() -> None:
    """A template in a view, an included template in it, and a log record in a hook."""
    recorded = exchange(
        arrival(),
        hook("before_request", "load", at=0.5, took=0.4),
        log("loading", at=0.6),
        view(at=1.0, took=3.0),
        template(at=1.5, took=2.0),
        template("row.html", at=2.0, took=0.5),
        log("done", at=3.8),
        answer(),
    )
    expected = ["wsgi", "hook", ["log"], "view", ["template", ["template"], "log"], "response"]
    assert outline(event_trees(recorded.events)) == expected


def test_an_event_that_starts_at_the_end_is_not_inside() -> None:
    """The next hook starts when the previous one ends."""
    recorded = exchange(hook("before_request", "a", at=1.0, took=1.0), log("later", at=2.0))
    assert outline(event_trees(recorded.events)) == ["hook", "log"]


def test_an_exception_is_inside_the_view_that_raised_it() -> None:
    """The probe reports it only after the view has ended."""
    recorded = exchange(view(at=1.0, took=1.0, raised="ZeroDivisionError: x"), raised(at=2.4))
    assert outline(event_trees(recorded.events)) == ["view", ["exception"]]


def test_an_exception_from_elsewhere_stays_outside() -> None:
    """A view that returned did not raise what came after it."""
    recorded = exchange(view(at=1.0, took=1.0), raised(at=2.4))
    assert outline(event_trees(recorded.events)) == ["view", "exception"]


def test_a_set_cookie_header_is_inside_the_response() -> None:
    """It is reported at the end, but was sent with the status."""
    [response] = event_trees(exchange(answer(at=4.0), set_cookie(at=9.0)).events)
    assert outline([response]) == ["response", ["cookie"]]
    assert response.inner[0].at == response.at


def test_events_are_ordered_by_their_start() -> None:
    """They arrive in the order in which they ended; `seq` is the order of starts."""
    first, second = exchange(view(), log("inside")).events
    assert outline(event_trees((second, first))) == ["view", ["log"]]


def test_an_event_with_a_malformed_body_is_placed_by_its_times() -> None:
    """It does not break the Journey."""
    odd = replace(event("exception", {}, at=5.0), body="odd")  # type: ignore[arg-type]  # what a guest may send
    assert outline(event_trees((odd, odd))) == ["exception", "exception"]
