"""The routing lens: which rule of the URL map matched, and why each other rule did not."""

from collections.abc import Callable
from typing import Final

from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Fact, Facts, Remark, Row, Section, Table, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, at
from server.lenses.kit.lens import Lens, blocks_of_each
from server.lenses.kit.sentence import Part, Sentence, comma_separated, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange


def _matched(tried: EventReader) -> Sentence:
    return plain(_("Matched."))


def _shadowed(tried: EventReader) -> Sentence:
    return compose(_("Would match too, but %(by)s comes first."), by=tried.text("by"))


def _text(tried: EventReader) -> Sentence:
    number, expected, got = tried.whole("segment"), tried.text("expected"), tried.text("got")
    if not got:
        return compose(
            _("Segment %(number)d: the path ends where the rule expects %(expected)s."),
            number=number,
            expected=expected,
        )
    if not expected:
        return compose(
            _("Segment %(number)d: the rule ends, but the path goes on with %(got)s."), number=number, got=got
        )
    wording = _("Segment %(number)d: the rule expects %(expected)s, the path has %(got)s.")
    return compose(wording, number=number, expected=expected, got=got)


def _converter(tried: EventReader) -> Sentence:
    return compose(
        _("The converter %(converter)s refused %(value)s for %(argument)s."),
        converter=tried.text("converter"),
        value=tried.text("value"),
        argument=tried.text("argument"),
    )


def _method(tried: EventReader) -> Sentence:
    allowed = tried.texts("allowed") or tried.texts("methods")
    return compose(_("The path matches, but only %(allowed)s are allowed."), allowed=", ".join(allowed))


def _slash(tried: EventReader) -> Sentence:
    redirect = tried.text("redirect")
    if redirect:
        return compose(_("The path differs in its slashes: redirected to %(url)s."), url=redirect)
    return plain(_("The path differs in its slashes."))


def _redirect(tried: EventReader) -> Sentence:
    return compose(_("Matched, and redirects to %(url)s."), url=tried.text("redirect"))


def _host(tried: EventReader) -> Sentence:
    wording = _("The host is %(got)s, the rule is for %(expected)s.")
    return compose(wording, got=tried.text("got"), expected=tried.text("expected"))


def _build_only(tried: EventReader) -> Sentence:
    return compose(_("Only for building URLs: it never matches (%(flag)s)."), flag="build_only=True")


def _websocket(tried: EventReader) -> Sentence:
    return plain(_("The rule and the request differ in whether they are for WebSockets."))


def _unknown(tried: EventReader) -> Sentence:
    return plain(_("Not the rule that was chosen; the reason is not known."))


_WHY: Final[dict[str, Callable[[EventReader], Sentence]]] = {
    "matched": _matched,
    "shadowed": _shadowed,
    "text": _text,
    "converter": _converter,
    "method": _method,
    "slash": _slash,
    "redirect": _redirect,
    "host": _host,
    "build-only": _build_only,
    "websocket": _websocket,
}
_NEAR: Final = {"method": Tone.WARNING, "slash": Tone.NOTE, "shadowed": Tone.NOTE, "converter": Tone.NOTE}


def rule_outcome(tried: EventReader) -> Sentence:
    """Return why one rule did or did not match."""
    return _WHY.get(tried.text("outcome"), _unknown)(tried)


def _why_redirected(body: EventReader) -> Sentence | None:
    outcomes = {tried.text("outcome") for tried in body.parts("tried") if tried.text("redirect")}
    if "slash" in outcomes:
        return plain(_("A request whose slashes differ from the rule's is redirected to the rule's address."))
    if "redirect" in outcomes:
        return plain(_("The rule redirects by redirect_to, as an alias or because of its defaults."))
    return None


def _result(body: EventReader) -> Remark:
    by = body.part("by")
    if by is not None:
        wording = _("%(name)s raised %(error)s while the rules were compared with the path.")
        return Remark(
            sentence=compose(wording, name=by.text("name"), error=body.text("error")), tone=Tone.WARNING
        )
    if body.flag("matched"):
        wording = _("%(rule)s matched: it leads to the endpoint %(endpoint)s.")
        sentence = compose(wording, rule=body.text("rule"), endpoint=body.text("endpoint"))
        return Remark(sentence=sentence, tone=Tone.GOOD)
    return _mismatch(body)


