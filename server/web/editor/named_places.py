"""Which places in source code an exchange or an app has named: no other may be opened."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.model.background import BackgroundEvent
from server.model.event import Caller, Event
from server.model.exchange import Exchange
from server.model.guest import Route
from server.model.stack import PausedRequest

Place = tuple[str, int | None]


def places_of_exchange(exchange: Exchange) -> set[Place]:
    """Return the places that the events of an exchange name, and where its app was created.

    One that came from a file names none: its writer may not choose what is opened here.
    """
    if exchange.from_file:
        return set()
    found: set[Place] = set()
    if exchange.origin is not None and exchange.origin.file:
        found.add((exchange.origin.file, exchange.origin.line))
    for event in exchange.events:
        found.update(_of_event(event))
    return found


def places_of_routes(routes: tuple[Route, ...]) -> set[Place]:
    """Return where the views of an app are defined."""
    return {(route.file, route.line) for route in routes if route.file}


def places_of_pauses(paused: tuple[PausedRequest, ...]) -> set[Place]:
    """Return the places of the frames of paused requests."""
    return {place for each in paused for frame in each.frames for place in _inside(frame)}


def places_of_background(background: tuple[BackgroundEvent, ...]) -> set[Place]:
    """Return the places that the events outside of any exchange name."""
    return {place for each in background for place in _of_event(each.event)}


def _of_event(event: Event) -> Iterator[Place]:
    caller: Caller | None = event.caller
    if caller is not None:
        yield caller.file, caller.line
    yield from _inside(event.body)


def _inside(value: Any) -> Iterator[Place]:
    """Yield the places in the body of an event, whose depth the channel limits."""
    if isinstance(value, Mapping):
        file, line = value.get("file"), value.get("line")
        if isinstance(file, str) and (line is None or isinstance(line, int)):
            yield file, line
        for inner in value.values():
            yield from _inside(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _inside(inner)
