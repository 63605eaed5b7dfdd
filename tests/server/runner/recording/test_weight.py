"""Tests of the weight of events."""

import json
import tracemalloc

import pytest

from server.runner.recording.weight import weight_of, weight_of_value
from tests.support.runner import sample_events


def test_the_weight_counts_characters_and_values() -> None:
    """Also an empty value weighs something, because it takes memory."""
    light = weight_of(sample_events.event("log", {"message": ""}))
    assert weight_of(sample_events.event("log", {"message": "x" * 1000})) == light + 1000
    assert weight_of(sample_events.event("log", {"message": "", "more": [{}] * 10})) > light + 640


@pytest.mark.parametrize(
    "values", [[""] * 9999, [[]] * 9999, [{"a": 0}] * 9999, [0.5] * 9999, ["é€\U0001f9ea"] * 9999]
)
def test_the_weight_is_at_least_the_memory(values: list[object]) -> None:
    """As Python allocates it for what it reads."""
    text = json.dumps(values)
    tracemalloc.start()
    try:
        read = json.loads(text)
        taken, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert weight_of_value(read) > 0.8 * taken
