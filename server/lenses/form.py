"""The forms lens: the data of each field, its validation errors, and the result of the CSRF check."""

from typing import Final

from server.lenses.kit.blocks import Block, Fold, Remark, Row, Table, Tone, Value
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration
from server.lenses.kit.i18n import Lazy, lazy_gettext, ngettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, blocks_of_each, readings
from server.lenses.kit.sentence import Sentence, comma_separated, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange


def _refused(body: EventReader) -> int:
    return sum(1 for field in body.parts("fields") if field.texts("errors"))


_CSRF: Final[dict[str, tuple[Tone, Lazy]]] = {
    "passed": (Tone.GOOD, lazy_gettext("The CSRF token matches the visitor's session.")),
    "failed": (Tone.ERROR, lazy_gettext("The CSRF token was refused: %(why)s")),
    "off": (Tone.NOTE, lazy_gettext("This form itself checks no CSRF token.")),
    "offered": (Tone.MUTED, lazy_gettext("It has a CSRF token, which must be sent back with it.")),
}
_SEND_IT: Final = lazy_gettext("Send the form's hidden field along, with the session cookie of its page.")


def _csrf_sentence(body: EventReader) -> Remark | None:
    """Return the result of the CSRF check as a sentence."""
    csrf = body.part("csrf")
    found = None if csrf is None else _CSRF.get(csrf.text("state"))
    if csrf is None or found is None:
        return None
    tone, wording = found
    remedy = plain(str(_SEND_IT)) if tone is Tone.ERROR else None
    return Remark(sentence=compose(str(wording), why=csrf.text("why")), tone=tone, remedy=remedy)


def _sentence(body: EventReader) -> Sentence:
    csrf = body.part("csrf")
    why = "" if csrf is None else csrf.text("why")
    return compose(_wording(body), form=body.text("form"), error=body.text("raised"), why=why)


def _wording(body: EventReader) -> str:
    if body.text("what") == "csrf":
        if _tone(body) is Tone.ERROR:
            return _("CSRFProtect refused the request: %(why)s")
        return _("CSRFProtect let the request pass")
    if body.text("raised"):
        return _("%(form)s failed: %(error)s")
    if not body.flag("submitted"):
        return _("%(form)s was not submitted")
    if body.maybe_flag("valid"):
        return _("%(form)s is valid")
    return _invalid_fields(_refused(body))


def _invalid_fields(number: int) -> str:
    if not number:
        return _("%(form)s is not valid")
    return ngettext(
        "%%(form)s is not valid: %(num)d field has errors",
        "%%(form)s is not valid: %(num)d fields have errors",
        number,
    )


def _tone(body: EventReader) -> Tone:
    csrf = body.part("csrf")
    if body.text("raised") or (csrf is not None and csrf.text("state") == "failed"):
        return Tone.ERROR
    valid = body.maybe_flag("valid")
    if valid is None:
        return Tone.PLAIN
    return Tone.GOOD if valid else Tone.WARNING


def _fields(body: EventReader) -> Table:
    rows = []
    for field in body.parts("fields"):
        errors = field.texts("errors")
        mark = _("refused") if errors else ""
        rows.append(
            Row(
                cells=(
                    fact(field.text("name")),
                    field.value("value") or Value(text=""),
                    plain(" ".join(errors)),
                    fact(field.text("type")),
                    comma_separated(field.texts("validators")),
                ),
                tone=Tone.ERROR if errors else Tone.PLAIN,
                mark=mark,
            )
        )
    head = (_("Field"), _("Value"), _("Objections"), _("Type"), _("Validators"))
    return Table(caption=_("The fields"), head=head, rows=tuple(rows), omitted=body.whole("omitted"))


def _blocks(body: EventReader) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if body.text("raised"):
        blocks.append(Remark(sentence=_sentence(body), tone=Tone.ERROR))
    csrf = _csrf_sentence(body)
    if csrf is not None:
        blocks.append(csrf)
    blocks += [Remark(sentence=plain(text), tone=Tone.WARNING) for text in body.texts("errors")]
    if body.parts("fields"):
        blocks.append(_fields(body))
    return tuple(blocks)


def _fold(event: Event, body: EventReader) -> tuple[Block, ...]:
    took = finite(event.took)
    aside = "" if took is None else duration(took)
    return (Fold(sentence=_sentence(body), blocks=_blocks(body), aside=aside, open=True, tone=_tone(body)),)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    return EventSummary(sentence=_sentence(body), blocks=_blocks(body), tone=_tone(body))


def _count(exchange: Exchange) -> int | None:
    """Return how many fields have errors."""
    forms = (body for _event, body in readings(exchange, "form") if body.text("what") == "form")
    return sum(map(_refused, forms)) or None


LENS: Final = Lens(
    kind="form",
    tab="forms",
    title=lazy_gettext("Forms"),
    when_empty=lazy_gettext("No form of WTForms was seen to be checked."),
    show=lambda exchange: blocks_of_each(exchange, "form", _fold),
    journey=JourneyEntry(
        label=lazy_gettext("form"),
        summarise=_summarise,
        stage=anywhere,
        contains=True,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    count=_count,
    needs_flask=False,
    rare=True,
)
