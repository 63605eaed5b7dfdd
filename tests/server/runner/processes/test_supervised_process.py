"""Reports of a supervisor, and what a guest can see of its parents."""

import json

import pytest

from server.model.guest import GuestState
from server.runner.processes.supervised_process import _read_report
from tests.support.runner.fake_script_guests import (
    FakeScriptGuests,
)


@pytest.mark.hardness("channel-message")
def test_invalid_reports_are_ignored() -> None:
    """A guest can write into the pipe of its supervisor, whatever it writes: the run can still end."""
    for line in (b"no json", b"[" * 100_000, b'{"exit": "0"}', b"[1]", b"\xff"):
        assert _read_report(line + b"\n") == {}


@pytest.mark.hardness("leaked-secret")
def test_the_key_is_in_no_argument_and_no_environment(fake_guests: FakeScriptGuests) -> None:
    """No process of a guest shows the key of the channel."""
    guest = fake_guests.open()
    for process in fake_guests.processes:
        visible = json.dumps([process.cmdline(), process.environ()])
        assert "host_port" not in visible
        assert "FUMEHOOD_KEY" not in visible
    assert guest.status.state is GuestState.READY
