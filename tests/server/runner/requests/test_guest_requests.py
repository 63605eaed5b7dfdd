"""Listeners get the exchanges of requests that we did not send."""

from server.model.exchange import Exchange
from server.runner.requests.guest_requests import GuestRequests
from tests.support.fake_guests import make_exchange


def test_a_listener_is_called_until_it_unsubscribes() -> None:
    """Others go on, and unsubscribing twice does no harm."""
    requests = GuestRequests()
    first: list[Exchange] = []
    second: list[Exchange] = []
    unsubscribe = requests.subscribe(first.append)
    requests.subscribe(second.append)
    requests.notify_listeners(make_exchange(1))
    unsubscribe()
    unsubscribe()
    requests.notify_listeners(make_exchange(2))
    assert [exchange.id for exchange in first] == [1]
    assert [exchange.id for exchange in second] == [1, 2]
