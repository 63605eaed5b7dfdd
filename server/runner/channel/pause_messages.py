"""The messages by which a guest says that a request is paused, and that it goes on."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.model.stack import PausedRequest
from server.runner.channel import event_schemas, validators
from server.runner.channel.framing import FrameError

MOST_SECONDS: Final = 3600

_PAUSED = validators.record(
    pause=validators.count,
    exchange=validators.count,
    reason=validators.one_of("breakpoint", "exception"),
    error=validators.maybe(validators.text),
    seconds=validators.duration,
    frames=validators.array(event_schemas.FRAME),
    omitted=validators.count,
)
_RESUMED = validators.record(
    pause=validators.count,
    exchange=validators.count,
    why=validators.one_of("continued", "time"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ResumedRequest:
    """A paused request goes on: it was `continued`, or its `time` was over."""

    pause: int
    exchange: int
    why: str


PauseMessage = PausedRequest | ResumedRequest


def parse(message: Mapping[str, Any]) -> PauseMessage:
    """Return the request that is paused or goes on; FrameError for an invalid message."""
    if message.get("type") == "resumed":
        if not _RESUMED(message):
            raise FrameError("an invalid message (resumed)")
        return ResumedRequest(pause=message["pause"], exchange=message["exchange"], why=message["why"])
    if not _PAUSED(message) or message["seconds"] > MOST_SECONDS:
        raise FrameError("an invalid message (paused)")
    return PausedRequest(
        pause=message["pause"],
        exchange=message["exchange"],
        reason=message["reason"],
        error=message["error"],
        seconds=float(message["seconds"]),
        ends_at=time.time() + message["seconds"],
        frames=tuple(message["frames"]),
        omitted=message["omitted"],
    )
