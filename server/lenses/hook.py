"""The hooks lens: the order in which hooks ran, how long each took, and which one answered."""

from typing import Final

from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Fact, Facts, Remark, Row, Table, Tone
from server.lenses.kit.event_reader import EventReader, UnreadableError, finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry
from server.lenses.kit.lens import Lens, count_of, readings
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.lenses.kit.stages import Stage
from server.lenses.kit.who_answered import AnsweredBy, find_answerer
from server.model.event import Event
from server.model.exchange import Exchange

MEANS: Final[dict[str, Lazy]] = {
    "url_value_preprocessor": lazy_gettext("Runs first and may change the URL's arguments."),
    "before_request": lazy_gettext(
        "Runs before the view; the first to return something answers in its place."
    ),
    "after_request": lazy_gettext("Gets the response and gives one back; the last registered runs first."),
    "after_this_request": lazy_gettext("Registered during this request, for this response only."),
    "teardown_request": lazy_gettext(
        "Runs when the request ends, also after an error; what it returns is ignored."
    ),
    "teardown_appcontext": lazy_gettext("Runs when the app context ends; frees what was kept on g."),
    "errorhandler": lazy_gettext("Turns an exception into a response."),
}

_OF_HOOKS: Final = (AnsweredBy.HOOK, AnsweredBy.HANDLER, AnsweredBy.AFTER)


def _outcome(body: EventReader) -> tuple[Sentence, Tone]:
    if body.text("raised"):
        return compose(_("raised %(raised)s"), raised=body.text("raised")), Tone.ERROR
    if body.flag("answered"):
        returned = body.value("returned")
        if returned is None:
            return plain(_("answered")), Tone.NOTE
        return compose(_("answered with %(returned)s"), returned=returned.text), Tone.NOTE
    if body.flag("replaced") and body.value("returned") is not None:
        return plain(_("put another response in its place")), Tone.NOTE
    return plain(_("passed on")), Tone.PLAIN


def _row(number: int, event: Event) -> Row:
    body = EventReader(event.body)
    outcome, tone = _outcome(body)
    took = finite(event.took)
    return Row(
        cells=(
            plain(number),
            fact(body.text("phase")),
            fact(body.text("name")),
            plain(_("app")) if body.text("scope", "app") == "app" else fact(body.text("scope")),
            plain(duration(finite(event.at) or 0.0)),
            plain("" if took is None else duration(took)),
            outcome,
        ),
        tone=tone,
        mark=_("answered") if body.flag("answered") else "",
    )


def _safe_row(number: int, event: Event) -> Row:
    try:
        return _row(number, event)
    except UnreadableError:
        blank = plain("")
        cells = (plain(number), blank, blank, blank, blank, blank, plain(_("Could not read this.")))
        return Row(cells=cells, tone=Tone.WARNING)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    events = tuple(exchange.of("hook"))
    if not events:
        return ()
    answerer = find_answerer(exchange)
    remarks: list[Block] = [
        Remark(sentence=answerer.sentence, tone=Tone.NOTE if answerer.by in _OF_HOOKS else Tone.PLAIN)
    ]
    remarks += _raised(exchange)
    if answerer.skipped is not None:
        remarks.append(Remark(sentence=answerer.skipped, tone=Tone.NOTE))
    table = Table(
        caption=_("Hooks in the order in which they ran"),
        head=(_("#"), _("Phase"), _("Function"), _("Of"), _("At"), _("Took"), _("Outcome")),
        rows=tuple(_safe_row(number, event) for number, event in enumerate(events, 1)),
        numbers=(0, 4, 5),
    )
    return (*remarks, table)


def _raised(exchange: Exchange) -> list[Remark]:
    return [
        Remark(
            sentence=compose(
                _("The hook %(name)s raised %(raised)s."), name=body.text("name"), raised=body.text("raised")
            ),
            tone=Tone.ERROR,
        )
        for _found, body in readings(exchange, "hook")
        if body.text("raised")
    ]


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    outcome, tone = _outcome(body)
    phase, name = body.text("phase"), body.text("name")
    if tone is Tone.ERROR:
        sentence = compose(_("%(name)s raised %(raised)s"), name=name, raised=body.text("raised"))
    elif body.flag("answered"):
        sentence = compose(_("%(name)s answered"), name=name)
    elif tone is Tone.NOTE:
        sentence = compose(_("%(name)s put another response in the place of the one it got"), name=name)
    else:
        sentence = compose(_("%(name)s ran"), name=name)
    rows = [
        Fact(label=_("Phase"), value=fact(phase), means=str(MEANS.get(phase, ""))),
        Fact(label=_("Outcome"), value=outcome, tone=tone),
        Fact(label=_("Registered on"), value=_scope(body.text("scope", "app"))),
    ]
    where = place(body.text("file"), body.maybe_whole("line")) if body.text("file") else ""
    if where:
        rows.append(Fact(label=_("Defined in"), value=fact(where)))
    return EventSummary(
        sentence=sentence, blocks=(Facts(rows=tuple(rows)),), tone=tone, label=phase, place=where
    )


def _scope(scope: str) -> Sentence:
    return plain(_("the app")) if scope == "app" else compose(_("the blueprint %(name)s"), name=scope)


_STAGES: Final = {
    "url_value_preprocessor": stages.BEFORE,
    "before_request": stages.BEFORE,
    "errorhandler": stages.HANDLER,
    "after_this_request": stages.AFTER,
    "after_request": stages.AFTER,
    "teardown_request": stages.TEARDOWN,
    "teardown_appcontext": stages.TEARDOWN,
}


def _stage(body: EventReader) -> Stage | None:
    return _STAGES.get(body.text("phase"))


LENS: Final = Lens(
    kind="hook",
    tab="hooks",
    title=lazy_gettext("Hooks"),
    when_empty=lazy_gettext("No hook was seen to run for this request."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("hook"),
        summarise=_summarise,
        stage=_stage,
        contains=True,
        cuttable=False,
        fails_stage=True,
        explains=False,
    ),
    count=count_of("hook"),
)
