"""The output lens: what the app printed during the exchange, with the line of code that printed it."""

from typing import Final

from server.lenses.kit.blocks import Block, Remark, Row, Table, Text, Tone
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, count_of, readings
from server.lenses.kit.sentence import Sentence, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange

_LINE: Final = 120
_TRACEBACK: Final = "Traceback (most recent call last):"


def _omitted(body: EventReader) -> Sentence:
    number = body.whole("omitted")
    return plain(
        ngettext("%(num)d more character was left out.", "%(num)d more characters were left out.", number)
    )


def _shown(body: EventReader) -> str:
    return body.text("text").rstrip("\n")


def _row(event: Event, body: EventReader) -> Row:
    where = "" if event.caller is None else place(event.caller.file, event.caller.line)
    cells = (
        plain(duration(finite(event.at) or 0.0)),
        fact(body.text("stream")),
        fact(_shown(body)),
        fact(where) if where else plain("—"),
    )
    return Row(cells=cells, tone=Tone.NOTE if body.text("stream") == "stderr" else Tone.PLAIN)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    found = list(readings(exchange, "output"))
    rows = tuple(_row(event, body) for event, body in found if body.text("text"))
    if not found:
        return ()
    head = (_("At"), _("Stream"), _("Text"), _("Line"))
    blocks: list[Block] = [Table(caption=_("What was printed"), head=head, rows=rows, numbers=(0,))]
    blocks += [
        Remark(sentence=_omitted(body), tone=Tone.NOTE) for _event, body in found if body.whole("omitted")
    ]
    return tuple(blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    if body.whole("omitted"):
        return EventSummary(sentence=_omitted(body), tone=Tone.NOTE)
    text = _shown(body)
    line = text.partition("\n")[0]
    whole = line == text and len(line) <= _LINE
    blocks = () if whole else (Text(text=text, label=_("What was printed")),)
    short = line[:_LINE] + ("" if whole else " …")
    error = _raised(text)
    return EventSummary(
        sentence=fact(f"{short} {error}" if error else short), blocks=blocks, label=body.text("stream")
    )


def _raised(text: str) -> str:
    """Return the line of the last traceback in the text that names the exception; "" if there is none."""
    _before, header, traceback = text.rpartition(_TRACEBACK)
    if not header:
        return ""
    lines = (line.strip() for line in traceback.split("\n") if not line.startswith(" "))
    error = next(filter(None, lines), "")
    return error if len(error) <= _LINE else error[: _LINE - 1] + "…"


LENS: Final = Lens(
    kind="output",
    tab="output",
    title=lazy_gettext("Output"),
    when_empty=lazy_gettext(
        "No text was seen on sys.stdout or sys.stderr. What logging writes is under Logs."
    ),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("output"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    count=count_of("output"),
    needs_flask=False,
    rare=True,
)
