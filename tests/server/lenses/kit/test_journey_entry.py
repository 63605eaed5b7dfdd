"""Tests of how a kind of event chooses its stage."""

import pytest

from server.lenses.kit import stages
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.journey_entry import JourneyEntry, anywhere, at


def test_a_kind_may_have_one_stage_or_any() -> None:
    """`at` always chooses its stage, `anywhere` chooses none."""
    body = EventReader({})
    assert at(stages.VIEW)(body) is stages.VIEW
    assert anywhere(body) is None  # type: ignore[func-returns-value]  # that it is None is the point


def test_an_entry_has_no_defaults() -> None:
    """A new kind of event has to decide how the Journey treats it."""
    with pytest.raises(TypeError, match="missing 7 required"):
        JourneyEntry()  # type: ignore[call-arg]  # that it is refused is the point
