"""Makes exchanges of the events of one run."""

import base64
import binascii
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import quote

from server.model.event import Event
from server.model.exchange import Body, Exchange, ExchangeState, Headers, Request, Response
from server.model.outgoing_request import OutgoingRequest
from server.model.versions import Versions
from server.runner.channel.protocol import End
from server.runner.redaction.events import redact_events

EVENT_LIMIT: Final = 5000
OPEN_LIMIT: Final = 512
OVER_LIMIT: Final = 1024
# A measure of what an exchange holds: characters of its longest texts, summed.
WEIGHT_LIMIT: Final = 8 << 20
# The same for all open exchanges of a run together.
OPEN_WEIGHT_LIMIT: Final = 64 << 20


class ExchangeSink(Protocol):
    """Where exchanges go."""

    def begun(self, exchange: Exchange) -> None:
        """An exchange began: its request is known but for the body."""

    def finished(self, exchange: Exchange, sent: OutgoingRequest | None) -> None:
        """An exchange is over, or lost; `sent` is its request unredacted, None where it is not whole."""


@dataclass(slots=True)
class _OpenExchange:
    """An exchange under way; `shown` is what was said of it when it began."""

    shown: Exchange
    events: list[Event] = field(default_factory=list)
    weight: int = 0
    dropped: int = 0


