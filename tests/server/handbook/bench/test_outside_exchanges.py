"""Test that the exchanges of other clients are collected and waited for."""

import threading

import pytest

from server.handbook.bench import outside_exchanges
from server.handbook.bench.outside_exchanges import OutsideExchanges
from server.model.exchange import Exchange, Request
from tests.support.fake_guests import make_exchange

PATIENCE = 20.0


def exchange(number: int, path: str) -> Exchange:
    """Return an exchange with that path."""
    request = Request(method="GET", url=f"http://localhost{path}", path=path, query="", headers=())
    return make_exchange(number, request=request)


def test_they_are_found_by_path_in_order() -> None:
    """Or all of them."""
    outside = OutsideExchanges()
    for number, path in enumerate(("/a", "/b", "/a")):
        outside.add(exchange(number, path))
    assert [each.id for each in outside.wait("/a", 2, PATIENCE)] == [0, 2]
    assert [each.id for each in outside.wait(None, 3, PATIENCE)] == [0, 1, 2]


def test_those_there_are_are_returned_when_the_time_is_over() -> None:
    """With 0 seconds at once."""
    outside = OutsideExchanges()
    outside.add(exchange(0, "/a"))
    assert len(outside.wait("/a", 2, 0.0)) == 1


def test_one_that_is_still_to_come_is_waited_for() -> None:
    """It is returned as soon as it is there."""
    outside = OutsideExchanges()
    timer = threading.Timer(0.02, outside.add, [exchange(0, "/a")])
    timer.start()
    assert len(outside.wait("/a", 1, PATIENCE)) == 1


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that does not stop fills no memory."""
    monkeypatch.setattr(outside_exchanges, "MOST_EXCHANGES", 2)
    outside = OutsideExchanges()
    for number in range(5):
        outside.add(exchange(number, "/a"))
    assert len(outside.wait(None, 5, 0.0)) == 2
