"""The type of a lens, and how it renders an exchange without ever raising."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.lenses.kit.blocks import Block, Remark, Tone, highest_tone
from server.lenses.kit.event_reader import EventReader, UnreadableError
from server.lenses.kit.i18n import Lazy
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import JourneyEntry
from server.lenses.kit.sentence import Sentence, compose, plain
from server.model.event import PROBE_FAULT, Event
from server.model.exchange import Exchange, ExchangeState
from server.model.guest import SensorState

_log: Final = logging.getLogger(__name__)


class LensState(StrEnum):
    """Whether a lens has something to show, and if not, why."""

    SHOWN = "shown"
    EMPTY = "empty"
    WAITING = "waiting"
    ABSENT = "absent"
    OFF = "off"
    NO_FLASK = "no-flask"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True, slots=True)
class LensView:
    """What one lens shows of one exchange; `count` is the number on its tab, None for no number."""

    tab: str
    title: str
    state: LensState
    blocks: tuple[Block, ...]
    count: int | None
    tone: Tone


@dataclass(frozen=True, kw_only=True, slots=True)
class Lens:
    """Shows the events of one kind, in a tab of their own and as lines of the Journey.

    - `kind` is also the name of the sensor that records the events.
    - `tab` is the id of the tab; browsers remember it, so it never changes.
    - `title` is the title of the tab and `when_empty` explains why it is empty.
    - `show` returns the contents of the tab, no blocks if there was no such event.
    - `count` returns the number on the tab, None for no number.
    - `needs_flask`: an app without Flask has no such events.
    - `rare`: many apps have no such events, so its absence is not worth a remark.
    """

    kind: str
    tab: str
    title: Lazy
    when_empty: Lazy
    show: Callable[[Exchange], tuple[Block, ...]]
    journey: JourneyEntry
    count: Callable[[Exchange], int | None] = lambda exchange: None
    needs_flask: bool = True
    rare: bool = False

    def present(self, exchange: Exchange, sensors: tuple[SensorState, ...] = ()) -> LensView:
        """Return what this lens shows, or why it shows nothing; never raises, whatever the events contain."""
        try:
            blocks = self.show(exchange)
            if not blocks:
                return self._empty_view(exchange, sensors)
            return self._view(LensState.SHOWN, blocks, self.count(exchange), highest_tone(blocks))
        except Exception as error:  # a guest's data must never take the page down
            _log.info("lens %s: %s", self.kind, type(error).__name__)
            return self._view(LensState.UNREADABLE, (unreadable(error),), None, Tone.WARNING)

    def _empty_view(self, exchange: Exchange, sensors: tuple[SensorState, ...]) -> LensView:
        state, sentence, remedy = self._why_empty(exchange, sensors)
        return self._view(
            state, (Remark(sentence=sentence, tone=Tone.MUTED, remedy=remedy),), None, Tone.MUTED
        )

    def _why_empty(
        self, exchange: Exchange, sensors: tuple[SensorState, ...]
    ) -> tuple[LensState, Sentence, Sentence | None]:
        sensor = next((one for one in sensors if one.name == self.kind), None)
        if sensor is not None and sensor.state == "absent":
            return LensState.ABSENT, plain(sensor.why or _("This guest cannot be observed here.")), None
        if sensor is not None and sensor.state == "off":
            why = plain(sensor.why) if sensor.why else None
            return LensState.OFF, plain(_("This sensor is off.")), why
        if self.needs_flask and not exchange.versions.sees_flask:
            old = exchange.versions.old_flask
            return (
                LensState.NO_FLASK,
                compose(_("Flask %(version)s is older than 2.2."), version=old)
                if old
                else plain(_("No Flask app took part, so there is nothing to show here.")),
                plain(_("WSGI and Response show what can be seen of any framework.")),
            )
        if exchange.state is ExchangeState.OPEN:
            return LensState.WAITING, plain(_("Nothing yet: the exchange is still open.")), None
        if exchange.state is ExchangeState.LOST:
            return (
                LensState.EMPTY,
                plain(_("Nothing of this was recorded before the app's process ended.")),
                None,
            )
        return LensState.EMPTY, why_missing(exchange, self.kind) or plain(str(self.when_empty)), None

    def _view(self, state: LensState, blocks: tuple[Block, ...], count: int | None, tone: Tone) -> LensView:
        return LensView(
            tab=self.tab,
            title=str(self.title),
            state=state,
            blocks=blocks,
            count=count,
            tone=tone,
        )


def why_missing(exchange: Exchange, kind: str) -> Sentence | None:
    """Return why events of a kind may be missing from an exchange; None if they are complete."""
    for _event, body in readings(exchange, PROBE_FAULT):
        if body.text("sensor") == kind:
            wording = (
                _("What happened here was seen, but its event was lost: %(problem)s.")
                if body.whole("lost")
                else _("What happened here is not known, because the sensor failed: %(problem)s.")
            )
            return compose(wording, problem=body.text("problem"))
    if any(loss.kind == kind and loss.number for loss in exchange.losses):
        return plain(_("What happened here was seen, but its events were left out, as the Journey says."))
    if exchange.lost_events:
        return plain(_("Nothing of this was received, and some events of the exchange were lost."))
    if not exchange.events:
        return plain(_("Nothing of this was received, nor any other event of the request."))
    return None


def unreadable(error: Exception) -> Remark:
    """Return the remark that replaces what could not be read."""
    why = str(error) if isinstance(error, UnreadableError) else type(error).__name__
    return Remark(sentence=compose(_("Could not read this: %(why)s."), why=why), tone=Tone.WARNING)


def readings(exchange: Exchange, kind: str) -> Iterator[tuple[Event, EventReader]]:
    """Yield the events of one kind with their readers, without those whose body is not a mapping."""
    for event in exchange.of(kind):
        try:
            yield event, EventReader(event.body)
        except UnreadableError:
            continue


def blocks_of_each(
    exchange: Exchange, kind: str, read: Callable[[Event, EventReader], tuple[Block, ...]]
) -> tuple[Block, ...]:
    """Return the blocks of every event of one kind; a malformed event becomes a remark of its own."""
    blocks: list[Block] = []
    for event in exchange.of(kind):
        try:
            blocks += read(event, EventReader(event.body))
        except UnreadableError as error:
            blocks.append(unreadable(error))
    return tuple(blocks)


def count_of(*kinds: str) -> Callable[[Exchange], int | None]:
    """Return a counter of the events of some kinds, for the number on a tab."""
    return lambda exchange: sum(event.times for event in exchange.events if event.kind in kinds)
