"""Tests of the requests that are paused now."""

from server.model.stack import PausedRequest
from server.runner.channel.pause_messages import ResumedRequest
from server.runner.requests.paused_requests import MOST, PausedRequests


def paused(pause: int, exchange: int = 1) -> PausedRequest:
    """Return a paused request."""
    return PausedRequest(
        pause=pause,
        exchange=exchange,
        reason="breakpoint",
        error=None,
        seconds=300,
        ends_at=0,
        frames=(),
        omitted=0,
    )


def test_a_pause_ends_with_its_message_or_its_exchange() -> None:
    """A guest that never says that a request goes on keeps nothing."""
    requests = PausedRequests()
    for each in (paused(1), paused(2), paused(3, exchange=5)):
        requests.take(each)
    assert [each.pause for each in requests.of(1)] == [1, 2]
    requests.take(ResumedRequest(pause=1, exchange=1, why="continued"))
    requests.take(ResumedRequest(pause=9, exchange=1, why="continued"))
    assert [each.pause for each in requests.of(1)] == [2]
    requests.end(1)
    assert requests.of(1) == ()
    assert len(requests.of(5)) == 1


def test_a_guest_cannot_say_of_any_number_that_they_are_paused() -> None:
    """Their frames are kept in memory."""
    requests = PausedRequests()
    for number in range(MOST + 5):
        requests.take(paused(number))
    assert len(requests.of(1)) == MOST
