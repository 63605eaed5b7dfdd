"""Tests of the lens of outgoing HTTP."""

import pytest

from server.lenses.http import LENS
from server.lenses.kit.blocks import Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


@pytest.mark.parametrize(
    ("status", "error", "sentence", "tone"),
    [
        (200, None, "`GET` `https://rates.example/eur` → 200", Tone.PLAIN),
        (503, None, "`GET` `https://rates.example/eur` → 503", Tone.WARNING),
        (None, "OSError: no", "`GET` `https://rates.example/eur` → `OSError: no`", Tone.ERROR),
        (None, None, "`GET` `https://rates.example/eur` → no answer was read", Tone.PLAIN),
    ],
)
def test_each_end_has_its_words(status: int | None, error: str | None, sentence: str, tone: Tone) -> None:
    """An answer, an error status, an exception, and an answer that the app did not read."""
    summary = LENS.journey.summarise(lib.http(status, error=error))
    assert (str(summary.sentence), summary.tone) == (sentence, tone)


def test_the_tab_lists_the_requests_and_their_time() -> None:
    """The number on the tab is the number of requests."""
    exchange = s.exchange(lib.http(), lib.http(404))
    shown = lines(LENS, exchange)
    assert any(
        "https://rates.example/eur" in line and "404" in line and "shop/app.py:12" in line for line in shown
    )
    assert LENS.present(exchange).count == 2
