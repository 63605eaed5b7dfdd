"""Tests of the limit on the events of a Journey."""

from server.lenses.journey.journey import build_journey
from tests.support.lenses import sample_events as s
from tests.support.lenses.journey_nodes import node


def test_too_many_events_are_left_to_their_tabs_and_counted() -> None:
    """A thousand log records do not make a page of a thousand rows."""
    rows = [s.log(f"row {number}", at=1.5) for number in range(1000)]
    journey = build_journey(s.exchange(s.view(), *rows, s.answer()))
    assert 0 < journey.omitted < 1000
    assert node(journey, "response")
