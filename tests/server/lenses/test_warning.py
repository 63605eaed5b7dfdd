"""Tests of the warnings lens."""

from server.lenses import warning
from server.lenses.kit.blocks import Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


def test_warnings_are_a_table_with_their_outcomes() -> None:
    """Hidden ones are explained."""
    made = s.exchange(lib.warning(), lib.warning("quiet", "hidden"), lib.warning("loud", "raised"))
    found = " ".join(lines(warning.LENS, made))
    assert "DeprecationWarning  it is old  shown" in found
    assert "hidden by a filter" in found
    assert "-W default" in found
    assert "Python hides" not in " ".join(lines(warning.LENS, s.exchange(lib.warning())))
    assert warning.LENS.journey.summarise(lib.warning("loud", "raised")).tone is Tone.ERROR
