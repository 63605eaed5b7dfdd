"""Paused requests on a page."""

from typing import Any

from server.model.exchange import ExchangeState
from server.web.bench import pauses
from tests.server.runner.requests.test_paused_requests import paused
from tests.support.fake_guests import FakeGuest, make_exchange
from tests.support.lenses.sample_events import frame
from tests.support.workbench_client import WorkbenchClient


def test_the_innermost_frame_of_the_app_comes_first(workbench: WorkbenchClient) -> None:
    """Each keeps the number by which an expression names it; an earlier start has no pauses."""
    guest: Any = workbench.open_guest()
    frames = (frame("a", own=True), frame("lib", own=False), frame("b", own=True))
    object.__setattr__(stopped := paused(1), "frames", frames)
    guest.pauses = (stopped,)
    exchange = make_exchange(1, state=ExchangeState.OPEN, response=None, run=guest.run)
    (shown,) = pauses.shown(guest, exchange)
    assert [each.number for each in shown.own] == [2, 0]
    assert [str(each.fold.sentence) for each in shown.own] == ["`b`, frame 3 of 3", "`a`, frame 1 of 3"]
    assert [each.number for each in shown.others] == [1]
    assert pauses.shown(guest, make_exchange(1, state=ExchangeState.OPEN, run="before")) == ()
    assert pauses.shown(guest, make_exchange(1, run=guest.run)) == ()
    assert isinstance(guest, FakeGuest)
