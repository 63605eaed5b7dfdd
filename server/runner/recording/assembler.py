"""Assembles the events of one run into exchanges."""

import base64
import binascii
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote

from server.model.event import ANSWER_KINDS, Event
from server.model.exchange import (
    Body,
    Exchange,
    ExchangeState,
    Headers,
    Loss,
    LossReason,
    Request,
    Response,
)
from server.model.origin import Origin
from server.model.outgoing_request import OutgoingRequest
from server.model.versions import Versions
from server.runner.channel.protocol import End
from server.runner.recording.weight import weight_of
from server.runner.redaction.events import redact_events

EVENT_LIMIT: Final = 5000
# What says how the request was answered has so much more room, for it comes last.
ANSWER_ROOM: Final = 1.25
OPEN_LIMIT: Final = 512
# How many numbers of finished exchanges are remembered.
FINISHED_LIMIT: Final = 1024
# The weight of an exchange is about the bytes of memory that its events take.
WEIGHT_LIMIT: Final = 16 << 20
# The same for all open exchanges of a run together.
OPEN_WEIGHT_LIMIT: Final = 64 << 20
# Finished exchanges to which events of their threads are still added, and their weight together.
LATE_LIMIT: Final = 64
LATE_WEIGHT_LIMIT: Final = 24 << 20


@dataclass(frozen=True, slots=True)
class Assembled:
    """An exchange that has just started (its state is OPEN) or finished (DONE or LOST).

    `request` is its unredacted request, for replay; None at its start and where its body is not complete.
    `again` is true for one that had finished before, and has got events of a thread since then.
    """

    exchange: Exchange
    request: OutgoingRequest | None = None
    again: bool = False


@dataclass(slots=True)
class _OpenExchange:
    """An exchange that has not finished: how it was published at its start, and its unredacted events."""

    published: Exchange
    events: list[Event] = field(default_factory=list)
    weight: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    took: float = 0.0
    lost: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    # Whether threads that it started were at work at its end, and whether they have ended since.
    threads: bool = False
    rested: bool = False


