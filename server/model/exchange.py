"""One request and its response, with all that happened between."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.model.event import Event
from server.model.versions import Versions

Headers = tuple[tuple[str, str], ...]


class ExchangeState(StrEnum):
    """How far an exchange has come."""

    OPEN = "open"
    DONE = "done"
    LOST = "lost"


# Beyond what is kept the bytes of an answer are counted, but not for ever.
COUNTED_BYTES: Final = 256 << 20


class Cut(StrEnum):
    """Why Fumehood stopped reading an answer before its end."""

    TIME = "time"
    SIZE = "size"


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """What was kept of a body: `size` bytes passed, `data` holds the first of them.

    `content_type` is the header as sent, empty where there was none.
    """

    data: bytes = b""
    size: int = 0
    content_type: str = ""

    @property
    def truncated(self) -> bool:
        """Whether fewer bytes were kept than passed."""
        return len(self.data) < self.size

    @property
    def text(self) -> str | None:
        """The kept bytes as UTF-8 text, None where they are none; a character cut in half is dropped."""
        try:
            return self.data.decode()
        except UnicodeDecodeError as error:
            if self.truncated and error.start >= len(self.data) - 3:
                return self.data[: error.start].decode()
            return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the client sent, as the guest's server understood it; `url` begins with the scheme."""

    method: str
    url: str
    path: str
    query: str
    headers: Headers
    body: Body = Body()


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """What the guest answered."""

    status: int
    reason: str
    headers: Headers
    body: Body = Body()

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Every header of that name, in any case, in the order sent."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """A request and its response seen from the inside.

    `id` is unique in the store (0 while it is in none); `number` counts within one run of one guest;
    `started_at` is seconds since the epoch; `took` is milliseconds, None while the exchange is open.
    `client_port` is the port the request came from, by which its sender finds it again. `cut` is known of
    requests of our own only, and not stored.
    """

    id: int = 0
    run: str
    guest: str
    number: int
    started_at: float
    took: float | None
    state: ExchangeState
    request: Request
    response: Response | None
    versions: Versions
    events: tuple[Event, ...]
    client_port: int | None = None
    lost_events: int = 0
    cut: Cut | None = None

    def of(self, kind: str) -> Iterator[Event]:
        """The events of one kind, in order."""
        return (event for event in self.events if event.kind == kind)

    def first(self, kind: str) -> Event | None:
        """The first event of one kind, or None."""
        return next(self.of(kind), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExchangeRow:
    """An exchange as a list shows it."""

    id: int
    run: str
    guest: str
    started_at: float
    took: float | None
    state: ExchangeState
    method: str
    path: str
    query: str
    status: int | None
    size: int
    content_type: str
    endpoint: str | None
    error: str | None
