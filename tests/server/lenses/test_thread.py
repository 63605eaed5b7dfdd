"""Tests of the lens of concurrent work."""

from dataclasses import replace

import pytest

from server.lenses.kit.blocks import Tone
from server.lenses.thread import LENS
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("thread", "A thread was started for `bake`"),
        ("item", "`bake` was given to a pool of threads"),
        ("greenlet", "A greenlet was started for `bake`"),
        ("task", "An asyncio task was made of `bake`"),
    ],
)
def test_each_kind_has_its_sentence(what: str, sentence: str) -> None:
    """With the function that it runs."""
    assert str(LENS.journey.summarise(lib.thread(what)).sentence) == sentence


def test_what_had_not_finished_is_remarked() -> None:
    """What is not known to go on is not."""
    exchange = s.exchange(lib.thread(), lib.thread(finished=False), lib.thread("task", finished=None))
    shown = [" ".join(line.split()) for line in lines(LENS, exchange)]
    assert any("1 of them had not finished when the exchange ended." in line for line in shown)
    assert "thread Thread-1 bake shop/oven.py:3 shop/app.py:12 yes" in shown
    assert LENS.present(exchange).count == 3
    assert LENS.present(exchange).tone is Tone.NOTE
    assert LENS.present(s.exchange(lib.thread(target=None))).tone is Tone.PLAIN


def test_work_that_a_library_begins_by_itself_is_muted() -> None:
    """No line of the app has asked for it."""
    assert LENS.journey.summarise(lib.thread()).tone is Tone.PLAIN
    assert LENS.journey.summarise(replace(lib.thread(), caller=None)).tone is Tone.MUTED
    assert LENS.journey.summarise(replace(lib.thread(finished=False), caller=None)).tone is Tone.NOTE
