"""Tests of the lines of a Journey: repeats, long lists, and odd events."""

from dataclasses import replace

from server.lenses.journey.journey import build_journey
from server.lenses.kit.blocks import Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses.journey_nodes import node


def test_a_bar_is_drawn_to_scale() -> None:
    """Half of the exchange is half of the lane, and nested events are indented."""
    journey = build_journey(s.exchange(s.view(at=2.5, took=2.5), s.log("inside", at=3.0), took=5.0))
    view = node(journey, "view")
    assert (view.bar.x, view.bar.width) == ("50.000%", "50.000%")
    assert (view.at, view.took, view.depth) == ("2.50 ms", "2.50 ms", 0)
    assert (view.inner[0].took, view.inner[0].depth) == ("", 1)


def test_repeated_events_share_one_line() -> None:
    """Two hundred similar log records are one line that opens into them."""
    rows = [replace(s.log(f"row {number}", at=1.5), family="row") for number in range(200)]
    journey = build_journey(s.exchange(s.view(), *rows))
    [line] = node(journey, "view").inner
    assert str(line.sentence) == "200 times: row 0"
    assert len(line.repeats) == 200
    assert {one.depth for one in line.repeats} == {2}


def test_scattered_repeats_share_one_line() -> None:
    """Statements that take turns are two lines, at the places of the first ones; hooks keep their order."""
    rows = []
    for number in range(5):
        rows += [
            replace(s.sql("INSERT INTO a", at=1.5 + number / 10), family="a"),
            replace(s.sql("INSERT INTO b", at=1.55 + number / 10), family="b"),
        ]
    lines = node(build_journey(s.exchange(s.view(at=1.0, took=3.0), *rows)), "view").inner
    assert [len(line.repeats) for line in lines] == [5, 5]
    assert [str(line.sentence)[:8] for line in lines] == ["5 times:"] * 2
    few = node(build_journey(s.exchange(s.view(at=1.0, took=3.0), *rows[:8])), "view").inner
    assert len(few) == 8


def test_a_few_similar_events_stay_apart() -> None:
    """Three are faster to read than to open."""
    rows = [replace(s.log("row", at=1.5), family="row") for _number in range(3)]
    assert len(node(build_journey(s.exchange(s.view(), *rows)), "view").inner) == 3


def test_the_end_of_a_long_list_is_one_line() -> None:
    """It has the highest tone of the events that it stands for."""
    rows = [s.log(f"row {number}", at=1.5) for number in range(60)]
    journey = build_journey(s.exchange(s.view(), *rows, s.log("bad", "ERROR", 40, at=1.6)))
    *_shown, rest = node(journey, "view").inner
    assert rest.kind == "more"
    assert str(rest.sentence) == f"{61 - len(_shown)} more here"
    assert rest.tone is Tone.ERROR


def test_a_malformed_event_does_not_affect_the_others() -> None:
    """It is one unreadable line."""
    journey = build_journey(
        s.exchange(s.match(), s.view(raised=7), s.answer(), s.event("from-the-future", {}))
    )
    expected = [str(one.sentence) for one in journey.nodes()]
    assert "Could not read this: `raised is not text`." in expected
    assert "An event of a kind that this version does not know." in expected
    assert "The response: `200 OK`" in expected


def test_a_404_names_the_nearest_rule() -> None:
    """The reader sees the probable mistake without opening the list of rules."""
    near = s.tried("/users/<int:id>", "converter", converter="int", value="abc", argument="id")
    journey = build_journey(
        s.exchange(s.mismatch("NotFound", s.tried("/", "text"), near), s.answer(404), status=404)
    )
    assert str(node(journey, "routing").sentence) == (
        "404: none of the 2 rules matched. Nearest: `/users/<int:id>`. "
        "The converter `int` refused `abc` for `id`."
    )


def test_an_http_exception_is_shown_as_a_response() -> None:
    """Its message is a page for visitors and of no use here."""
    journey = build_journey(
        s.exchange(s.raised("NotFound", http=404, message="404 Not Found: The requested URL…"))
    )
    assert str(node(journey, "exception").sentence) == "Raised `NotFound`, which is itself a response: 404"
