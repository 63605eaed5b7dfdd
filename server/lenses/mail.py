"""The mail lens: messages that the exchange tried to send, their recipients, and the line that sent them."""

from collections.abc import Iterator
from typing import Final

from server.lenses.kit.blocks import Block, Fact, Facts, Fold, Remark, Row, Table, Text, Tone
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration, place, size
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, blocks_of_each, count_of
from server.lenses.kit.sentence import comma_separated, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange

_SECURITY: Final[dict[str, Lazy]] = {
    "ssl": lazy_gettext("with TLS from the start"),
    "starttls": lazy_gettext("with STARTTLS"),
    "none": lazy_gettext("in the clear"),
}


def _people(body: EventReader) -> Iterator[Fact]:
    yield Fact(label=_("From"), value=fact(body.text("from") or body.text("sender")))
    for label, name in ((_("To"), "to"), (_("Cc"), "cc")):
        if body.texts(name):
            yield Fact(label=label, value=comma_separated(body.texts(name)))
    if body.texts("bcc"):
        yield Fact(
            label=_("Bcc") if body.texts("to") or body.texts("cc") else _("To"),
            value=comma_separated(body.texts("bcc")),
            means=_("They get it, but the message does not name them."),
        )
    yield Fact(
        label=_("Envelope"),
        value=compose(
            _("%(sender)s to %(number)d"), sender=body.text("sender"), number=len(body.texts("recipients"))
        ),
        means=_("What mail servers use for delivery, whatever the message itself says."),
    )


def _details(event: Event, body: EventReader) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if body.text("error"):
        blocks.append(Remark(sentence=fact(body.text("error")), tone=Tone.ERROR))
    elif body.text("letter"):
        sentence = plain(_("Caught: it was not delivered. It is in the mailbox."))
        blocks.append(Remark(sentence=sentence, tone=Tone.GOOD))
    rows = list(_people(body))
    server = f"{body.text('server')}:{body.whole('port')}" if body.whole("port") else body.text("server")
    if server:
        means = str(_SECURITY.get(body.text("security"), ""))
        rows.append(Fact(label=_("Meant for"), value=fact(server), means=means))
    if event.caller is not None:
        where = place(event.caller.file, event.caller.line)
        rows.append(Fact(label=_("Sent by"), value=fact(event.caller.function), means=where))
    rows.append(Fact(label=_("Size"), value=plain(size(body.whole("size")))))
    blocks.append(Facts(rows=tuple(rows)))
    blocks += _parts(body)
    headers = tuple(Fact(label=name, value=fact(value), code=True) for name, value in body.pairs("headers"))
    if headers:
        blocks.append(Fold(sentence=plain(_("All headers")), blocks=(Facts(rows=headers),)))
    return tuple(blocks)


def _parts(body: EventReader) -> Iterator[Block]:
    for part in body.parts("parts"):
        payload = part.body("body")
        text = payload.text if payload is not None else None
        if text:
            yield Text(text=text, label=part.text("type"))
    enclosed = body.parts("attachments")
    if enclosed:
        yield Table(
            caption=_("Attachments"),
            head=(_("Name"), _("Type"), _("Size")),
            rows=tuple(
                Row(cells=(fact(one.text("name")), fact(one.text("type")), plain(size(one.whole("size")))))
                for one in enclosed
            ),
            numbers=(2,),
        )


def _blocks(event: Event, body: EventReader) -> tuple[Block, ...]:
    took = finite(event.took)
    sentence = compose(_("%(subject)s to %(people)s"), subject=body.text("subject"), people=_recipients(body))
    aside = "" if took is None else duration(took)
    tone = Tone.ERROR if body.text("error") else Tone.PLAIN
    return (Fold(sentence=sentence, blocks=_details(event, body), aside=aside, open=True, tone=tone),)


def _recipients(body: EventReader) -> str:
    return ", ".join(body.texts("recipients"))


def _show(exchange: Exchange) -> tuple[Block, ...]:
    return blocks_of_each(exchange, "mail", _blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    if body.text("error"):
        sentence = compose(_("A mail to %(people)s could not be sent"), people=_recipients(body))
        return EventSummary(sentence=sentence, blocks=_details(event, body), tone=Tone.ERROR)
    sentence = compose(
        _("Mail %(subject)s to %(people)s"), subject=body.text("subject"), people=_recipients(body)
    )
    return EventSummary(sentence=sentence, blocks=_details(event, body), tone=Tone.NOTE)


LENS: Final = Lens(
    kind="mail",
    tab="mail",
    title=lazy_gettext("Mail"),
    when_empty=lazy_gettext("No mail was sent through smtplib."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("mail"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    count=count_of("mail"),
    needs_flask=False,
    rare=True,
)
