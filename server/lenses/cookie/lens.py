"""The cookies lens: the cookies that were sent, those the response sets, and what browsers do with them."""

from typing import Final

from server.lenses.cookie.rules import cookie_warnings
from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Fact, Facts, Fold, Gauge, Remark, Row, Section, Table, Text, Tone
from server.lenses.kit.event_reader import EventReader, UnreadableError
from server.lenses.kit.formatting import size
from server.lenses.kit.i18n import Lazy, lazy_gettext, number
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry
from server.lenses.kit.lens import Lens, count_of, unreadable
from server.lenses.kit.sentence import compose, fact, plain
from server.lenses.kit.stages import Stage
from server.model.event import Event
from server.model.exchange import Exchange

_NEARLY: Final = 0.75

_MEANS: Final[dict[str, Lazy]] = {
    "path": lazy_gettext("Sent only to addresses that begin with this path."),
    "domain": lazy_gettext("Sent to this domain and all below it; without it, only to the host that set it."),
    "expires": lazy_gettext("Kept until then; without it, until the browser closes."),
    "max-age": lazy_gettext("Kept for so many seconds; stronger than Expires."),
    "secure": lazy_gettext("Sent over HTTPS only; most browsers count localhost as safe."),
    "httponly": lazy_gettext("Scripts of the page cannot read it."),
    "samesite": lazy_gettext("Whether requests that begin on other sites carry it."),
    "partitioned": lazy_gettext("Kept apart for each site that embeds this one."),
}


def _gauge(body: EventReader) -> Gauge:
    amount, limit = body.whole("bytes"), body.whole("limit")
    tone = Tone.ERROR if body.flag("over") else Tone.NOTE if amount > limit * _NEARLY else Tone.PLAIN
    wording = _("%(amount)d of the %(limit)d that browsers keep for one cookie")
    sentence = compose(wording, amount=size(amount), limit=number(limit))
    return Gauge(sentence=sentence, amount=amount, limit=limit, tone=tone)


def _set_blocks(body: EventReader, exchange: Exchange | None) -> tuple[Block, ...]:
    blocks: list[Block] = [_gauge(body)]
    if body.flag("over"):
        sentence = compose(_("Too large: a browser may drop %(name)s silently."), name=body.text("name"))
        remedy = plain(_("Keep the data on the server and only its key in the cookie."))
        blocks.append(Remark(sentence=sentence, tone=Tone.ERROR, remedy=remedy))
    blocks += cookie_warnings(body, exchange)
    rows = [Fact(label=_("Value"), value=fact(body.text("value")))]
    rows += [
        Fact(
            label=name,
            value=plain(_("yes")) if value is None else fact(value),
            means=str(_MEANS.get(name.lower(), "")),
            code=True,
        )
        for name, value in body.attributes("attributes")
    ]
    raw = Text(text=body.text("raw"), label=_("The header as sent"))
    return (*blocks, Facts(rows=tuple(rows)), Fold(sentence=plain(_("The header as sent")), blocks=(raw,)))


def _sent_blocks(body: EventReader) -> tuple[Block, ...]:
    rows = tuple(
        Row(cells=(fact(one.text("name")), fact(one.text("value")), plain(size(one.whole("bytes")))))
        for one in body.parts("cookies")
    )
    head = (_("Name"), _("Value"), _("Size"))
    total = Remark(
        sentence=plain(_("%(size)s in all, with every request") % {"size": size(body.whole("bytes"))}),
        tone=Tone.MUTED,
    )
    return (Table(caption=_("Cookies the client sent"), head=head, rows=rows, numbers=(2,)), total)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    sent: list[Block] = []
    folds: list[Block] = []
    for event in exchange.of("cookie"):
        try:
            body = EventReader(event.body)
            if body.text("direction") == "sent":
                sent += _sent_blocks(body)
            else:
                folds.append(_fold(body, exchange))
        except UnreadableError as error:
            folds.append(unreadable(error))
    sections = ((_("Sent by the client"), sent), (_("Set by the response"), folds))
    return tuple(Section(title=title, blocks=tuple(blocks)) for title, blocks in sections if blocks)


def _fold(body: EventReader, exchange: Exchange) -> Fold:
    blocks = _set_blocks(body, exchange)
    wording = _("%(name)s is deleted") if body.flag("deletes") else "%(name)s"
    sentence = compose(wording, name=body.text("name"))
    return Fold(sentence=sentence, blocks=blocks, aside=size(body.whole("bytes")), open=True)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    if body.text("direction") == "sent":
        names = ", ".join(one.text("name") for one in body.parts("cookies"))
        return EventSummary(
            sentence=compose(_("The client sent the cookies %(names)s"), names=names),
            blocks=_sent_blocks(body),
        )
    blocks = _set_blocks(body, None)
    tones = [block.tone for block in blocks if isinstance(block, Remark | Gauge)]
    wording = _("Set-Cookie deletes %(name)s") if body.flag("deletes") else _("Set-Cookie %(name)s, %(size)d")
    sentence = compose(wording, name=body.text("name"), size=size(body.whole("bytes")))
    tone = max(tones)
    return EventSummary(sentence=sentence, blocks=blocks, tone=tone if tone > Tone.NOTE else Tone.PLAIN)


def _stage(body: EventReader) -> Stage:
    return stages.SOCKET if body.text("direction") == "sent" else stages.ANSWER


LENS: Final = Lens(
    kind="cookie",
    tab="cookies",
    title=lazy_gettext("Cookies"),
    when_empty=lazy_gettext("The client sent no cookies and the response sets none."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("cookie"),
        summarise=_summarise,
        stage=_stage,
        contains=False,
        cuttable=True,
        fails_stage=False,
        explains=True,
    ),
    count=count_of("cookie"),
    needs_flask=False,
)
