"""Tests of the signals lens."""

from server.lenses.kit.blocks import Tone
from server.lenses.signal import LENS
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_a_signal_is_shown_with_sender_and_receivers() -> None:
    """Arguments by name, receivers with their locations."""
    made = s.signal("lit", "keeper", "harbour", arguments={"hours": s.value("3", "int")})
    found = lines(LENS, s.exchange(made))
    assert any(line.startswith("lit was sent to 2 receivers") for line in found)
    assert "Sender: 'lighthouse'" in found
    assert "hours: 3" in found
    assert any("keeper  shop/app.py:5" in line for line in found)


def test_a_signal_without_receivers_says_so() -> None:
    """In the Journey too."""
    assert str(LENS.journey.summarise(s.signal("fog")).sentence) == "`fog` was sent, but had no receivers"


def test_a_receiver_that_raised_is_an_error() -> None:
    """With the consequence for the other receivers."""
    view = LENS.present(s.exchange(s.signal("storm", "broken", raised="ValueError: no rope")))
    assert view.tone is Tone.ERROR
    assert "were not called" in str(view.blocks)
