"""Prepares the background of an app for a page: a table of what happened outside of any exchange."""

from datetime import datetime
from typing import Final

from server.lenses.kit.blocks import Cell, Row, Table, Tone
from server.lenses.kit.event_reader import finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary
from server.lenses.kit.lens import unreadable
from server.lenses.kit.sentence import fact, plain
from server.lenses.registry import JOURNEY_ENTRIES
from server.model.background import BackgroundEvent

MOST_ROWS: Final = 200


def background_table(events: tuple[BackgroundEvent, ...]) -> Table:
    """Return the last events, the newest first; never raises, whatever the guest sent."""
    shown = events[::-1][:MOST_ROWS]
    head = (_("Time"), _("Thread"), _("Event"), _("What happened"), _("Took"), _("From"))
    return Table(
        caption=_("What happened in the background, the newest first"),
        head=head,
        rows=tuple(map(_row, shown)),
        omitted=len(events) - len(shown),
        numbers=(4,),
    )


def _row(background: BackgroundEvent) -> Row:
    event = background.event
    entry = JOURNEY_ENTRIES.get(event.kind)
    try:
        summary = EventSummary(sentence=plain("")) if entry is None else entry.summarise(event)
    except Exception as error:  # a guest's data must never take the page down
        summary = EventSummary(sentence=unreadable(error).sentence, tone=Tone.WARNING)
    took, caller = finite(event.took), event.caller
    line = summary.place or ("" if caller is None else place(caller.file, caller.line))
    cells: tuple[Cell, ...] = (
        plain(datetime.fromtimestamp(background.time).astimezone().strftime("%H:%M:%S.%f")[:-3]),
        fact(event.thread) if event.thread else plain(""),
        plain(summary.label or (event.kind if entry is None else str(entry.label))),
        summary.sentence,
        plain("" if took is None else duration(took)),
        fact(line) if line else plain(""),
    )
    return Row(cells=cells, tone=summary.tone)
