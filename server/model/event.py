"""One observation of the probe within an exchange."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

PROBE_FAULT: Final = "probe-fault"
# Stands in events, requests and responses where a secret was removed.
REDACTED: Final = "[redacted]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """The line of the guest's own code that caused an event."""

    file: str
    line: int
    function: str


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
