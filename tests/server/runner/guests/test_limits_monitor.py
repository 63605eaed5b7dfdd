"""Guests that exceed their limits are ended."""

import os
from pathlib import Path

import psutil
import pytest

from server.model.exchange import ExchangeState
from server.model.outgoing_request import OutgoingRequest
from server.runner.processes.limits import Limits
from tests.support.real_guest import real_guest
from tests.support.runner.fake_script_guests import (
    SECONDS,
    FakeScriptGuests,
    expect_exchange,
    expect_problem,
)


@pytest.mark.hardness("guest-excess")
def test_a_guest_over_its_memory_limit_is_ended(fake_guests: FakeScriptGuests) -> None:
    """The problem names the limit, and the exchange is lost."""
    guest = fake_guests.open(limits=Limits(memory_mb=150))
    exchange = expect_exchange(guest.send(OutgoingRequest(method="GET", path="/memory")))
    assert exchange.state is ExchangeState.LOST
    problem = expect_problem(guest.status.problem)
    assert (problem.code, "memory limit of 150 MB" in problem.cause) == ("memory", True)


@pytest.mark.hardness("guest-silence")
def test_a_guest_that_is_not_ready_in_time_is_ended(fake_guests: FakeScriptGuests) -> None:
    """The start has a time limit, and the problem has the output so far."""
    guest = fake_guests.open("sleep", Limits(start_seconds=6.0))
    problem = expect_problem(guest.status.problem)
    assert problem.code == "start-timeout"
    assert "importing" in problem.detail


def test_a_guest_that_never_connects_is_ended(fake_guests: FakeScriptGuests, tmp_path: Path) -> None:
    """A process that does not open the channel in time is ended too."""
    script = tmp_path / "mute.py"
    script.write_text("import time; time.sleep(600)")
    guest = fake_guests.guests(Limits(start_seconds=0.5), script=script).open(fake_guests.target("serve"))
    assert expect_problem(guest.wait(SECONDS).problem).code == "start-timeout"


FORK_BOMB = """
import os
from flask import Flask

app = Flask(__name__)

@app.get("/")
def bomb():
    # Bounded, in case nobody stops it: 2 ** 9 processes.
    for _ in range(9):
        if os.fork() == 0:
            os.setsid()
    import time
    time.sleep(600)
"""


@pytest.mark.slow
@pytest.mark.hardness("guest-excess")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
def test_a_guest_with_too_many_processes_is_ended(tmp_path: Path) -> None:
    """An app that forks without end, each time into another session, is ended with all its processes."""
    with real_guest(tmp_path, FORK_BOMB, Limits(processes=40)) as guest:
        exchange = expect_exchange(guest.send(OutgoingRequest(method="GET", path="/")))
        assert exchange.state is ExchangeState.LOST
        problem = expect_problem(guest.wait_until_ended(SECONDS).problem)
        assert problem.code == "processes"
        assert "limit is 40" in problem.cause
    left = [process for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == str(tmp_path)]
    assert left == []
