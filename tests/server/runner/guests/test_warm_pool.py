"""Warm processes make starts quick."""

import time

import psutil

from server.model.guest import GuestState
from tests.support.runner.fake_script_guests import (
    FAKE_SCRIPT,
    SECONDS,
    FakeScriptGuests,
)


def test_a_restart_takes_a_warm_process(fake_guests: FakeScriptGuests) -> None:
    """With a warm process, a restart uses one that was already running."""
    guests = fake_guests.guests(warm=1)
    guest = guests.open(fake_guests.target("serve"))
    guest.wait(SECONDS)
    limit = time.monotonic() + SECONDS
    warm: set[int] = set()
    while not warm and time.monotonic() < limit:
        scripts = {
            process.pid
            for process in fake_guests.processes
            if str(FAKE_SCRIPT) in process.cmdline() and "supervisor.py" not in " ".join(process.cmdline())
        }
        warm = scripts - {guest.status.pid}
    guest.restart()
    assert guest.wait(SECONDS).pid in warm


def test_a_dead_warm_process_is_not_used(fake_guests: FakeScriptGuests) -> None:
    """A guest starts although its warm process has died."""
    guests = fake_guests.guests(warm=1)
    guests.fill_warm_pool()
    limit = time.monotonic() + SECONDS
    warm: list[psutil.Process] = []
    while not warm and time.monotonic() < limit:
        children = fake_guests.processes
        warm = [process for process in children if process.cmdline()[1:2] == [str(FAKE_SCRIPT)]]
    warm[0].kill()
    while guests._monitor.runs() and time.monotonic() < limit:
        time.sleep(0.01)
    assert guests.open(fake_guests.target("serve")).wait(SECONDS).state is GuestState.READY
