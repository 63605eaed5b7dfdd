"""Tests of the table of what happened outside of any exchange."""

from dataclasses import replace

from server.lenses.kit.blocks import Tone
from server.lenses.render.background import MOST_ROWS, background_table
from server.model.background import BackgroundEvent
from server.model.event import Event
from tests.support.lenses import sample_events as s


def happened(event: Event, time: float = 1_700_000_000.5) -> BackgroundEvent:
    """The event as one of the background."""
    return BackgroundEvent(time=time, event=replace(event, thread="worker"))


def test_the_newest_event_comes_first() -> None:
    """With its time, its thread, what the Journey would say of it, and the line of the app."""
    table = background_table((happened(s.log("started")), happened(s.sql("SELECT 1"), 1_700_000_001.25)))
    first, second = ([str(cell) for cell in row.cells] for row in table.rows)
    assert first[0].endswith(":21.250")
    assert first[1:] == ["`worker`", "SQL", "`SELECT 1` (1 row)", "100 µs", "`shop/app.py:12`"]
    assert "started" in second[3]


def test_what_cannot_be_read_is_said() -> None:
    """A guest may send anything; an unknown kind has a row, too."""
    odd = happened(s.event("sql", {"statement": 7}))
    table = background_table((odd, happened(s.event("odd", {}))))
    assert [row.tone for row in table.rows] == [Tone.PLAIN, Tone.WARNING]


def test_only_so_many_rows_are_shown() -> None:
    """The others are counted."""
    table = background_table(tuple(happened(s.log("x")) for _ in range(MOST_ROWS + 3)))
    assert (len(table.rows), table.omitted) == (MOST_ROWS, 3)
