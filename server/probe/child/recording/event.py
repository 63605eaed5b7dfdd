"""The envelope of an event on its way from a sensor to the channel."""

from __future__ import annotations

from typing import Any, NamedTuple


class Event(NamedTuple):
    """An envelope on its way; `at` and `took` in seconds, the body in any shape that encoding knows."""

    exchange: int
    seq: int
    kind: str
    at: float
    took: float | None
    caller: dict[str, Any] | None
    family: str | None
    body: Any
