"""Tests of the lines for threads that a request started."""

from dataclasses import replace

from server.lenses.journey.journey import build_journey
from server.lenses.journey.thread_nodes import of_thread, thread_nodes
from server.lenses.journey.time_scale import scale_to
from server.model.event import Event
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib


def in_thread(event: Event, name: str, at: float) -> Event:
    """The event as one of a thread."""
    return replace(event, thread=name, at=at)


def test_each_thread_has_a_line_with_its_events_inside() -> None:
    """In the order in which the threads began."""
    events = (
        s.view(at=0.5, took=4.0),
        in_thread(s.sql(), "first", 1.0),
        in_thread(lib.output(), "", 1.5),
        in_thread(s.sql(), "first", 2.0),
    )
    nodes, omitted = thread_nodes(events, scale_to([5.0]))
    assert [str(node.sentence) for node in nodes] == ["`first`: 2 events", "a thread without a name: 1 event"]
    assert [inner.kind for inner in nodes[0].inner] == ["sql", "sql"]
    assert omitted == 0
    assert [event.kind for event in of_thread(events, None)] == ["view"]


def test_what_a_thread_does_is_not_drawn_inside_the_view() -> None:
    """It ran at the same time, which does not prove that it ran inside: it has a stage of its own."""
    events = (s.arrival(), s.view(at=0.5, took=4.0), in_thread(s.sql(), "worker", 1.0), s.closing())
    journey = build_journey(s.exchange(*events))
    assert journey.stages[-1].name == "threads"
    view = next(stop for stop in journey.stages if stop.name == "view")
    assert view.nodes[0].inner == ()
    assert build_journey(s.exchange(s.arrival(), s.closing())).stages[-1].name == "close"
