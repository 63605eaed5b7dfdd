"""The jobs lens: tasks that were sent to Celery, and what workers reported of them, however late."""

from typing import Final

from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Fact, Facts, Fold, Remark, Row, Table, Tone
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry
from server.lenses.kit.lens import Lens, readings
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.lenses.kit.stages import Stage
from server.model.event import Event
from server.model.exchange import Exchange

_WORDS: Final[dict[str, Lazy]] = {
    "sent": lazy_gettext("sent"),
    "unsent": lazy_gettext("not sent"),
    "eager": lazy_gettext("ran at once"),
    "started": lazy_gettext("started"),
    "succeeded": lazy_gettext("succeeded"),
    "failed": lazy_gettext("failed"),
    "retried": lazy_gettext("to be tried again"),
    "refused": lazy_gettext("refused"),
    "lost": lazy_gettext("lost"),
}
_SENT_TO: Final = lazy_gettext("%(name)s was sent to the queue %(queue)s")
_SENTENCES: Final[dict[str, Lazy]] = {
    "sent": lazy_gettext("%(name)s was sent"),
    "unsent": lazy_gettext("%(name)s could not be sent: %(problem)s"),
    "eager": lazy_gettext("%(name)s ran here at once, without a worker"),
    "started": lazy_gettext("A worker started %(name)s"),
    "succeeded": lazy_gettext("%(name)s succeeded in the worker"),
    "failed": lazy_gettext("%(name)s failed in the worker: %(problem)s"),
    "retried": lazy_gettext("%(name)s will be retried: %(problem)s"),
    "refused": lazy_gettext("The worker refused %(name)s: %(problem)s"),
    "lost": lazy_gettext("%(name)s was lost: %(problem)s"),
}
_TONES: Final = {
    "unsent": Tone.ERROR,
    "failed": Tone.ERROR,
    "lost": Tone.ERROR,
    "retried": Tone.WARNING,
    "refused": Tone.WARNING,
    "succeeded": Tone.GOOD,
}


def _sentence(body: EventReader) -> Sentence:
    state, queue = body.text("state"), body.text("queue")
    wording = _SENT_TO if state == "sent" and queue else _SENTENCES.get(state, _SENTENCES["lost"])
    return compose(str(wording), name=body.text("name"), queue=queue, problem=body.text("problem"))


def _tone(body: EventReader) -> Tone:
    state = body.text("state")
    if state == "eager" and body.text("problem"):
        return Tone.ERROR
    return _TONES.get(state, Tone.PLAIN)


def _facts(body: EventReader) -> Facts:
    rows = [Fact(label=_("Id"), value=fact(body.text("task")))]
    for label, name in (
        (_("Queue"), "queue"),
        (_("Not before"), "eta"),
        (_("In seconds"), "countdown"),
        (_("Worker"), "worker"),
    ):
        if body.text(name):
            rows.append(Fact(label=label, value=fact(body.text(name))))
    if body.maybe_whole("retries"):
        rows.append(Fact(label=_("Retries so far"), value=plain(str(body.whole("retries")))))
    rows += [
        Fact(label=str(index), value=value) for index, value in enumerate(body.described("args"), start=1)
    ]
    rows += [Fact(label=name, value=value, code=True) for name, value in body.values("kwargs")]
    result = body.value("result")
    if result is not None:
        rows.append(Fact(label=_("Result"), value=result))
    return Facts(rows=tuple(rows))


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    return EventSummary(sentence=_sentence(body), blocks=(_facts(body),), tone=_tone(body))


def _tasks(exchange: Exchange) -> dict[str, list[tuple[Event, EventReader]]]:
    found: dict[str, list[tuple[Event, EventReader]]] = {}
    for event, body in readings(exchange, "job"):
        found.setdefault(body.text("task") or f"#{event.seq}", []).append((event, body))
    return found


def _steps(events: list[tuple[Event, EventReader]]) -> Table:
    rows = []
    for event, body in events:
        took = finite(event.took)
        where = "" if event.caller is None else place(event.caller.file, event.caller.line)
        state = body.text("state")
        rows.append(
            Row(
                cells=(
                    plain(duration(finite(event.at) or 0.0)),
                    plain(str(_WORDS.get(state, state))),
                    plain("" if took is None else duration(took)),
                    fact(body.text("problem")) if body.text("problem") else plain(""),
                    fact(body.text("worker") or where),
                ),
                tone=_tone(body),
            )
        )
    head = (_("At"), _("What"), _("Took"), _("Why"), _("Where"))
    return Table(caption=_("Outcome"), head=head, rows=tuple(rows), numbers=(0, 2))


def _fold(events: list[tuple[Event, EventReader]]) -> Fold:
    last = events[-1][1]
    name = events[0][1].text("name")
    state = last.text("state")
    sentence = compose(_("%(name)s: %(state)d"), name=name, state=str(_WORDS.get(state, state)))
    blocks: list[Block] = [_facts(events[0][1]), _steps(events)]
    result = last.value("result")
    if result is not None and len(events) > 1:
        blocks.append(Facts(rows=(Fact(label=_("Result"), value=result),)))
    if state == "sent":
        waits = plain(_("It waits in the queue, or runs where Fumehood does not see it."))
        remedy = plain(_("If the worker is started from the bench, its result appears here."))
        blocks.append(Remark(sentence=waits, tone=Tone.MUTED, remedy=remedy))
    return Fold(sentence=sentence, blocks=tuple(blocks), open=True, tone=_tone(last))


def _show(exchange: Exchange) -> tuple[Block, ...]:
    return tuple(_fold(events) for events in _tasks(exchange).values())


_BEFORE_THE_ANSWER: Final = ("sent", "unsent", "eager")


def _stage(body: EventReader) -> Stage | None:
    """Return the stage of a worker's report, which arrives after the response; None for what the app did."""
    return None if body.text("state") in _BEFORE_THE_ANSWER else stages.LATER


LENS: Final = Lens(
    kind="job",
    tab="jobs",
    title=lazy_gettext("Jobs"),
    when_empty=lazy_gettext("No task was sent to Celery."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("job"),
        summarise=_summarise,
        stage=_stage,
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    count=lambda exchange: len(_tasks(exchange)) or None,
    needs_flask=False,
    rare=True,
)
