"""Tests of the Journey: its stages, their outcomes and their notes."""

from server.lenses.journey.journey import Journey, StageOutcome, build_journey, totals
from server.lenses.kit.blocks import Tone
from server.model.exchange import ExchangeState
from tests.support.lenses import sample_events as s
from tests.support.lenses.journey_nodes import node


def stages(journey: Journey) -> list[tuple[str, StageOutcome]]:
    """Return the name and the outcome of each stage."""
    return [(stop.name, stop.outcome) for stop in journey.stages]


def test_a_request_passes_its_stages_in_order() -> None:
    """From the socket to the close of the iterable; the view is marked as the one that answered."""
    journey = build_journey(
        s.exchange(
            s.arrival(),
            s.match(),
            s.hook("before_request", "load", at=0.5),
            s.view(at=1.0, took=2.0),
            s.hook("after_request", "add", at=3.2),
            s.answer(at=4.0),
            s.hook("teardown_request", "close", at=4.5),
            s.closing(at=4.9),
        )
    )
    assert stages(journey) == [
        ("socket", StageOutcome.THROUGH),
        ("routing", StageOutcome.THROUGH),
        ("before", StageOutcome.THROUGH),
        ("view", StageOutcome.ANSWERED),
        ("after", StageOutcome.THROUGH),
        ("answer", StageOutcome.THROUGH),
        ("teardown", StageOutcome.THROUGH),
        ("close", StageOutcome.THROUGH),
    ]
    assert all(stop.explains for stop in journey.stages)


def test_a_skipped_view_is_a_stage_that_says_why() -> None:
    """It stays visible, between the hook that answered and what came after."""
    journey = build_journey(
        s.exchange(
            s.arrival(),
            s.match(),
            s.hook("before_request", "gate", at=1, answered=True),
            s.answer(302, "FOUND"),
        )
    )
    assert [name for name, _outcome in stages(journey)] == ["socket", "routing", "before", "view", "answer"]
    skipped = journey.stages[3]
    assert skipped.outcome is StageOutcome.SKIPPED
    assert str(skipped.notes[0].sentence) == "The view never ran: the hook `gate` answered first."
    assert journey.stages[2].outcome is StageOutcome.ANSWERED


def test_a_view_that_raised_has_failed_and_the_response_has_not() -> None:
    """The stage of the view is marked, not the one that sent the 500."""
    journey = build_journey(
        s.exchange(
            s.match(),
            s.view(took=1.0, raised="KeyError: 1"),
            s.raised(at=2.5),
            s.answer(500, "ERROR"),
            status=500,
        )
    )
    assert stages(journey)[1:] == [("view", StageOutcome.FAILED), ("answer", StageOutcome.THROUGH)]
    assert node(journey, "view").inner[0].kind == "exception"


def test_abort_in_a_view_is_an_answer_and_no_failure() -> None:
    """An HTTP exception below 500 is not an error."""
    journey = build_journey(
        s.exchange(
            s.match(),
            s.view(took=1.0, raised="NotFound: 404"),
            s.raised("NotFound", at=2.5, http=404),
            status=404,
        )
    )
    assert stages(journey)[1] == ("view", StageOutcome.ANSWERED)
    assert node(journey, "view").tone is Tone.NOTE


def test_the_outcome_of_the_session_is_noted_where_the_answer_leaves() -> None:
    """It is opened early, but only the end shows whether it was saved."""
    journey = build_journey(
        s.exchange(s.match(), s.session(at=0.3, nested=["cart"], unsaved=True), s.view(), s.answer())
    )
    answer = next(stop for stop in journey.stages if stop.name == "answer")
    assert answer.notes[0].tone is Tone.WARNING
    assert str(node(journey, "session").sentence) == "The session was opened, empty"


def test_a_stage_that_comes_again_is_explained_once() -> None:
    """A stream that uses the URL map again repeats no explanation."""
    journey = build_journey(s.exchange(s.match(), s.view(), s.match(at=4.5)))
    first, _view, second = journey.stages
    assert first.name == second.name == "routing"
    assert (bool(first.explains), bool(second.explains)) == (True, False)


def test_the_totals_are_one_line() -> None:
    """The number of events and the duration."""
    exchange = s.exchange(s.match(), took=5.0)
    assert totals(exchange, build_journey(exchange)) == "1 event · 5.00 ms"


def test_a_lost_exchange_does_not_claim_that_the_view_was_skipped() -> None:
    """The view may have run before the process ended."""
    journey = build_journey(s.exchange(s.arrival(), s.match(), status=None, state=ExchangeState.LOST))
    assert [name for name, _outcome in stages(journey)] == ["socket", "routing"]
    sentence = "The app's process ended before it answered. How far it came is not known."
    assert str(journey.stages[-1].notes[0].sentence) == sentence


def test_an_app_without_flask_is_not_explained_as_a_flask_app() -> None:
    """The last stage explains only what every WSGI app does."""
    journey = build_journey(s.exchange(s.arrival(), s.answer(), versions=s.BARE))
    assert journey.stages[-1].explains == "Status and headers are sent, and the body if there is one."