class Assembler:
    """Takes the events of one run and gives exchanges; to be used by one thread at a time.

    `clock` gives seconds since the epoch, `next_id` the number of an exchange in the store.
    """

    def __init__(  # noqa: PLR0913 - facts of one run
        self,
        *,
        run: str,
        guest: str,
        versions: Versions,
        sink: ExchangeSink,
        next_id: Callable[[], int],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.versions = versions
        self._run = run
        self._guest = guest
        self._sink = sink
        self._next_id = next_id
        self._clock = clock
        self._open: dict[int, _OpenExchange] = {}
        self._weight = 0
        # Threads of a guest begin exchanges in no order, so that a number is known to be over only by itself.
        self._over: deque[int] = deque(maxlen=OVER_LIMIT)

    def take(self, event: Event) -> None:
        """Add an event to its exchange, which begins with a `wsgi` event; one of no exchange is dropped."""
        known = self._open.get(event.exchange)
        if known is None:
            if event.kind == "wsgi" and event.body["phase"] == "request" and event.exchange not in self._over:
                self._begin(event)
            return
        weight = _weight_of(event)
        if len(known.events) >= EVENT_LIMIT or known.weight + weight > WEIGHT_LIMIT:
            known.dropped += 1
            return
        self._make_room(weight, event.exchange)
        known.weight += weight
        self._weight += weight
        known.events.append(event)

    def end(self, end: End) -> None:
        """Finish an exchange."""
        if end.exchange in self._open:
            self._finish(self._close(end.exchange), ExchangeState.DONE, end.took, end.lost)

    def under_way(self) -> tuple[Exchange, ...]:
        """The exchanges that are open, as they began, the oldest first."""
        return tuple(known.shown for known in self._open.values())

    def lose_all(self) -> None:
        """The run is over: what is open will never end."""
        for number in tuple(self._open):
            self._lose(number)

    def _lose(self, number: int) -> None:
        known = self._close(number)
        took = (self._clock() - known.shown.started_at) * 1000
        self._finish(known, ExchangeState.LOST, max(took, 0.0), 0)

    def _close(self, number: int) -> _OpenExchange:
        known = self._open.pop(number)
        self._over.append(number)
        self._weight -= known.weight
        return known

    def _make_room(self, weight: int, number: int) -> None:
        """Give up the oldest exchanges but `number` until so much more can be held."""
        while self._weight + weight > OPEN_WEIGHT_LIMIT:
            oldest = next((other for other in self._open if other != number), None)
            if oldest is None:
                return
            self._lose(oldest)

    def _begin(self, event: Event) -> None:
        if len(self._open) >= OPEN_LIMIT:
            self._lose(next(iter(self._open)))
        (shown,) = redact_events((event,))
        exchange = Exchange(
            id=self._next_id(),
            run=self._run,
            guest=self._guest,
            number=event.exchange,
            started_at=self._clock() - event.at / 1000,
            took=None,
            state=ExchangeState.OPEN,
            request=request_of(shown.body, None),
            response=None,
            versions=self.versions,
            events=(shown,),
            client_port=event.body["remote_port"],
        )
        weight = _weight_of(event)
        self._make_room(weight, event.exchange)
        self._weight += weight
        self._open[event.exchange] = _OpenExchange(shown=exchange, events=[event], weight=weight)
        self._sink.begun(exchange)

    def _finish(self, known: _OpenExchange, state: ExchangeState, took: float, lost: int) -> None:
        known.events.sort(key=lambda event: event.seq)
        events = redact_events(known.events)
        began = next(
            event.body for event in events if event.kind == "wsgi" and event.body["phase"] == "request"
        )
        closed = next(
            (event.body for event in events if event.kind == "wsgi" and event.body["phase"] == "close"), None
        )
        answer = next((event.body for event in reversed(events) if event.kind == "response"), None)
        faults = sum(event.body["lost"] for event in events if event.kind == "probe-fault")
        shown = known.shown
        self._sink.finished(
            Exchange(
                id=shown.id,
                run=shown.run,
                guest=shown.guest,
                number=shown.number,
                started_at=shown.started_at,
                took=took,
                state=state,
                request=request_of(began, closed),
                response=_response(answer) if answer is not None else None,
                versions=self.versions,
                events=events,
                client_port=shown.client_port,
                lost_events=known.dropped + max(lost, faults),
            ),
            _sent(known.events),
        )


def body_of(body: Mapping[str, Any] | None) -> Body:
    """The bytes of a body as docs/events.md has it."""
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


def request_of(began: Mapping[str, Any], closed: Mapping[str, Any] | None) -> Request:
    """The request told by the bodies of the first and the last `wsgi` event; the last may not be there."""
    headers = _headers(began["headers"])
    host = next((value for name, value in headers if name.lower() == "host"), "localhost")
    path = began["script_name"] + began["path"]
    query = began["query"]
    url = f"http://{host}{quote(path, safe=_PATH_SAFE)}" + (f"?{query}" if query else "")
    return Request(
        method=began["method"],
        url=url,
        path=path,
        query=query,
        headers=headers,
        body=body_of(closed["input"] if closed is not None else None),
    )


def _response(answer: Mapping[str, Any]) -> Response:
    return Response(
        status=answer["status"],
        reason=answer["reason"],
        headers=_headers(answer["headers"]),
        body=body_of(answer["body"]),
    )


_PATH_SAFE: Final = "/:@!$&'()*+,;=-._~"


def _sent(events: list[Event]) -> OutgoingRequest | None:
    """The request as it came, if its body was read to its end or it had none."""
    began = next(event.body for event in events if event.kind == "wsgi" and event.body["phase"] == "request")
    closed = next(
        (event.body for event in events if event.kind == "wsgi" and event.body["phase"] == "close"), None
    )
    body = body_of(closed["input"]) if closed is not None else Body()
    headers = _headers(began["headers"])
    length = next((value for name, value in headers if name.lower() == "content-length"), "0")
    if body.truncated or (length not in ("", "0") and length != str(body.size)):
        return None
    path = quote(began["script_name"] + began["path"], safe=_PATH_SAFE)
    return OutgoingRequest(
        method=began["method"],
        path=path + (f"?{began['query']}" if began["query"] else ""),
        headers=headers,
        body=body.data,
    )


def _weight_of(event: Event) -> int:
    caller = event.caller
    texts = (event.family, caller and caller.file, caller and caller.function)
    return _weight(event.body) + sum(len(text) for text in texts if text)


def _weight(value: Any) -> int:
    """About how many characters a value holds; one that is empty takes room too."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list):
        return sum(map(_weight, value)) + 64
    if isinstance(value, Mapping):
        return sum(map(_weight, value.values())) + sum(map(len, value)) + 64
    return 8
