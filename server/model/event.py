"""One thing that happened inside an exchange."""

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
    """One observation: `at` and `took` in milliseconds, `at` counted from the start of its exchange.

    `seq` is given out when the thing begins, so sorting by it is the order of beginnings. `took` is None for
    what has no duration. `body` has the shape that docs/events.md gives for its `kind`.
    """

    exchange: int
    seq: int
    kind: str
    at: float
    took: float | None
    caller: Caller | None
    family: str | None
    body: Mapping[str, Any]
