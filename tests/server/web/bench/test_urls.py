"""Tests of the addresses of the bench."""

from typing import cast

from server.runner.guests.guests import Guest
from server.web.bench.urls import bench_url
from tests.support.fake_guests import make_exchange
from tests.support.workbench_client import WorkbenchClient


def test_a_bench_can_be_opened_at_an_exchange(workbench: WorkbenchClient) -> None:
    """Without one, the address has no query."""
    guest = cast(Guest, workbench.open_guest())
    with workbench.app.test_request_context("/"):
        assert bench_url(guest) == "/bench/g1"
        assert bench_url(guest, make_exchange(3)) == "/bench/g1?exchange=3"
