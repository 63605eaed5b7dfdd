"""How the Journey shows the events of one kind; each lens has one such entry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server.lenses.kit.blocks import Block, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import Lazy
from server.lenses.kit.sentence import Sentence
from server.lenses.kit.stages import Stage
from server.model.event import Event

StageChooser = Callable[[EventReader], Stage | None]
"""Return the stage that an event belongs to, from its body; None if it may happen at any stage."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventSummary:
    """One event as a line of the Journey; `blocks` are the details that the line opens.

    `label` replaces the entry's label. `place` is a file and line of the guest's own code; if it is empty,
    the Journey shows the event's caller.
    """

    sentence: Sentence
    blocks: Sequence[Block] = ()
    tone: Tone = Tone.PLAIN
    label: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class JourneyEntry:
    """How the Journey treats one kind of event. Nothing has a default, so that a new kind decides everything.

    - `label` names the kind at the start of a line.
    - `summarise` returns the line of one event; it may raise UnreadableError for an odd body.
    - `stage` places an event that happened inside no other: use `at(STAGE)`, `anywhere` or a function.
    - `contains`: events that ran while one of these ran are drawn inside it.
    - `cuttable`: may be left out of a Journey that is too long; its tab still shows it.
    - `fails_stage`: an error of this kind marks the whole stage as failed.
    - `explains`: the terminal prints the details too, not only the line.
    """

    label: Lazy
    summarise: Callable[[Event], EventSummary]
    stage: StageChooser
    contains: bool
    cuttable: bool
    fails_stage: bool
    explains: bool


def at(stage: Stage) -> StageChooser:
    """Return a chooser for a kind that always belongs to `stage`."""
    return lambda _body: stage


def anywhere(_body: EventReader) -> None:
    """Choose no stage: the event belongs to the stage of the event before it."""
