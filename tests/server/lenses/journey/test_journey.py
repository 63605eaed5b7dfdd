"""Tests of the Journey: stations, places in time, and what is too much for one column."""

from dataclasses import replace

from server.lenses.journey.journey import Journey, StageOutcome, journey, totals
from server.lenses.journey.nodes import Node
from server.lenses.kit.blocks import Tone
from server.model.event import PROBE_FAULT
from server.model.exchange import ExchangeState
from tests.support.lenses import sample_events as s


def stops(made: Journey) -> list[tuple[str, StageOutcome]]:
    """The stations as they were passed."""
    return [(stop.name, stop.passed) for stop in made.stops]


def node(made: Journey, kind: str) -> Node:
    """The first node of one kind, wherever it lies."""
    return next(one for one in made.nodes() if one.kind == kind)


def test_a_request_passes_its_stations_in_order() -> None:
    """From the socket to the closing of the iterable, and the view is marked as who answered."""
    made = journey(
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
    assert stops(made) == [
        ("socket", StageOutcome.THROUGH),
        ("routing", StageOutcome.THROUGH),
        ("before", StageOutcome.THROUGH),
        ("view", StageOutcome.ANSWERED),
        ("after", StageOutcome.THROUGH),
        ("answer", StageOutcome.THROUGH),
        ("teardown", StageOutcome.THROUGH),
        ("close", StageOutcome.THROUGH),
    ]
    assert all(stop.explains for stop in made.stops)


def test_a_view_that_never_ran_is_a_station_that_says_why() -> None:
    """Its place stays visible, between the hook that answered and what came after."""
    made = journey(
        s.exchange(
            s.arrival(),
            s.match(),
            s.hook("before_request", "gate", at=1, answered=True),
            s.answer(302, "FOUND"),
        )
    )
    assert [name for name, _passed in stops(made)] == ["socket", "routing", "before", "view", "answer"]
    skipped = made.stops[3]
    assert skipped.passed is StageOutcome.SKIPPED
    assert str(skipped.notes[0].says) == "The view never ran: the hook `gate` answered first."
    assert made.stops[2].passed is StageOutcome.ANSWERED


def test_a_view_that_raised_has_failed_and_the_response_has_not() -> None:
    """The 500 is red, but the place where it broke is the view."""
    made = journey(
        s.exchange(
            s.match(),
            s.view(took=1.0, raised="KeyError: 1"),
            s.raised(at=2.5),
            s.answer(500, "ERROR"),
            status=500,
        )
    )
    assert stops(made)[1:] == [("view", StageOutcome.FAILED), ("answer", StageOutcome.THROUGH)]
    assert node(made, "view").inner[0].kind == "exception"


def test_abort_in_a_view_is_an_answer_and_no_failure() -> None:
    """An HTTP exception below 500 is not red."""
    made = journey(
        s.exchange(
            s.match(), s.view(took=1.0, raised="NotFound: 404"), s.raised("NotFound", at=2.5, http=404)
        )
    )
    assert stops(made)[1] == ("view", StageOutcome.ANSWERED)
    assert node(made, "view").tone is Tone.NOTE


def test_a_bar_has_its_place_and_scale_in_time() -> None:
    """Half of the exchange is half of the lane, and nesting is depth."""
    made = journey(s.exchange(s.view(at=2.5, took=2.5), s.log("inside", at=3.0), took=5.0))
    view = node(made, "view")
    assert (view.bar.x, view.bar.width) == ("50.000%", "50.000%")
    assert (view.at, view.took, view.depth) == ("2.50 ms", "2.50 ms", 0)
    assert (view.inner[0].took, view.inner[0].depth) == ("", 1)


def test_what_a_session_became_is_told_where_the_answer_leaves() -> None:
    """It is opened early, but whether it was saved is known at the end."""
    made = journey(
        s.exchange(s.match(), s.session(at=0.3, nested=["cart"], unsaved=True), s.view(), s.answer())
    )
    answer = next(stop for stop in made.stops if stop.name == "answer")
    assert answer.notes[0].tone is Tone.WARNING
    assert str(node(made, "session").says) == "The session was opened, empty"


def test_repeats_of_one_family_stand_behind_one_line() -> None:
    """Two hundred logs of one kind are one line that opens into them."""
    rows = [replace(s.log(f"row {number}", at=1.5), family="row") for number in range(200)]
    made = journey(s.exchange(s.view(), *rows))
    [line] = node(made, "view").inner
    assert str(line.says) == "200 times: row 0"
    assert len(line.repeats) == 200
    assert {one.depth for one in line.repeats} == {2}


def test_a_few_alike_stay_apart() -> None:
    """Three are read faster than opened."""
    rows = [replace(s.log("row", at=1.5), family="row") for _number in range(3)]
    assert len(node(journey(s.exchange(s.view(), *rows)), "view").inner) == 3


def test_a_long_list_opens_to_its_rest() -> None:
    """The rest of many different things stands behind a line that is as loud as the loudest of it."""
    rows = [s.log(f"row {number}", at=1.5) for number in range(60)]
    made = journey(s.exchange(s.view(), *rows, s.log("bad", "ERROR", 40, at=1.6)))
    *_shown, rest = node(made, "view").inner
    assert rest.kind == "more"
    assert str(rest.says) == f"{61 - len(_shown)} more here"
    assert rest.tone is Tone.ERROR


def test_what_is_too_much_for_a_page_is_left_to_its_tab_and_said() -> None:
    """A thousand logs do not make a page of a thousand rows."""
    rows = [s.log(f"row {number}", at=1.5) for number in range(1000)]
    made = journey(s.exchange(s.view(), *rows, s.answer()))
    assert 0 < made.omitted < 1000
    assert node(made, "response")


def test_a_station_that_comes_again_is_explained_once() -> None:
    """A stream that asks the map again does not lecture again."""
    made = journey(s.exchange(s.match(), s.view(), s.match(at=4.5)))
    first, _view, second = made.stops
    assert first.name == second.name == "routing"
    assert (bool(first.explains), bool(second.explains)) == (True, False)


def test_what_the_probe_reports_of_itself_is_in_the_column() -> None:
    """A sensor that failed and events that were dropped are never silent."""
    failed = s.event(PROBE_FAULT, {"sensor": "routing", "problem": "KeyError"})
    dropped = s.event(PROBE_FAULT, {"sensor": "log", "problem": "too many", "lost": 7})
    made = journey(s.exchange(failed, dropped, lost_events=2))
    assert made.lost == 2
    assert [str(one.says) for one in made.nodes()] == [
        "The sensor `routing` failed and stayed quiet: `KeyError`",
        "The probe dropped 7 events of `log`: `too many`",
    ]


def test_an_event_that_cannot_be_read_spares_the_others() -> None:
    """One odd event is one odd row."""
    made = journey(s.exchange(s.match(), s.view(raised=7), s.answer(), s.event("from-the-future", {})))
    said = [str(one.says) for one in made.nodes()]
    assert "Could not read this: `raised is no text`." in said
    assert "An event of a kind that this version does not know." in said
    assert "The response: `200 OK`" in said


def test_a_404_names_the_rule_that_came_near() -> None:
    """The reader need not open the list of rules to see what was nearly asked for."""
    near = s.tried("/users/<int:id>", "converter", converter="int", value="abc", argument="id")
    made = journey(s.exchange(s.mismatch("NotFound", s.tried("/", "text"), near), s.answer(404), status=404))
    assert str(node(made, "routing").says) == (
        "404: none of the 2 rules matched. Nearest: `/users/<int:id>`. "
        "The converter `int` refused `abc` for `id`."
    )


def test_an_http_exception_is_told_as_the_answer_it_is() -> None:
    """Its message is a page for visitors and says nothing to the reader."""
    made = journey(s.exchange(s.raised("NotFound", http=404, message="404 Not Found: The requested URL…")))
    assert str(node(made, "exception").says) == "Raised `NotFound`, an answer of its own: 404"


def test_the_column_is_summed_up_in_one_line() -> None:
    """How many events, and how long."""
    made = s.exchange(s.match(), took=5.0)
    assert totals(made, journey(made)) == "1 event · 5.00 ms"


def test_a_process_that_ended_leaves_open_how_far_it_came() -> None:
    """No view is said to have been skipped that may have run."""
    made = journey(s.exchange(s.arrival(), s.match(), status=None, state=ExchangeState.LOST))
    assert [name for name, _passed in stops(made)] == ["socket", "routing"]
    says = "The app's process ended before it answered. How far it came is not known."
    assert str(made.stops[-1].notes[0].says) == says


def test_an_app_without_flask_is_told_nothing_of_sessions() -> None:
    """Where the answer leaves, only what any WSGI app does is explained."""
    made = journey(s.exchange(s.arrival(), s.answer(), versions=s.BARE))
    assert made.stops[-1].explains == "Status, headers and body are sent."
