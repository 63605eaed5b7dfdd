"""Test that a cancelled run leaves nothing behind: no process, no folder, no socket."""

import tempfile
import threading
import time
from pathlib import Path

import psutil
import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.prover import Prover
from server.model.problem import Problem
from server.runner.guests.guests import Guests

pytestmark = pytest.mark.slow

CATALOGUE = Catalogue()
# Labs that start servers, reloaders, workers and folders of their own.
BUSY = ("celery", "debug-mode", "running", "scaling", "uploads", "virtual-environments")
GONE_SECONDS = 30.0


def children() -> set[int]:
    """Return the ids of the descendants of this process."""
    return {child.pid for child in psutil.Process().children(recursive=True)}


def sockets() -> int:
    """Return how many sockets this process has open."""
    return len(psutil.Process().net_connections("inet"))


@pytest.mark.parametrize("seconds", [0.2, 1.0, 2.5])
def test_nothing_is_left(seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether guests start, programs run or requests are sent when it is cancelled."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before, held, threads = children(), sockets(), threading.active_count()
    prover = Prover(guests_factory=lambda: Guests(warm=1), catalogue=CATALOGUE)
    cancel = threading.Event()
    timer = threading.Timer(seconds, cancel.set)
    timer.start()
    started = time.monotonic()
    found = prover.prove(BUSY, ProveOptions(cancel=cancel))
    took = time.monotonic() - started
    timer.cancel()
    prover.close()
    assert isinstance(found, Problem)
    assert found.code == "cancelled"
    assert took < seconds + GONE_SECONDS
    deadline = time.monotonic() + GONE_SECONDS
    while (children() - before or sockets() > held) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [psutil.Process(pid).cmdline() for pid in children() - before] == []
    assert sockets() <= held
    assert [path.name for path in tmp_path.iterdir()] == []
    while threading.active_count() > threads and time.monotonic() < deadline:
        time.sleep(0.1)
    assert threading.active_count() <= threads
