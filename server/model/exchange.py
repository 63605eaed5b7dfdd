"""An exchange: one request and its response, with the events in between."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.model.event import Event
from server.model.origin import Origin
from server.model.versions import Versions

Headers = tuple[tuple[str, str], ...]


class ExchangeState(StrEnum):
    """Whether an exchange is open, done or lost."""

    OPEN = "open"
    DONE = "done"
    LOST = "lost"


FROM_FILE: Final = "file-"
"""Begins the id of the guest of exchanges that came from a file, and that nobody here has observed."""

# Beyond the recorded part the bytes of a response are only counted, up to this number.
COUNTED_BYTES: Final = 256 << 20


class Cut(StrEnum):
    """Why Fumehood stopped reading a response before its end."""

    TIME = "time"
    SIZE = "size"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerProgress:
    """What has come of the answer to a request of ours: `status` is None before its headers.

    `size` is in bytes of the body. `cancelled` is true once the connection was closed on request.
    """

    status: int | None = None
    size: int = 0
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """The recorded part of a body: of `size` bytes, `data` holds the first ones.

    `content_type` is the header as sent, empty if there was none.
    """

    data: bytes = b""
    size: int = 0
    content_type: str = ""

    @property
    def truncated(self) -> bool:
        """Return whether bytes are missing from `data`."""
        return len(self.data) < self.size

    @property
    def text(self) -> str | None:
        """Return the recorded bytes as UTF-8 text without a truncated last character; None if not text."""
        try:
            return self.data.decode()
        except UnicodeDecodeError as error:
            if self.truncated and error.start >= len(self.data) - 3:
                return self.data[: error.start].decode()
            return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the client sent, as the guest's server understood it; `url` includes the scheme."""

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
        """Return the first header of that name, ignoring case, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Return every header of that name, ignoring case, in the order sent."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())


class LossReason(StrEnum):
    """Why events are missing: what the guest reports of a request is limited, and what is stored.

    `UNKNOWN` is that of exchanges that an earlier version stored.
    """

    GUEST = "guest"
    HOST = "host"
    STORE = "store"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Loss:
    """So many events of a kind that are missing, and why."""

    reason: LossReason
    kind: str
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """A request and its response with all events.

    `id` is unique in the store (0 before it is stored); `number` counts within one run of one guest;
    `started_at` is in seconds since the epoch; `took` in milliseconds, None while the exchange is open.
    `lost_events` is the number of events that were lost on their way; `losses` are those left out on purpose.
    `client_port` is the port that the request came from, by which its sender finds it. `origin` is None
    before its guest is ready and in exchanges of older versions. `cut` is known only
    for requests that Fumehood sent, and is not stored.
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
    origin: Origin | None = None
    losses: tuple[Loss, ...] = ()
    cut: Cut | None = None

    @property
    def from_file(self) -> bool:
        """Return whether it came from a file, which anybody may have written."""
        return self.guest.startswith(FROM_FILE)

    def of(self, kind: str) -> Iterator[Event]:
        """Return the events of one kind, in order."""
        return (event for event in self.events if event.kind == kind)

    def first(self, kind: str) -> Event | None:
        """Return the first event of one kind, or None."""
        return next(self.of(kind), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExchangeRow:
    """An exchange as a list shows it; `project` is the number of the app in the store, if that is known.

    `sql_count` is the number of SQL statements and `findings` the codes of what is wrong, separated by spaces
    and the most important first; both are None in what earlier versions stored. `pinned`, `note` and
    `visitor` (the name of the visitor as whom the composer sent it) are what the user has made of it.
    """

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
    project: int | None = None
    sql_count: int | None = None
    findings: str | None = None
    pinned: bool = False
    note: str = ""
    visitor: str = ""
