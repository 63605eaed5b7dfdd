"""Pending requests find their exchange by the source port."""

from dataclasses import replace

from server.model.outgoing_request import OutgoingRequest
from server.runner.requests.pending import PendingRequests
from tests.support.fake_guests import make_exchange

OUTGOING = OutgoingRequest(method="GET", path="/")


def test_a_request_matches_the_first_exchange_from_its_port() -> None:
    """Exchanges from other ports, and later ones from the same port, are not matched."""
    requests = PendingRequests()
    pending = requests.add(40000, OUTGOING)
    ours = make_exchange(1, client_port=40000)
    requests.match(make_exchange(5, client_port=None))
    requests.match(ours)
    requests.match(make_exchange(2, client_port=40000))
    assert pending.started.is_set()
    assert requests.find(ours) is pending
    assert requests.find(make_exchange(2, client_port=40000)) is None
    assert requests.find(replace(ours, run="another")) is None
    assert pending.resolve(ours, published=True)
    requests.remove(pending)
    requests.remove(pending)
    assert not pending.resolve(ours, published=True)
    assert requests.find(ours) is None
