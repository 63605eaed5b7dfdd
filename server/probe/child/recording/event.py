"""The envelope of an event on its way from a sensor to the channel."""

from __future__ import annotations

from typing import Any, NamedTuple


class Event(NamedTuple):
    """An envelope; `at` and `took` are in seconds, the body is in any form that `encode_event` accepts.

    `thread` is the name of a thread that is not the one that answers the request, else None.
    """

    exchange: int
    seq: int
    kind: str
    at: float
    took: float | None
    caller: dict[str, Any] | None
    family: str | None
    body: Any
    thread: str | None = None
