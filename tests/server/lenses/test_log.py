"""Tests of the logs lens."""

from dataclasses import replace

from server.lenses import log
from server.lenses.kit.blocks import Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_logs_are_counted_by_level_the_worst_first() -> None:
    """The tab is as loud as the loudest record, and a traceback opens."""
    made = s.exchange(
        s.log("a"), s.log("b"), s.log("c", "ERROR", 40, exception="Traceback: oops"), s.log("d", levelno="x")
    )
    found = lines(log.LENS, made)
    assert "✗ 1 ERROR · 2 INFO" in found
    assert "Traceback: oops" in found
    assert any(line.endswith("Could not read this.") for line in found)
    shown = log.LENS.present(made)
    assert (shown.tone, shown.count) == (Tone.ERROR, 4)


def test_logs_that_cannot_be_read_are_still_rows() -> None:
    """With no readable record there is no sum of levels, but the rows stay."""
    assert lines(log.LENS, s.exchange(replace(s.log("d"), body={"level": 1}))) == ["! Could not read this."]
