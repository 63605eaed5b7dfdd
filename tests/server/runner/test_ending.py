"""Nothing of a guest is left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from server.model.exchange import ExchangeState
from server.model.guest import GuestState
from server.model.outgoing import Outgoing
from server.runner.limits import Limits
from tests.server.runner.answers import exchange, problem
from tests.server.runner.conftest import FAKE, SECONDS, Stage
from tests.sources import ROOT

pytestmark = pytest.mark.slow


def test_a_signal_is_told_in_words(stage: Stage) -> None:
    """A guest that was killed says by what."""
    guest = stage.open()
    guest.send(Outgoing(method="GET", path="/kill"))
    assert "SIGKILL" in problem(guest.status.problem).cause


def test_memory_over_the_limit_ends_the_guest(stage: Stage) -> None:
    """A guest that fills memory is ended, and the reason names the limit."""
    guest = stage.open(limits=Limits(memory_mb=150))
    done = exchange(guest.send(Outgoing(method="GET", path="/memory")))
    assert done.state is ExchangeState.LOST
    found = problem(guest.status.problem)
    assert (found.code, "memory limit of 150 MB" in found.cause) == ("memory", True)


def grandchildren(pid: int) -> list[psutil.Process]:
    """Every process below one."""
    return psutil.Process(pid).children(recursive=True)


def test_stopping_ends_what_left_the_session(stage: Stage, gone: Callable[[int], bool]) -> None:
    """A grandchild in a session of its own that ignores SIGTERM dies with its guest."""
    guest = stage.open(limits=Limits(stop_seconds=0.1))
    guest.send(Outgoing(method="GET", path="/family"))
    family = stage.family
    assert len(family) >= 3
    guest.stop()
    assert all(gone(process.pid) for process in family)


def test_killing_the_keeper_ends_the_guest(stage: Stage, gone: Callable[[int], bool]) -> None:
    """A keeper that is killed takes the guest along, and Fumehood ends the rest."""
    guest = stage.open()
    guest.send(Outgoing(method="GET", path="/family"))
    family = stage.family
    keeper = next(process for process in family if process.ppid() == os.getpid())
    keeper.send_signal(signal.SIGKILL)
    assert all(gone(process.pid) for process in family if process.pid != keeper.pid)
    assert guest.wait(SECONDS).state in (GuestState.CRASHED, GuestState.READY)
    limit = time.monotonic() + SECONDS
    while guest.status.state is GuestState.READY and time.monotonic() < limit:
        time.sleep(0.01)
    assert "keeper" in problem(guest.status.problem).cause


def test_a_frozen_keeper_does_not_hold_us(stage: Stage, gone: Callable[[int], bool]) -> None:
    """close ends a tree whose keeper no longer answers."""
    guest = stage.open()
    family = stage.family
    keeper = next(process for process in family if process.ppid() == os.getpid())
    keeper.suspend()
    guest.stop(seconds=0.3)
    assert all(gone(process.pid) for process in family)


HOST = """
import sys, time
from pathlib import Path
from server.model.guest import Target, TargetKind
from server.model.outgoing import Outgoing
from server.runner.guests import Guests
guests = Guests(script=Path(sys.argv[1]), spares=1)
guest = guests.open(Target(kind=TargetKind.FOLDER, spec="x", root=Path("/"), app="stubborn", name="x"))
guest.wait(20)
guest.send(Outgoing(method="GET", path="/family"))
print(guest.status.state, flush=True)
time.sleep(600)
"""


@contextmanager
def a_host(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that stands for Fumehood, once its guest has a family."""
    script = folder / "host.py"
    script.write_text(HOST)
    with subprocess.Popen(
        [sys.executable, str(script), str(FAKE)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as host:
        assert host.stdout is not None
        assert host.stdout.readline() == b"ready\n"
        yield host


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_killing_fumehood_leaves_nothing(
    tmp_path: Path, gone: Callable[[int], bool], number: signal.Signals
) -> None:
    """After kill -9 of Fumehood its guests, spares, keepers and their grandchildren are gone."""
    with a_host(tmp_path) as host:
        family = grandchildren(host.pid)
        assert len(family) >= 3
        host.send_signal(number)
        host.wait(SECONDS)
        assert all(gone(process.pid) for process in family)


@pytest.mark.skipif(os.name != "posix", reason="nothing can be stopped so")
def test_a_stopped_keeper_is_woken_by_the_end(tmp_path: Path, gone: Callable[[int], bool]) -> None:
    """A guest that stops its keeper outlives neither an end that was asked for nor Fumehood itself."""
    with a_host(tmp_path) as host:
        family = grandchildren(host.pid)
        for keeper in psutil.Process(host.pid).children():
            keeper.suspend()
        host.kill()
        host.wait(SECONDS)
        assert all(gone(process.pid) for process in family)


@pytest.mark.skipif(os.name != "posix", reason="nothing can be stopped so")
def test_a_stopped_keeper_does_not_delay_the_end(stage: Stage) -> None:
    """It is woken instead of waited for."""
    guest = stage.open()
    for keeper in stage.family:
        if keeper.ppid() == os.getpid():
            keeper.suspend()
    began = time.monotonic()
    guest.stop(60)
    assert time.monotonic() - began < 30


def test_closing_keeps_its_deadline(stage: Stage) -> None:
    """Six stubborn guests are ended together, not one after another."""
    guests = stage.guests(Limits(stop_seconds=1.5))
    opened = [guests.open(stage.target("stubborn")) for _ in range(6)]
    for guest in opened:
        assert guest.wait(SECONDS).state is GuestState.READY
    began = time.monotonic()
    guests.close()
    assert time.monotonic() - began < 8
    assert {guest.status.state for guest in opened} == {GuestState.STOPPED}


def test_a_guest_sees_neither_our_key_nor_our_environment(stage: Stage) -> None:
    """The channel's key stands in no argument and no environment of any process of the guest."""
    guest = stage.open()
    for process in stage.family:
        seen = json.dumps([process.cmdline(), process.environ()])
        assert "host_port" not in seen
        assert "FUMEHOOD_KEY" not in seen
    assert guest.status.state is GuestState.READY
