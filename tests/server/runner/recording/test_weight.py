"""Tests of the weight of events."""

from server.runner.recording.weight import weight_of
from tests.support.runner import sample_events


def test_the_weight_is_about_the_number_of_characters() -> None:
    """Also an empty container weighs something, because it takes memory."""
    light = weight_of(sample_events.event("log", {"message": ""}))
    assert weight_of(sample_events.event("log", {"message": "x" * 1000})) == light + 1000
    assert weight_of(sample_events.event("log", {"message": "", "more": [{}] * 10})) > light + 640
