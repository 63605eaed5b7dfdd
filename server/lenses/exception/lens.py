"""The exceptions lens: where each exception was raised, the frames it passed, and what caught it."""

from typing import Final

from server.lenses.exception.frames import frame_blocks, frame_fold
from server.lenses.exception.traceback_text import MOST_RELATED, traceback_text
from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, CopiedText, Fact, Facts, Fold, Remark, Section, Text, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry
from server.lenses.kit.lens import Lens, blocks_of_each, count_of
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.lenses.kit.stages import Stage
from server.model.event import Event
from server.model.exchange import Exchange

_SERVER_ERROR: Final = 500

_WHERE: Final[dict[str, Lazy]] = {
    "hook": lazy_gettext("in a hook"),
    "view": lazy_gettext("in the view"),
    "template": lazy_gettext("in a template"),
    "routing": lazy_gettext("while matching the URL"),
    "wsgi": lazy_gettext("in the WSGI app"),
    "make_response": lazy_gettext("while Flask made a response of what the view returned"),
    "finalize": lazy_gettext("while Flask finished the response, before it was sent"),
    "response": lazy_gettext("while the response was sent"),
}


_RELATIONS: Final[dict[str, Lazy]] = {
    "cause": lazy_gettext("Raised from %(error)s"),
    "context": lazy_gettext("Raised while this was handled: %(error)s"),
    "member": lazy_gettext("In the group: %(error)s"),
}


def _name_of(body: EventReader) -> str:
    name, message = body.text("type"), body.text("message")
    return f"{name}: {message}" if message else name


def _sentence(body: EventReader) -> Sentence:
    return fact(_name_of(body))


def _tone(body: EventReader) -> Tone:
    http = body.maybe_whole("http")
    if http is not None and http < _SERVER_ERROR:
        return Tone.NOTE
    return Tone.WARNING if body.maybe_flag("handled") else Tone.ERROR


def _caught_by(body: EventReader) -> Sentence:
    by = body.part("by")
    if by is not None:
        return compose(_("%(name)s, in the place of Flask's own handling"), name=by.text("name"))
    if body.maybe_flag("handled"):
        return plain(_("an error handler"))
    if body.flag("propagated") or body.text("where") == "response":
        return plain(_("nothing; it reached the server"))
    return plain(_("no error handler of the app"))


def _limit(limit: EventReader) -> Sentence:
    """Return the sentence that names the limit under which the app ran, and how to raise it."""
    if limit.text("name") == "memory":
        return compose(
            _("Fumehood's limit is %(number)d MB: raise it with --memory, or in the settings."),
            number=limit.whole("value"),
        )
    return compose(
        _("Fumehood's limit is %(number)d open files: raise it with --files, or in the settings."),
        number=limit.whole("value"),
    )


def _remarks(body: EventReader) -> tuple[Block, ...]:
    blocks: list[Block] = [Remark(sentence=_sentence(body), tone=_tone(body))]
    limit = body.part("limit")
    if limit is not None:
        blocks.append(Remark(sentence=_limit(limit), tone=Tone.WARNING))
    where = _WHERE.get(body.text("where"))
    facts = [
        Fact(label=_("Type"), value=fact(".".join(filter(None, (body.text("module"), body.text("type"))))))
    ]
    if where is not None:
        facts.append(Fact(label=_("Raised"), value=plain(str(where))))
    http = body.maybe_whole("http")
    if http is not None:
        facts.append(
            Fact(
                label=_("HTTP"),
                value=plain(http),
                means=_("An exception that is a response: abort() raises one."),
            )
        )
    if body.maybe_flag("handled") is not None:
        facts.append(Fact(label=_("Handled by"), value=_caught_by(body)))
    cause = body.part("cause")
    if cause is not None:
        facts.append(Fact(label=_("Raised from, or while handling"), value=_sentence(cause)))
    blocks.append(Facts(rows=tuple(facts)))
    return tuple(blocks)


def _related(body: EventReader) -> tuple[Block, ...]:
    """Return what the exception came from, and the members of a group, each in a fold."""
    return tuple(
        Fold(
            sentence=compose(str(_RELATIONS[each.text("relation")]), error=_name_of(each)),
            blocks=(*_notes(each), *frame_blocks(each)) or (_without_frames(),),
        )
        for each in body.parts("related")[:MOST_RELATED]
        if each.text("relation") in _RELATIONS
    )


def _without_frames() -> Remark:
    return Remark(sentence=plain(_("It has no frames of its own.")), tone=Tone.MUTED)


def _notes(body: EventReader) -> tuple[Block, ...]:
    return tuple(Text(text=note, label=_("Note")) for note in body.texts("notes"))


def _blocks(event: Event, body: EventReader) -> tuple[Block, ...]:
    related = _related(body)
    copied = CopiedText(text=traceback_text(body), label=_("Copy traceback"))
    sections = (Section(title=_("Related exceptions"), blocks=related),) if related else ()
    return (*_remarks(body), *_notes(body), copied, *frame_blocks(body), *sections)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    return blocks_of_each(exchange, "exception", _blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    own = tuple(frame for frame in body.parts("frames") if frame.flag("own"))
    blocks: list[Block] = list(_remarks(body)[1:])
    if own:
        blocks.append(frame_fold(own[-1], opened=True))
    status = body.maybe_whole("http")
    if status is not None:
        sentence = compose(
            _("Raised %(type)s, which is itself a response: %(status)d"),
            type=body.text("type"),
            status=status,
        )
    else:
        sentence = compose(
            _("Raised %(error)s"), error=f"{body.text('type')}: {body.text('message')}".rstrip(": ")
        )
    return EventSummary(sentence=sentence, blocks=tuple(blocks), tone=_tone(body))


def _stage(body: EventReader) -> Stage | None:
    """Return the stage in which the response is sent, which may be after the teardown; otherwise None."""
    return stages.ANSWER if body.text("where") == "response" else None


LENS: Final = Lens(
    kind="exception",
    tab="exceptions",
    title=lazy_gettext("Exceptions"),
    when_empty=lazy_gettext("No exception was seen to reach Flask or the server."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("exception"),
        summarise=_summarise,
        stage=_stage,
        contains=False,
        cuttable=True,
        fails_stage=True,
        explains=True,
    ),
    count=count_of("exception"),
    needs_flask=False,
)