def _mismatch(body: EventReader) -> Remark:
    match body.text("error"):
        case "MethodNotAllowed":
            allowed = ", ".join(body.texts("allowed"))
            sentence = compose(_("405: the path matches, but only %(allowed)s are allowed."), allowed=allowed)
            remedy = compose(
                _("Allow the method where the rule is defined: %(code)s."),
                code='@app.route(…, methods=["…"])',
            )
            return Remark(sentence=sentence, tone=Tone.WARNING, remedy=remedy)
        case "RequestRedirect":
            sentence = compose(_("The map redirects to %(url)s."), url=body.text("redirect"))
            return Remark(sentence=sentence, tone=Tone.NOTE, remedy=_why_redirected(body))
        case "NotFound":
            number = len(body.parts("tried")) + body.whole("omitted")
            sentence = compose(_("404: none of the %(number)d rules matched."), number=number)
        case "":
            sentence = plain(_("The match ended without a result."))
        case other:
            sentence = compose(_("The match ended with %(error)s."), error=other)
    return Remark(sentence=sentence, tone=Tone.WARNING)


def _blocks(event: Event, body: EventReader) -> tuple[Block, ...]:
    return explained(body)


def explained(body: EventReader) -> tuple[Block, ...]:
    """Return the body of a routing event as it is shown: the result, then why each rule did not match."""
    tried = body.parts("tried")
    blocks: list[Block] = [_result(body)]
    arguments = body.values("args")
    if arguments:
        rows = tuple(Fact(label=name, value=value, code=True) for name, value in arguments)
        blocks.append(Section(title=_("Arguments for the view"), blocks=(Facts(rows=rows),)))
    if body.text("blueprint"):
        blocks.append(
            Remark(
                sentence=compose(
                    _("The endpoint belongs to the blueprint %(name)s."), name=body.text("blueprint")
                )
            )
        )
    if tried:
        table = Table(
            caption=_("Rules in the order of the URL map"),
            head=(_("Rule"), _("Methods"), _("Endpoint"), _("Outcome")),
            rows=tuple(_row(one) for one in tried),
            omitted=body.whole("omitted"),
        )
        blocks.append(Section(title=_("Every rule, most specific first"), blocks=(table,)))
    return tuple(blocks)


def _row(tried: EventReader) -> Row:
    outcome = tried.text("outcome")
    tone = Tone.GOOD if outcome == "matched" else _NEAR.get(outcome, Tone.MUTED)
    cells = (
        fact(tried.text("rule")),
        comma_separated(tried.texts("methods")) if tried.texts("methods") else plain(_("any")),
        fact(tried.text("endpoint")),
        rule_outcome(tried),
    )
    return Row(cells=cells, tone=tone, mark=_("matched") if tone is Tone.GOOD else "")


def _show(exchange: Exchange) -> tuple[Block, ...]:
    return blocks_of_each(exchange, "routing", _blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    result = _result(body)
    tone = Tone.PLAIN if result.tone is Tone.GOOD else result.tone
    return EventSummary(
        sentence=_with_nearest(result.sentence, body), blocks=_blocks(event, body)[1:], tone=tone
    )


def _with_nearest(sentence: Sentence, body: EventReader) -> Sentence:
    """Add to a failed match the first rule that nearly matched, which is usually the intended one."""
    near = next(
        (tried for tried in body.parts("tried") if tried.text("outcome") in ("converter", "slash")), None
    )
    if near is None or body.text("error") != "NotFound":
        return sentence
    nearest = compose(_("Nearest: %(rule)s."), rule=near.text("rule"))
    gap = Part(text=" ")
    return Sentence(parts=(*sentence.parts, gap, *nearest.parts, gap, *rule_outcome(near).parts))


LENS: Final = Lens(
    kind="routing",
    tab="routing",
    title=lazy_gettext("Routing"),
    when_empty=lazy_gettext("No URL map was seen to be used."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("match"),
        summarise=_summarise,
        stage=at(stages.ROUTING),
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=True,
    ),
)
