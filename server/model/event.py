"""One observation of the probe within an exchange."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

PROBE_FAULT: Final = "probe-fault"
# The kinds of events that say how a request was answered: they are kept where others are left out.
ANSWER_KINDS: Final = frozenset(
    {"wsgi", "app", "routing", "hook", "view", "exception", "response", "session", "cookie"}
)
# Stands in events, requests and responses where a secret was removed.
REDACTED: Final = "[redacted]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """The line of the guest's own code that caused an event."""

    file: str
    line: int
    function: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Folded:
    """Similar events that an event stands for besides itself: only their number and times were stored.

    `took` is the time of all of them together, `until` the time at which the last of them started.
    """

    count: int
    took: float
    until: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One observation; `at` and `took` are milliseconds, `at` counted from the start of the exchange.

    `seq` is assigned when the observed thing starts, so sorting by it gives the order of starts. `took` is
    None for what has no duration. `body` has the form that docs/events.md specifies for its `kind`.
    `thread` is the name of the thread that it happened in, None for the one that answers the request.
    """

    exchange: int
    seq: int
    kind: str
    at: float
    took: float | None
    caller: Caller | None
    family: str | None
    body: Mapping[str, Any]
    thread: str | None = None
    folded: Folded | None = None

    @property
    def times(self) -> int:
        """Return how many events this one stands for, itself included."""
        return 1 + (self.folded.count if self.folded is not None else 0)

    @property
    def total_took(self) -> float:
        """Return how long it took together with the events that it stands for."""
        return (self.took or 0.0) + (self.folded.took if self.folded is not None else 0.0)
