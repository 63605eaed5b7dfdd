"""Tests of what the events prove of a Flask app."""

from server.lenses.kit.flask_facts import Replaced, flask_facts
from server.model.event import Event
from tests.support.lenses import sample_events as s


def test_what_ran_and_what_is_replaced_is_known_from_the_app() -> None:
    """A replacement that calls Flask's own method replaces nothing."""
    calling = s.in_place_of("process_response", original=True)
    facts = flask_facts(s.exchange(s.app(replaced=[s.in_place_of("dispatch_request"), calling], status=404)))
    assert facts.replaced == (Replaced(method="dispatch_request", name="Toolbar.dispatch"),)
    assert facts.replacement("full_dispatch_request", "dispatch_request") == facts.replaced[0]
    assert facts.replacement("process_response") is None
    assert facts.did_run("dispatch_request")
    assert not facts.did_run("handle_exception")
    assert (facts.status, facts.reached, facts.complete) == (404, True, True)


def test_an_exchange_of_an_older_version_has_no_such_event() -> None:
    """What ran is then not known, but Flask was reached."""
    facts = flask_facts(s.exchange(s.match(), s.view()))
    assert (facts.ran, facts.status, facts.replaced) == (None, None, ())
    assert facts.reached
    assert not facts.did_run("dispatch_request")


def test_lost_events_and_faults_make_it_incomplete() -> None:
    """What is missing then proves nothing."""
    fault = s.event("probe-fault", {"sensor": "view", "problem": "x", "lost": 0})
    assert not flask_facts(s.exchange(s.match(), fault)).complete
    assert not flask_facts(s.exchange(s.match(), lost_events=1)).complete


def inner(*, at: float) -> tuple[Event, ...]:
    """Return the events of a request that a view sent to another app."""
    return (
        s.app("other", at=at),
        s.match("/other", at=at),
        s.hook("errorhandler", "oops", at=at, answered=True),
        s.view("other", at=at, took=0.5),
        s.raised("KeyError", at=at),
    )


def test_the_events_of_a_request_that_a_view_sent_itself_are_left_out() -> None:
    """They say nothing of the answer to the outer request."""
    exchange = s.exchange(s.app(), s.match(), s.view("index", at=1.0, took=3.0), *inner(at=1.5))
    facts = flask_facts(exchange)
    assert [view.text("name") for _event, view in facts.views] == ["index"]
    assert (facts.hooks, facts.errors) == ((), ())
    assert facts.routing is not None
    assert facts.routing.text("rule") == "/"
