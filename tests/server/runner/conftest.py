"""Guests on the fake script that are all gone when a test has ended."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.runner.fake_script_guests import SECONDS, FakeScriptGuests


@pytest.fixture
def fake_guests(tmp_path: Path) -> Iterator[FakeScriptGuests]:
    """Guests on the fake script; neither a process nor a thread is left behind."""
    threads = set(threading.enumerate())
    guests = FakeScriptGuests(tmp_path)
    yield guests
    guests.close()
    assert not guests.processes
    for thread in set(threading.enumerate()) - threads:
        thread.join(SECONDS)
        assert not thread.is_alive(), thread


@pytest.fixture
def has_ended() -> Callable[[int], bool]:
    """Return whether a process ends within SECONDS."""

    def check(pid: int) -> bool:
        try:
            psutil.Process(pid).wait(SECONDS)
        except psutil.NoSuchProcess:
            return True
        except psutil.TimeoutExpired:
            return False
        return True

    return check
