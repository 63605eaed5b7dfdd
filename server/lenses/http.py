"""The lens of outgoing HTTP: which requests the app sent to others, and what was answered."""

from typing import Final

from server.lenses.kit.blocks import Block, Cell, Fact, Facts, Row, Table, Tone
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, count_of, readings
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange

_CLIENT_ERROR: Final = 400


def _result(body: EventReader) -> Sentence:
    status, error = body.maybe_whole("status"), body.text("error")
    if status is not None:
        return plain(status)
    return fact(error) if error else plain(_("no answer was read"))


def _tone(body: EventReader) -> Tone:
    status = body.maybe_whole("status")
    if body.text("error"):
        return Tone.ERROR
    return Tone.WARNING if status is not None and status >= _CLIENT_ERROR else Tone.PLAIN


def _row(event: Event, body: EventReader) -> Row:
    took = finite(event.took)
    line = "" if event.caller is None else place(event.caller.file, event.caller.line)
    cells: tuple[Cell, ...] = (
        plain(duration(finite(event.at) or 0.0)),
        plain("" if took is None else duration(took)),
        compose("%(method)s %(url)s", method=body.text("method"), url=body.text("url")),
        _result(body),
        fact(line) if line else plain(""),
    )
    return Row(cells=cells, tone=_tone(body))


def _show(exchange: Exchange) -> tuple[Block, ...]:
    found = list(readings(exchange, "http"))
    if not found:
        return ()
    took = sum(event.total_took for event, _body in found)
    totals = Facts(
        rows=(
            Fact(label=_("Requests"), value=plain(sum(event.times for event, _body in found))),
            Fact(
                label=_("Time"),
                value=plain(duration(took)),
                means=_("Until the headers of each answer; bodies are not counted."),
            ),
        )
    )
    head = (_("At"), _("Took"), _("Request"), _("Answer"), _("From"))
    rows = tuple(_row(event, body) for event, body in found)
    return (totals, Table(caption=_("Requests to others"), head=head, rows=rows, numbers=(0, 1)))


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    request = compose("%(method)s %(url)s", method=body.text("method"), url=body.text("url"))
    arrow = plain(" → ")
    sentence = Sentence(parts=(*request.parts, *arrow.parts, *_result(body).parts))
    return EventSummary(sentence=sentence, tone=_tone(body))


LENS: Final = Lens(
    kind="http",
    tab="http",
    title=lazy_gettext("HTTP out"),
    when_empty=lazy_gettext("The app sent no request through http.client or httpcore."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("HTTP out"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=True,
        fails_stage=False,
        explains=False,
    ),
    count=count_of("http"),
    needs_flask=False,
    rare=True,
)
