"""Tests of the logs lens."""

from dataclasses import replace

from server.lenses import log
from server.lenses.kit.blocks import Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_logs_are_counted_by_level_the_worst_first() -> None:
    """The tab has the highest tone of the records, and a traceback can be opened."""
    exchange = s.exchange(
        s.log("a"), s.log("b"), s.log("c", "ERROR", 40, exception="Traceback: oops"), s.log("d", levelno="x")
    )
    found = lines(log.LENS, exchange)
    assert "✗ 1 ERROR · 2 INFO" in found
    assert "Traceback: oops" in found
    assert any(line.endswith("Could not read this.") for line in found)
    shown = log.LENS.present(exchange)
    assert (shown.tone, shown.count) == (Tone.ERROR, 4)


def test_malformed_records_are_still_rows() -> None:
    """Only the counts by level are missing."""
    assert lines(log.LENS, s.exchange(replace(s.log("d"), body={"level": 1}))) == ["! Could not read this."]
