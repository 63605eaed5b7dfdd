"""Original requests are kept for replay within bounds."""

import pytest

from server.model.outgoing_request import OutgoingRequest
from server.runner.requests import replay_cache
from server.runner.requests.replay_cache import ReplayCache

OUTGOING = OutgoingRequest(method="GET", path="/")


def test_the_oldest_requests_are_dropped_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is bounded in number and in bytes; the first request of an exchange is kept."""
    monkeypatch.setattr(replay_cache, "REQUEST_LIMIT", 3)
    monkeypatch.setattr(replay_cache, "BYTE_LIMIT", 100)
    cache = ReplayCache()
    for number in range(1, 6):
        cache.add(number, OutgoingRequest(method="GET", path=f"/{number}", body=b"x" * 10))
    assert [number for number in range(1, 6) if cache.get(number)] == [3, 4, 5]
    cache.add(5, OUTGOING)
    assert (cache.get(5) or OUTGOING).path == "/5"
    cache.add(6, OutgoingRequest(method="GET", path="/6", body=b"x" * 101))
    assert cache.get(6) is None
    cache.add(7, OutgoingRequest(method="GET", path="/7", body=b"x" * 95))
    assert [number for number in range(1, 9) if cache.get(number)] == [7]
