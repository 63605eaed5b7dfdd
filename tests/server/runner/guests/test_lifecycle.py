"""Starts, stops and restarts of a guest."""

import pytest

from server.model.guest import GuestState
from server.model.outgoing_request import OutgoingRequest
from server.runner.processes.limits import Limits
from tests.support.runner.fake_script_guests import (
    OK_REQUEST,
    SECONDS,
    FakeScriptGuests,
    expect_exchange,
)


def test_changes_of_the_state_are_published(fake_guests: FakeScriptGuests) -> None:
    """The states are published in their order."""
    guest = fake_guests.open()
    guest.stop()
    fake_guests.close()
    assert fake_guests.states == [
        GuestState.STARTING,
        GuestState.READY,
        GuestState.STOPPED,
    ] or fake_guests.states[-1] is (GuestState.STOPPED)


@pytest.mark.parametrize("app", ["serve", "stubborn", "fail", "leave", "sleep", "hang-up"])
def test_stop_and_restart_work_from_any_state(fake_guests: FakeScriptGuests, app: str) -> None:
    """Stopping or restarting twice is no different from once, whatever the state was."""
    guest = fake_guests.guests(Limits(start_seconds=2.0, stop_seconds=0.1)).open(fake_guests.target(app))
    first = guest.run
    guest.restart()
    guest.stop()
    assert guest.status.state is GuestState.STOPPED
    assert guest.status.problem is None
    guest.stop()
    assert guest.status.state is GuestState.STOPPED
    guest.restart()
    guest.restart()
    end = guest.wait(SECONDS).state
    assert end is (GuestState.READY if app in ("serve", "stubborn") else GuestState.CRASHED)
    assert guest.run != first


def test_a_restart_keeps_the_guest_and_changes_the_process(fake_guests: FakeScriptGuests) -> None:
    """The id stays the same, the run name and the process change, and requests work."""
    guest = fake_guests.open()
    before = (guest.run, guest.status.pid)
    guest.restart()
    assert guest.wait(SECONDS).state is GuestState.READY
    assert guest.run != before[0]
    assert guest.status.pid != before[1]
    assert expect_exchange(guest.send(OK_REQUEST)).run == guest.run


@pytest.mark.hardness("guest-end")
def test_a_crashed_guest_restarts(fake_guests: FakeScriptGuests) -> None:
    """Restart works after a crash."""
    guest = fake_guests.open()
    guest.send(OutgoingRequest(method="GET", path="/die"))
    guest.restart()
    assert guest.wait(SECONDS).state is GuestState.READY
