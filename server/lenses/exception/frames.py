"""The frames of an exception: those of the project first, each with its source and its variables."""

from collections.abc import Sequence

from server.lenses.kit.blocks import Block, Fact, Facts, Fold, Remark, Section, SourceBlock, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import ngettext
from server.lenses.kit.sentence import compose, plain


def frame_blocks(body: EventReader) -> tuple[Block, ...]:
    """Return the frames of the project, the innermost first and open, then those of libraries in one fold."""
    frames = body.parts("frames")
    numbered = tuple(enumerate(frames, body.whole("omitted") + 1))[::-1]
    own = [(number, frame) for number, frame in numbered if frame.flag("own")]
    others = [(number, frame) for number, frame in numbered if not frame.flag("own")]
    all_frames = body.whole("omitted") + len(frames)
    blocks: list[Block] = []
    if own:
        blocks.append(
            Section(
                title=_("Frames of the app, the innermost first"), blocks=_folds(own, all_frames, opens=True)
            )
        )
    if others:
        title = ngettext("%(num)d frame of a library", "%(num)d frames of libraries", len(others))
        folded = _folds(others, all_frames, opens=not own)
        blocks.append(Fold(sentence=plain(title), blocks=folded, tone=Tone.MUTED, open=not own))
    if body.whole("omitted"):
        left_out = ngettext(
            "%(num)d more frame was left out.", "%(num)d more frames were left out.", body.whole("omitted")
        )
        blocks.append(Remark(sentence=plain(left_out), tone=Tone.MUTED))
    return tuple(blocks)


def frame_fold(frame: EventReader, *, opened: bool, number: int = 0, of: int = 0) -> Fold:
    """Return one frame; with a `number` its variables are folded, and it says which of all frames it is."""
    line = frame.whole("line")
    source = frame.lines("source")
    inner: list[Block] = []
    if source:
        inner.append(SourceBlock(lines=source, current=line))
    names = frame.values("locals")
    if names:
        variables = Facts(rows=tuple(Fact(label=name, value=value, code=True) for name, value in names))
        title = ngettext("%(num)d local variable", "%(num)d local variables", len(names))
        inner.append(Fold(sentence=plain(title), blocks=(variables,)) if number else variables)
    if not inner:
        inner.append(Remark(sentence=plain(_("Its source could not be read.")), tone=Tone.MUTED))
    function = frame.text("function")
    return Fold(
        sentence=compose(
            _("%(function)s, frame %(number)d of %(all)d"), function=function, number=number, all=of
        )
        if number
        else compose("%(function)s", function=function),
        blocks=tuple(inner),
        aside=place(frame.text("file"), line),
        open=opened,
    )


def _folds(frames: Sequence[tuple[int, EventReader]], of: int, *, opens: bool) -> tuple[Block, ...]:
    return tuple(
        frame_fold(frame, opened=opens and index == 0, number=number, of=of)
        for index, (number, frame) in enumerate(frames)
    )
