"""Tests of the lens of settings."""

from server.lenses.config import LENS
from server.lenses.kit.blocks import Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


def test_a_setting_of_a_request_is_remarked() -> None:
    """With value, method and line."""
    exchange = s.exchange(lib.config(), lib.config("from_object"))
    shown = [" ".join(line.split()) for line in lines(LENS, exchange)]
    assert "DEBUG True assigned shop/app.py:12" in shown
    assert "DEBUG True from_object() shop/app.py:12" in shown
    assert LENS.present(exchange).tone is Tone.NOTE
    assert LENS.present(exchange).count == 2


def test_the_journey_names_one_setting_and_counts_several() -> None:
    """Also those that were left out."""
    assert (
        str(LENS.journey.summarise(lib.config()).sentence) == "`DEBUG` was set while the request was answered"
    )
    many = LENS.journey.summarise(lib.config(omitted=3)).sentence
    assert str(many) == "4 settings were set while the request was answered"
