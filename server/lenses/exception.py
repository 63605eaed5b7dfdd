"""The exceptions lens: where each exception was raised, the frames it passed, and what caught it."""

from itertools import groupby
from typing import Final

from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Fact, Facts, Fold, Remark, Section, SourceBlock, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import place
from server.lenses.kit.i18n import Lazy, lazy_gettext, ngettext
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


def _sentence(body: EventReader) -> Sentence:
    name, message = body.text("type"), body.text("message")
    return compose("%(error)s", error=f"{name}: {message}" if message else name)


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
        facts.append(Fact(label=_("Caught by"), value=_caught_by(body)))
    cause = body.part("cause")
    if cause is not None:
        facts.append(Fact(label=_("Raised from, or while handling"), value=_sentence(cause)))
    blocks.append(Facts(rows=tuple(facts)))
    return tuple(blocks)


def _frames(body: EventReader) -> tuple[Block, ...]:
    """Return the frames as folds, innermost last and open; a run of library frames shares one fold."""
    frames = body.parts("frames")
    blocks: list[Block] = []
    for own, run in groupby(frames, key=lambda frame: frame.flag("own")):
        group = tuple(run)
        if own:
            blocks += [_frame(frame, opened=True) for frame in group]
            continue
        title = ngettext("%(num)d frame of a library", "%(num)d frames of libraries", len(group))
        last = str(place(group[-1].text("file"), group[-1].maybe_whole("line")))
        folded = tuple(_frame(frame, opened=False) for frame in group)
        blocks.append(Fold(sentence=plain(title), blocks=folded, aside=last, tone=Tone.MUTED))
    omitted = body.whole("omitted")
    if omitted:
        sentence = plain(
            ngettext("%(num)d more frame was left out.", "%(num)d more frames were left out.", omitted)
        )
        blocks.append(Remark(sentence=sentence, tone=Tone.MUTED))
    return tuple(blocks)


def _frame(frame: EventReader, *, opened: bool) -> Fold:
    line = frame.whole("line")
    source = frame.lines("source")
    inner: list[Block] = []
    if source:
        inner.append(SourceBlock(lines=source, current=line))
    names = frame.values("locals")
    if names:
        inner.append(Facts(rows=tuple(Fact(label=name, value=value, code=True) for name, value in names)))
    if not inner:
        inner.append(Remark(sentence=plain(_("Its source could not be read.")), tone=Tone.MUTED))
    return Fold(
        sentence=fact(frame.text("function")),
        blocks=tuple(inner),
        aside=place(frame.text("file"), line),
        open=opened,
    )


def _blocks(event: Event, body: EventReader) -> tuple[Block, ...]:
    frames = _frames(body)
    sections = (Section(title=_("Frames, the innermost last"), blocks=frames),) if frames else ()
    return (*_remarks(body), *sections)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    return blocks_of_each(exchange, "exception", _blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    own = tuple(frame for frame in body.parts("frames") if frame.flag("own"))
    blocks: list[Block] = list(_remarks(body)[1:])
    if own:
        blocks.append(_frame(own[-1], opened=True))
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
