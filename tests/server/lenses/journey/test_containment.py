"""Tests of which event happened inside which."""

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
    """Kinds, with lists for what is inside."""
    found: list[object] = []
    for nest in nests:
        found.append(nest.event.kind)
        if nest.inner:
            found.append(outline(nest.inner))
    return found


def test_what_began_and_ended_inside_lies_inside() -> None:
    """A template in a view, a template that it includes, and a log in a hook."""
    made = exchange(
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
    assert outline(event_trees(made.events)) == expected


def test_what_begins_at_the_end_is_not_inside() -> None:
    """The next hook begins where the last one ended."""
    made = exchange(hook("before_request", "a", at=1.0, took=1.0), log("later", at=2.0))
    assert outline(event_trees(made.events)) == ["hook", "log"]


def test_what_a_view_raised_lies_inside_it() -> None:
    """The probe sees an exception once it has left the view; it was raised inside all the same."""
    made = exchange(view(at=1.0, took=1.0, raised="ZeroDivisionError: x"), raised(at=2.4))
    assert outline(event_trees(made.events)) == ["view", ["exception"]]


def test_an_exception_from_elsewhere_stays_outside() -> None:
    """A view that returned did not raise what came after it."""
    made = exchange(view(at=1.0, took=1.0), raised(at=2.4))
    assert outline(event_trees(made.events)) == ["view", "exception"]


def test_a_cookie_leaves_with_the_response() -> None:
    """Set-Cookie headers are counted at the end, but they left with the status."""
    [response] = event_trees(exchange(answer(at=4.0), set_cookie(at=9.0)).events)
    assert outline([response]) == ["response", ["cookie"]]
    assert response.inner[0].at == response.at


def test_beginnings_decide_the_order() -> None:
    """Events come as they ended; `seq` says how they began."""
    first, second = exchange(view(), log("inside")).events
    assert outline(event_trees((second, first))) == ["view", ["log"]]


def test_a_body_that_is_no_object_is_placed_by_its_times() -> None:
    """An odd body does not take the column down."""
    odd = replace(event("exception", {}, at=5.0), body="odd")  # type: ignore[arg-type]  # what a guest may send
    assert outline(event_trees((odd, odd))) == ["exception", "exception"]
