"""Paused requests as a page shows them: their frames, each with a field for expressions."""

from dataclasses import dataclass

from server.lenses.kit.blocks import Fold
from server.model.exchange import Exchange, ExchangeState
from server.model.stack import PausedRequest
from server.runner.guests.guests import Guest


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownFrame:
    """A frame: its place among all frames of the pause, which an expression names, and what is shown."""

    number: int
    own: bool
    fold: Fold


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownPause:
    """A paused thread of a request; its frames are the innermost first, those of the app before others."""

    paused: PausedRequest
    own: tuple[ShownFrame, ...]
    others: tuple[ShownFrame, ...]


def shown(guest: Guest, exchange: Exchange) -> tuple[ShownPause, ...]:
    """Return what is paused of an exchange now; nothing for one of an earlier start."""
    if exchange.state is not ExchangeState.OPEN or exchange.run != guest.run:
        return ()
    return tuple(_shown(paused) for paused in guest.paused(exchange.number))


def _shown(paused: PausedRequest) -> ShownPause:
    from server.lenses.exception.frames import frame_fold  # noqa: PLC0415 - the home page shows no exchange
    from server.lenses.kit.event_reader import EventReader  # noqa: PLC0415 - as above

    readers = [EventReader(frame) for frame in paused.frames]
    count = paused.omitted + len(readers)
    frames = [
        ShownFrame(
            number=number,
            own=reader.flag("own"),
            fold=frame_fold(reader, opened=False, number=paused.omitted + number + 1, of=count),
        )
        for number, reader in enumerate(readers)
    ][::-1]
    return ShownPause(
        paused=paused,
        own=tuple(frame for frame in frames if frame.own),
        others=tuple(frame for frame in frames if not frame.own),
    )
