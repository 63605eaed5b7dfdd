"""Tests of the output lens."""

from server.lenses import output
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


def test_output_shows_lines_and_what_was_left_out() -> None:
    """Long lines can be opened."""
    made = s.exchange(lib.output(), lib.output("", omitted=7), lib.output("oh\nno\n", stream="stderr"))
    found = " ".join(lines(output.LENS, made))
    assert "baking" in found
    assert "7 more characters were left out." in found
    long, short, cut = (
        output.LENS.journey.summarise(lib.output(**facts))
        for facts in ({"text": "a\nb\n"}, {"text": "a\n"}, {"text": "", "omitted": 1})
    )
    assert long.blocks
    assert not short.blocks
    assert str(cut.sentence) == "1 more character was left out."


def test_a_printed_traceback_names_its_exception_in_one_line() -> None:
    """Of a chain, the last one; a text that was cut before its end names none."""
    frames = 'Traceback (most recent call last):\n  File "app.py", line 3, in index\n    1 / 0\n'
    summarise = output.LENS.journey.summarise
    text = f"{frames}ValueError: x\n\nDuring handling …:\n\n{frames}ZeroDivisionError: division by zero\n"
    summary = summarise(lib.output(text, stream="stderr"))
    assert str(summary.sentence) == (
        "`Traceback (most recent call last): … ZeroDivisionError: division by zero`"
    )
    assert summary.blocks
    assert str(summarise(lib.output(frames)).sentence) == "`Traceback (most recent call last): …`"
