"""The envelope of an event on its way from a sensor to the channel."""

from __future__ import annotations

from typing import Any, NamedTuple


class Event(NamedTuple):
    """An envelope; `at` and `took` are in seconds, the body is in any form that `encode_event` accepts."""

    exchange: int
    seq: int
    kind: str
    at: float
    took: float | None
    caller: dict[str, Any] | None
    family: str | None
    body: Any
