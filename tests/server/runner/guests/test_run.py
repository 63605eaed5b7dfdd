"""The processes of a guest, and how they end."""

import os
import signal
import threading
import time
from collections.abc import Callable

import pytest

from server.model.exchange import ExchangeState
from server.model.guest import GuestState
from server.model.outgoing_request import OutgoingRequest
from server.runner.processes.limits import Limits
from tests.support.runner.fake_script_guests import (
    OK_REQUEST,
    SECONDS,
    FakeScriptGuests,
    expect_exchange,
    expect_problem,
)


@pytest.mark.hardness("orphan-process")
def test_stopping_ends_processes_in_other_sessions(
    fake_guests: FakeScriptGuests, has_ended: Callable[[int], bool]
) -> None:
    """A grandchild in a session of its own that ignores SIGTERM ends with its guest."""
    guest = fake_guests.open(limits=Limits(stop_seconds=0.1))
    guest.send(OutgoingRequest(method="GET", path="/family"))
    processes = fake_guests.processes
    assert len(processes) >= 3
    guest.stop()
    assert all(has_ended(process.pid) for process in processes)


def test_killing_the_supervisor_ends_the_guest(
    fake_guests: FakeScriptGuests, has_ended: Callable[[int], bool]
) -> None:
    """A supervisor that is killed takes the guest along, and Fumehood kills the rest."""
    guest = fake_guests.open()
    guest.send(OutgoingRequest(method="GET", path="/family"))
    processes = fake_guests.processes
    (supervisor,) = fake_guests.supervisors
    supervisor.send_signal(signal.SIGKILL)
    assert all(has_ended(process.pid) for process in processes if process.pid != supervisor.pid)
    assert guest.wait(SECONDS).state in (GuestState.CRASHED, GuestState.READY)
    limit = time.monotonic() + SECONDS
    while guest.status.state is GuestState.READY and time.monotonic() < limit:
        time.sleep(0.01)
    assert "supervisor" in expect_problem(guest.status.problem).cause


@pytest.mark.hardness("orphan-process")
def test_stopping_does_not_wait_for_a_frozen_supervisor(
    fake_guests: FakeScriptGuests, has_ended: Callable[[int], bool]
) -> None:
    """A tree whose supervisor does not respond is killed after the given time."""
    guest = fake_guests.open()
    processes = fake_guests.processes
    (supervisor,) = fake_guests.supervisors
    supervisor.suspend()
    guest.stop(seconds=0.3)
    assert all(has_ended(process.pid) for process in processes)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX can suspend processes")
def test_a_stopped_supervisor_does_not_delay_the_end(fake_guests: FakeScriptGuests) -> None:
    """It is continued with SIGCONT instead of waited for."""
    guest = fake_guests.open()
    for supervisor in fake_guests.supervisors:
        supervisor.suspend()
    started = time.monotonic()
    guest.stop(seconds=60)
    assert time.monotonic() - started < 30


@pytest.mark.skipif(os.name != "posix", reason="only POSIX can suspend processes")
@pytest.mark.hardness("guest-silence")
def test_a_guest_that_does_not_read_its_channel_blocks_nobody(fake_guests: FakeScriptGuests) -> None:
    """Announcements to it are dropped, and it serves requests again when it goes on."""
    guest = fake_guests.open()
    session = guest._lifecycle.snapshot().session
    assert session is not None
    stopped = [process for process in fake_guests.processes if process.ppid() != os.getpid()]
    for process in stopped:
        process.suspend()

    def announce() -> None:
        for _ in range(200_000):
            session.run.announce_request()

    announcing = threading.Thread(target=announce, name="announcing", daemon=True)
    announcing.start()
    announcing.join(SECONDS)
    for process in stopped:
        process.resume()
    assert not announcing.is_alive()
    assert expect_exchange(guest.send(OK_REQUEST)).state is ExchangeState.DONE


@pytest.mark.parametrize("behaviour", ["garbage", "unknown-type", "bad-event", "too-long", "hang-up"])
@pytest.mark.hardness("channel-message")
def test_a_violation_of_the_protocol_ends_the_guest(fake_guests: FakeScriptGuests, behaviour: str) -> None:
    """Whatever a guest sends that is not in docs/channel.md ends it, with a problem."""
    problem = expect_problem(fake_guests.open(behaviour).status.problem)
    assert problem.code == "channel"


@pytest.mark.hardness("guest-output")
def test_the_output_is_bounded_and_redacted(fake_guests: FakeScriptGuests) -> None:
    """Ten megabytes in a line, colours and broken UTF-8 leave short readable lines without secrets."""
    guest = fake_guests.open()
    guest.send(OutgoingRequest(method="GET", path="/output"))
    lines: tuple[str, ...] = ()
    limit = time.monotonic() + SECONDS
    while "red" not in "".join(lines) and time.monotonic() < limit:
        lines = guest.status.output
    assert len(lines[0]) < 2100
    assert lines[-1] == "\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}red token=[redacted]"
