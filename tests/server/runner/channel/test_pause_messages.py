"""Tests of the messages of pauses."""

from typing import Any

import pytest

from server.model.stack import PausedRequest
from server.runner.channel.framing import FrameError
from server.runner.channel.pause_messages import ResumedRequest
from server.runner.channel.protocol import parse

FRAME = {"file": "/a.py", "line": 1, "function": "f", "own": True, "source": [[1, "x"]], "locals": {}}
PAUSED: dict[str, Any] = {
    "type": "paused",
    "pause": 1,
    "exchange": 2,
    "reason": "breakpoint",
    "error": None,
    "seconds": 300,
    "frames": [FRAME],
    "omitted": 0,
}
RESUMED: dict[str, Any] = {"type": "resumed", "pause": 1, "exchange": 2, "why": "time"}


def test_a_guest_says_that_a_request_is_paused_and_goes_on() -> None:
    """The time at which it goes on by itself is ours."""
    paused = parse(PAUSED)
    assert isinstance(paused, PausedRequest)
    assert (paused.pause, paused.exchange, paused.frames) == (1, 2, (FRAME,))
    assert paused.ends_at > 1_700_000_000
    assert parse(RESUMED) == ResumedRequest(pause=1, exchange=2, why="time")


@pytest.mark.parametrize(
    "change",
    [
        {"pause": -1},
        {"exchange": "2"},
        {"reason": "curiosity"},
        {"error": 7},
        {"seconds": 1e9},
        {"seconds": None},
        {"frames": [{}]},
        {"frames": None},
        {"omitted": 1.5},
    ],
)
def test_a_malformed_pause_ends_the_channel(change: dict[str, Any]) -> None:
    """A guest is not trusted."""
    with pytest.raises(FrameError):
        parse({**PAUSED, **change})


@pytest.mark.parametrize("change", [{"pause": None}, {"why": "boredom"}, {"exchange": []}])
def test_a_malformed_end_of_a_pause_ends_the_channel(change: dict[str, Any]) -> None:
    """As above."""
    with pytest.raises(FrameError):
        parse({**RESUMED, **change})
