"""What an app does outside of any exchange."""

from dataclasses import dataclass

from server.model.event import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class BackgroundEvent:
    """An event of a thread that no request started; `time` is in seconds since the epoch."""

    time: float
    event: Event
