"""What the events of an exchange prove of its Flask app, for the sentences about what answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.lens import readings
from server.model.event import PROBE_FAULT, Event
from server.model.exchange import Exchange

Reading = tuple[Event, EventReader]

ASKED_BY_FLASK = ("app", "routing", "hook", "view", "session")
"""Kinds of events that only a request in the hands of a Flask app has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Replaced:
    """A function in the place of a method of Flask that did not run."""

    method: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FlaskFacts:
    """The events of the app that the request reached first, without those of requests that it made itself.

    `ran` are the methods of Flask that were called, None if the probe did not report them; `status` is that
    of the response as Flask finished it, None if it is not known.
    """

    hooks: tuple[Reading, ...]
    views: tuple[Reading, ...]
    errors: tuple[Reading, ...]
    routing: EventReader | None
    reached: bool
    complete: bool
    ran: tuple[str, ...] | None = None
    status: int | None = None
    replaced: tuple[Replaced, ...] = field(default=())

    def replacement(self, *methods: str) -> Replaced | None:
        """Return what is in the place of one of these methods, so that Flask's own did not run; or None."""
        return next((one for one in self.replaced if one.method in methods), None)

    def did_run(self, method: str) -> bool:
        """Return whether a method of Flask is known to have been called."""
        return self.ran is not None and method in self.ran


def flask_facts(exchange: Exchange) -> FlaskFacts:
    """Return the facts of an exchange; UnreadableError if an event is not as docs/events.md says."""
    found = {
        kind: _outermost(exchange, kind)
        for kind in ("app", "hook", "view", "exception", "routing", "session")
    }
    app = next((body for _event, body in found["app"]), None)
    faults = [body.text("sensor") for _event, body in readings(exchange, PROBE_FAULT)]
    return FlaskFacts(
        hooks=found["hook"],
        views=found["view"],
        errors=found["exception"],
        routing=next((body for _event, body in found["routing"]), None),
        reached=any(exchange.first(kind) is not None for kind in ASKED_BY_FLASK),
        complete=not exchange.lost_events and not faults,
        ran=None if app is None else app.texts("ran"),
        status=None if app is None else app.maybe_whole("status"),
        replaced=() if app is None else tuple(_replaced(app)),
    )


def _replaced(app: EventReader) -> Iterator[Replaced]:
    for one in app.parts("replaced"):
        if not one.flag("original"):
            yield Replaced(method=one.text("method"), name=one.text("name"))


def _outermost(exchange: Exchange, kind: str) -> tuple[Reading, ...]:
    """Return the events of a kind, without those of a request that a view or hook sent to an app itself."""
    found = tuple(readings(exchange, kind))
    if all(sum(1 for _event in exchange.of(name)) <= 1 for name in ("app", "routing")):
        return found
    spans = [span for name in ("view", "hook") for event in exchange.of(name) if (span := _span(event))]
    return tuple(reading for reading in found if not any(_within(reading[0], span) for span in spans))


def _span(event: Event) -> tuple[float, float, int] | None:
    at, took = finite(event.at), finite(event.took)
    return None if at is None or took is None else (at, at + took, event.seq)


def _within(event: Event, span: tuple[float, float, int]) -> bool:
    start, end, seq = span
    at = finite(event.at)
    return at is not None and event.seq > seq and start <= at < end