class Assembler:
    """Collects the events of one run in exchanges; to be used by one thread at a time.

    Each method returns the exchanges that it started and finished, in that order of events: to bound memory,
    the oldest open exchanges are finished as LOST when there are too many or they hold too much.
    `clock` gives seconds since the epoch, `next_id` the number of an exchange in the store.
    """

    def __init__(
        self,
        *,
        run: str,
        guest: str,
        versions: Versions,
        next_id: Callable[[], int],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.versions = versions
        # The versions of an exchange that a Flask app handled, though the guest's own app is not one.
        self.with_flask = versions
        self.origin: Origin | None = None
        self._run = run
        self._guest = guest
        self._next_id = next_id
        self._clock = clock
        self._open: dict[int, _OpenExchange] = {}
        self._weight = 0
        # Finished exchanges by number, those that finished last at the end; and those with new events.
        self._late: OrderedDict[int, _OpenExchange] = OrderedDict()
        self._late_weight = 0
        self._changed: dict[int, _OpenExchange] = {}
        # The threads of a guest start exchanges in any order, so a higher number does not mean that one is
        # finished.
        self._finished: deque[int] = deque(maxlen=FINISHED_LIMIT)

    def take(self, event: Event) -> Sequence[Assembled]:
        """Add an event to its exchange, which a `wsgi` event starts; drop an event without an exchange."""
        known = self._open.get(event.exchange)
        if known is None:
            if (
                event.kind == "wsgi"
                and event.body["phase"] == "request"
                and event.exchange not in self._finished
            ):
                return self._start(event)
            self._take_late(event)
            return ()
        weight = weight_of(event)
        room = ANSWER_ROOM if event.kind in ANSWER_KINDS else 1.0
        if len(known.events) >= EVENT_LIMIT * room or known.weight + weight > WEIGHT_LIMIT * room:
            known.dropped[event.kind] += 1
            return ()
        lost = self._make_room(weight, event.exchange)
        known.weight += weight
        self._weight += weight
        known.events.append(event)
        return lost

    def end(self, end: End) -> Sequence[Assembled]:
        """Finish an exchange; ignore an unknown one."""
        if end.exchange not in self._open:
            return ()
        known = self._remove(end.exchange)
        known.took, known.lost, known.left_out = end.took, end.lost, end.left_out
        finished = self._finish(known, ExchangeState.DONE, end.took, end.lost)
        if end.threads:
            known.threads = True
            self._keep_for_late_events(end.exchange, known)
        return (finished,)

    def updated(self) -> Sequence[Assembled]:
        """Return the finished exchanges that have got events since the last call."""
        changed, self._changed = self._changed, {}
        return [
            replace(self._finish(known, ExchangeState.DONE, known.took, known.lost), again=True)
            for known in changed.values()
        ]

    def rest(self, number: int) -> None:
        """Note that no thread of an exchange is at work any more; this may come just before its end."""
        known = self._late.get(number) or self._open.get(number)
        if known is not None:
            known.rested = True

    def has_threads_at_work(self) -> bool:
        """Return whether threads of a finished exchange are still at work, as far as remembered.

        May be called from any thread.
        """
        return any(known.threads and not known.rested for known in tuple(self._late.values()))

    def _take_late(self, event: Event) -> None:
        """Add an event of a thread to a finished exchange, if it is remembered."""
        known = self._late.get(event.exchange)
        if known is None or event.thread is None:
            return
        weight = weight_of(event)
        if len(known.events) >= EVENT_LIMIT or known.weight + weight > WEIGHT_LIMIT:
            known.dropped[event.kind] += 1
        else:
            known.weight += weight
            self._late_weight += weight
            known.events.append(event)
        self._changed[event.exchange] = known

    def _keep_for_late_events(self, number: int, known: _OpenExchange) -> None:
        """Remember a finished exchange whose threads are still at work, and forget the oldest such ones."""
        self._late[number] = known
        self._late_weight += known.weight
        while len(self._late) > LATE_LIMIT or (len(self._late) > 1 and self._late_weight > LATE_WEIGHT_LIMIT):
            self._late_weight -= self._late.popitem(last=False)[1].weight

    def open_exchanges(self) -> tuple[Exchange, ...]:
        """Return the open exchanges as they were published at their start, the oldest first.

        May be called from any thread.
        """
        return tuple(known.published for known in tuple(self._open.values()))

    def open_exchange(self, id: int) -> Exchange | None:  # noqa: A002 - it is the exchange's id
        """Return an open exchange with what was recorded of it so far; None if it is not open.

        May be called from any thread.
        """
        for known in tuple(self._open.values()):
            if known.published.id == id:
                events = list(known.events)  # the list may grow meanwhile
                events.sort(key=lambda event: event.seq)
                return replace(known.published, events=redact_events(events))
        return None

    def lose_all(self) -> Sequence[Assembled]:
        """Finish every open exchange as LOST, because the run has ended."""
        return [self._lose(number) for number in tuple(self._open)]

    def _lose(self, number: int) -> Assembled:
        known = self._remove(number)
        took = (self._clock() - known.published.started_at) * 1000
        return self._finish(known, ExchangeState.LOST, max(took, 0.0), 0)

    def _remove(self, number: int) -> _OpenExchange:
        known = self._open.pop(number)
        self._finished.append(number)
        self._weight -= known.weight
        return known

    def _make_room(self, weight: int, number: int) -> list[Assembled]:
        """Lose the oldest exchanges, but not `number`, until there is room for so much more weight."""
        lost: list[Assembled] = []
        while self._weight + weight > OPEN_WEIGHT_LIMIT:
            oldest = next((other for other in self._open if other != number), None)
            if oldest is None:
                break
            lost.append(self._lose(oldest))
        return lost

    def _start(self, event: Event) -> Sequence[Assembled]:
        weight = 2 * weight_of(event)  # the published exchange has a redacted copy
        if weight > WEIGHT_LIMIT:
            return ()
        lost = [self._lose(next(iter(self._open)))] if len(self._open) >= OPEN_LIMIT else []
        (redacted,) = redact_events((event,))
        exchange = Exchange(
            id=self._next_id(),
            run=self._run,
            guest=self._guest,
            number=event.exchange,
            started_at=self._clock() - event.at / 1000,
            took=None,
            state=ExchangeState.OPEN,
            request=request_of(redacted.body, None),
            response=None,
            versions=self.versions,
            origin=self.origin,
            events=(redacted,),
            client_port=event.body["remote_port"],
        )
        lost += self._make_room(weight, event.exchange)
        self._weight += weight
        self._open[event.exchange] = _OpenExchange(published=exchange, events=[event], weight=weight)
        return (*lost, Assembled(exchange))

    def _finish(self, known: _OpenExchange, state: ExchangeState, took: float, lost: int) -> Assembled:
        known.events.sort(key=lambda event: event.seq)
        events = redact_events(known.events)
        start, close = _wsgi_bodies(events)
        response = next((event.body for event in reversed(events) if event.kind == "response"), None)
        faults = sum(event.body["lost"] for event in events if event.kind == "probe-fault")
        published = known.published
        exchange = Exchange(
            id=published.id,
            run=published.run,
            guest=published.guest,
            number=published.number,
            started_at=published.started_at,
            took=took,
            state=state,
            request=request_of(start, close),
            response=_response(response) if response is not None else None,
            versions=self.with_flask if any(event.kind == "app" for event in events) else self.versions,
            origin=self.origin,
            events=events,
            client_port=published.client_port,
            lost_events=max(lost, faults),
            losses=(
                *(Loss(reason=LossReason.GUEST, kind=kind, number=n) for kind, n in known.left_out.items()),
                *(Loss(reason=LossReason.HOST, kind=kind, number=n) for kind, n in known.dropped.items()),
            ),
        )
        return Assembled(exchange, _original_request(known.events))


def _wsgi_bodies(events: Sequence[Event]) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
    """The bodies of the first and the last `wsgi` event of an exchange; the last may be missing."""
    bodies = {event.body["phase"]: event.body for event in reversed(events) if event.kind == "wsgi"}
    return bodies["request"], bodies.get("close")


def body_of(body: Mapping[str, Any] | None) -> Body:
    """Convert a body from the form that docs/events.md describes."""
    if body is None:
        return Body()
    text, encoded = body["text"], body["base64"]
    data = b""
    if text is not None:
        data = text.encode("utf-8", "replace")
    elif encoded is not None:
        try:
            data = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            data = b""
    return Body(data=data, size=max(body["size"], len(data)), content_type=body["type"])


def _headers(pairs: list[list[str]]) -> Headers:
    return tuple((name, value) for name, value in pairs)


def request_of(start: Mapping[str, Any], close: Mapping[str, Any] | None) -> Request:
    """Build the request from the bodies of the first and the last `wsgi` event; the last may be missing."""
    headers = _headers(start["headers"])
    host = next((value for name, value in headers if name.lower() == "host"), "localhost")
    path = start["script_name"] + start["path"]
    query = start["query"]
    url = f"http://{host}{quote(path, safe=_PATH_SAFE)}" + (f"?{query}" if query else "")
    return Request(
        method=start["method"],
        url=url,
        path=path,
        query=query,
        headers=headers,
        body=body_of(close["input"] if close is not None else None),
    )


def _response(body: Mapping[str, Any]) -> Response:
    return Response(
        status=body["status"],
        reason=body["reason"],
        headers=_headers(body["headers"]),
        body=body_of(body["body"]),
    )


_PATH_SAFE: Final = "/:@!$&'()*+,;=-._~"


def _original_request(events: Sequence[Event]) -> OutgoingRequest | None:
    """Build the unredacted request; None unless its body was read to the end, or it had none."""
    start, close = _wsgi_bodies(events)
    body = body_of(close["input"]) if close is not None else Body()
    headers = _headers(start["headers"])
    length = next((value for name, value in headers if name.lower() == "content-length"), "0")
    if body.truncated or (length not in ("", "0") and length != str(body.size)):
        return None
    path = quote(start["script_name"] + start["path"], safe=_PATH_SAFE)
    return OutgoingRequest(
        method=start["method"],
        path=path + (f"?{start['query']}" if start["query"] else ""),
        headers=headers,
        body=body.data,
    )
