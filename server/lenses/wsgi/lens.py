"""The WSGI lens: what the server passed to the app, and how the app answered the server."""

from typing import Final

from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Fact, Facts, Remark, Row, Section, Table, Tone
from server.lenses.kit.bodies import body_blocks
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import size
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext, number
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry
from server.lenses.kit.lens import Lens, blocks_of_each
from server.lenses.kit.sentence import compose, fact, plain
from server.lenses.kit.stages import Stage
from server.lenses.wsgi import environ
from server.model.event import Event
from server.model.exchange import Exchange, Headers

_ONE: Final = 1


def header_table(headers: Headers, caption: str) -> tuple[Block, ...]:
    """Return headers in the order sent, or a remark that there were none."""
    if not headers:
        return (Remark(sentence=plain(_("No headers.")), tone=Tone.MUTED),)
    rows = tuple(Row(cells=(fact(name), fact(value))) for name, value in headers)
    return (Table(caption=caption, head=(_("Header"), _("Value")), rows=rows),)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    request = exchange.request
    line = Facts(
        rows=(
            Fact(label=_("Method"), value=fact(request.method)),
            Fact(
                label=_("Path"),
                value=fact(request.path),
                means=_("PATH_INFO: the server has already decoded the percent signs."),
            ),
            Fact(label=_("Query"), value=fact(request.query) if request.query else plain(_("none"))),
        )
    )
    return (
        Section(title=_("Request"), blocks=(line, *header_table(request.headers, _("Request headers")))),
        Section(title=_("Request body"), blocks=body_blocks(request.body, _("Request body"))),
        *blocks_of_each(exchange, "wsgi", _blocks),
    )


def _blocks(event: Event, body: EventReader) -> tuple[Block, ...]:
    if body.text("phase") == "close":
        return (Section(title=_("The app's side of WSGI"), blocks=_closing(body)),)
    return (Section(title=_("environ"), blocks=environ.groups(body)),)


def _closing(body: EventReader) -> tuple[Block, ...]:
    calls = body.whole("start_response")
    rows = [
        Fact(
            label="start_response",
            value=plain(_times(calls)),
            means=_("How often the app announced a status and headers; normally once."),
            code=True,
        ),
        Fact(
            label=_("Iterable"),
            value=fact(body.text("iterable")),
            means=_("What the app returned; the server sends what it yields."),
        ),
        Fact(label=_("Chunks"), value=plain(number(body.whole("chunks"))), means=size(body.whole("sent"))),
        Fact(
            label="close()",
            value=plain(_closed(body)),
            code=True,
            means=_("A WSGI server calls it at the end, also after an error."),
        ),
    ]
    read_body = body.body("input")
    if read_body is not None and (read_body.size or not body.flag("input_complete")):
        read = (
            size(read_body.size)
            if body.flag("input_complete")
            else _("%(size)s, not to its end") % {"size": size(read_body.size)}
        )
        rows.append(
            Fact(
                label="wsgi.input",
                value=plain(read),
                code=True,
                means=_("How much of the body the app read."),
            )
        )
    return (*_remarks(body, calls), Facts(rows=tuple(rows)))


def _times(number: int) -> str:
    return ngettext("%(num)d time", "%(num)d times", number)


def _closed(body: EventReader) -> str:
    if not body.flag("has_close"):
        return _("the iterable has none")
    return _("called") if body.flag("closed") else _("not called")


def _remarks(body: EventReader, calls: int) -> tuple[Block, ...]:
    remarks: list[Block] = []
    if not calls:
        sentence = compose(
            _("The app never called %(name)s: it sent no status and no headers."), name="start_response"
        )
        remarks.append(Remark(sentence=sentence, tone=Tone.ERROR))
    elif calls > _ONE:
        sentence = compose(
            _("The app called %(name)s %(number)d times."), name="start_response", number=calls
        )
        remedy = compose(
            _("A later call is allowed only with %(name)s, to replace what failed."), name="exc_info"
        )
        remarks.append(Remark(sentence=sentence, tone=Tone.NOTE, remedy=remedy))
    if body.text("withdrawn"):
        sentence = compose(
            _("The app announced %(status)s and raised an exception before its first byte."),
            status=body.text("withdrawn"),
        )
        remedy = plain(_("None of it was sent: the server answered with its own error."))
        remarks.append(Remark(sentence=sentence, tone=Tone.ERROR, remedy=remedy))
    if body.flag("has_close") and not body.flag("closed"):
        sentence = compose(_("%(name)s was not called: what it would release may stay open."), name="close()")
        remarks.append(Remark(sentence=sentence, tone=Tone.WARNING))
    if body.flag("write_used"):
        sentence = compose(_("The app used %(name)s, which WSGI keeps only for old code."), name="write()")
        remarks.append(Remark(sentence=sentence, tone=Tone.NOTE))
    return tuple(remarks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    if body.text("phase") == "close":
        blocks = _closing(body)
        if body.text("withdrawn"):
            sentence = plain(_("The app gave the server nothing to send"))
            return EventSummary(sentence=sentence, blocks=blocks, tone=Tone.ERROR)
        sentence = compose(
            _wording(body),
            size=size(body.whole("sent")),
            chunks=ngettext("%(num)d chunk", "%(num)d chunks", body.whole("chunks")),
            name=body.text("iterable"),
        )
        return EventSummary(sentence=sentence, blocks=blocks, tone=max((Tone.PLAIN, *_tones(blocks))))
    sentence = compose(
        _("The server read the request and called the app with %(environ)s"),
        environ=f"{body.text('method')} {body.text('path')}",
    )
    return EventSummary(sentence=sentence, blocks=environ.groups(body))


def _wording(body: EventReader) -> str:
    if not body.text("iterable"):
        return _("The app returned nothing that could be sent")
    if body.flag("closed"):
        return _("The app gave %(size)d in %(chunks)d, and the server closed the iterable %(name)s")
    return _("The app gave %(size)d in %(chunks)d, in the iterable %(name)s")


def _tones(blocks: tuple[Block, ...]) -> tuple[Tone, ...]:
    return tuple(block.tone for block in blocks if isinstance(block, Remark))


def _stage(body: EventReader) -> Stage:
    return stages.CLOSE if body.text("phase") == "close" else stages.SOCKET


LENS: Final = Lens(
    kind="wsgi",
    tab="wsgi",
    title=lazy_gettext("WSGI"),
    when_empty=lazy_gettext("No request was seen."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("WSGI"),
        summarise=_summarise,
        stage=_stage,
        contains=False,
        cuttable=False,
        fails_stage=True,
        explains=False,
    ),
    needs_flask=False,
)
