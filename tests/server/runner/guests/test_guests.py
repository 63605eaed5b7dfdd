"""All guests together: opened, looked up, removed and closed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from server.model.guest import GuestState
from server.model.notifications import ExchangeFinished, ExchangeUpdated, Notification
from server.runner.guests.guests import Guests
from server.runner.processes.limits import Limits
from tests.server.runner.recording.test_task_updates import update
from tests.sources import ROOT
from tests.support.lenses import sample_events
from tests.support.lenses.sample_library_events import job as queued
from tests.support.runner.fake_script_guests import (
    FAKE_SCRIPT,
    OK_REQUEST,
    SECONDS,
    FakeScriptGuests,
    expect_exchange,
)

pytestmark = pytest.mark.slow


def test_a_subscriber_that_raises_does_not_harm_guests(
    fake_guests: FakeScriptGuests, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The exception is logged, and guests and requests go on."""

    def fail(_: object) -> None:
        raise RuntimeError("subscriber")

    guests = Guests(notify=fail, script=FAKE_SCRIPT)
    try:
        guest = guests.open(fake_guests.target("serve"))
        assert guest.wait(SECONDS).state is GuestState.READY
        assert expect_exchange(guest.send(OK_REQUEST)).id == 0
    finally:
        guests.close()
    assert "a subscriber failed" in caplog.text


def test_a_subscriber_may_stop_the_guest(fake_guests: FakeScriptGuests) -> None:
    """A subscriber may call methods of the guest, even to stop it."""
    stopped = threading.Event()

    def stop(notification: Notification) -> None:
        if not isinstance(notification, ExchangeFinished):
            return
        guests.all()[0].stop()
        stopped.set()

    guests = Guests(notify=stop, script=FAKE_SCRIPT)
    try:
        guest = guests.open(fake_guests.target("serve"))
        guest.wait(SECONDS)
        guest.send(OK_REQUEST)
        assert stopped.wait(SECONDS)
        assert guest.status.state is GuestState.STOPPED
    finally:
        guests.close()


def test_an_update_that_was_overtaken_takes_nothing_back() -> None:
    """Two workers may report at the same time: what is published last has the reports of both."""
    published: list[Notification] = []
    guests = Guests(notify=published.append)
    updates = guests._shared.task_updates
    exchange = updates.finish(sample_events.exchange(sample_events.arrival(), queued()))
    updates.add(update())
    guests._publish_update(exchange)
    guests.close()
    assert [len(each.exchange.events) for each in published if isinstance(each, ExchangeUpdated)] == [3, 3]


def test_removing_without_waiting(fake_guests: FakeScriptGuests) -> None:
    """The removed guest is gone from the list at once, and its process when the guests are closed."""
    guests = fake_guests.guests()
    guest = guests.open(fake_guests.target("serve"))
    process = psutil.Process(guest.wait(SECONDS).pid)
    guests.remove(guest.id, wait=False)
    guests.remove("nobody", wait=False)
    assert guests.all() == ()
    guests.close()
    assert not process.is_running()


def test_guests_are_listed_until_they_are_removed(fake_guests: FakeScriptGuests) -> None:
    """`get` and `all` return a guest until it is removed; closed guests open no more."""
    guests = fake_guests.guests()
    guest = guests.open(fake_guests.target("serve"))
    assert guests.get(guest.id) is guest
    assert guests.all() == (guest,)
    guests.remove(guest.id)
    guests.remove("nobody")
    assert guests.get(guest.id) is None
    assert guest.status.state is GuestState.STOPPED
    guests.close()
    with pytest.raises(RuntimeError, match="closed"):
        guests.open(fake_guests.target("serve"))


def test_guests_are_closed_together(fake_guests: FakeScriptGuests) -> None:
    """Six guests that ignore SIGTERM are ended at the same time, within the deadline."""
    guests = fake_guests.guests(Limits(stop_seconds=1.5))
    opened = [guests.open(fake_guests.target("stubborn")) for _ in range(6)]
    for guest in opened:
        assert guest.wait(SECONDS).state is GuestState.READY
    started = time.monotonic()
    guests.close()
    assert time.monotonic() - started < 8
    assert {guest.status.state for guest in opened} == {GuestState.STOPPED}


HOST = """
import sys, time
from pathlib import Path
from server.model.guest import Target, TargetKind
from server.model.outgoing_request import OutgoingRequest
from server.runner.guests.guests import Guests
guests = Guests(script=Path(sys.argv[1]), warm=1)
guest = guests.open(Target(kind=TargetKind.FOLDER, spec="x", root=Path("/"), app="stubborn", name="x"))
guest.wait(20)
guest.send(OutgoingRequest(method="GET", path="/family"))
print(guest.status.state, flush=True)
time.sleep(600)
"""


@contextmanager
def fumehood_process(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process that opens a guest as Fumehood does; yield it once the guest has descendants."""
    script = folder / "host.py"
    script.write_text(HOST)
    with subprocess.Popen(
        [sys.executable, str(script), str(FAKE_SCRIPT)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as host:
        assert host.stdout is not None
        assert host.stdout.readline() == b"ready\n"
        yield host


def descendants(pid: int) -> list[psutil.Process]:
    """Return every process below one."""
    return psutil.Process(pid).children(recursive=True)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.hardness("orphan-process")
def test_killing_fumehood_leaves_no_process(
    tmp_path: Path, has_ended: Callable[[int], bool], number: signal.Signals
) -> None:
    """After kill -9 of Fumehood its guests, warm processes, supervisors and their descendants are gone."""
    with fumehood_process(tmp_path) as host:
        processes = descendants(host.pid)
        assert len(processes) >= 3
        host.send_signal(number)
        host.wait(SECONDS)
        assert all(has_ended(process.pid) for process in processes)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX can suspend processes")
@pytest.mark.hardness("orphan-process")
def test_a_stopped_supervisor_is_woken_by_the_end_of_fumehood(
    tmp_path: Path, has_ended: Callable[[int], bool]
) -> None:
    """A guest that stops its supervisor does not outlive Fumehood."""
    with fumehood_process(tmp_path) as host:
        processes = descendants(host.pid)
        for supervisor in psutil.Process(host.pid).children():
            supervisor.suspend()
        host.kill()
        host.wait(SECONDS)
        assert all(has_ended(process.pid) for process in processes)
