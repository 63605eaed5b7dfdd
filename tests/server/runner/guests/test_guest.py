"""The status of a guest, and why it could not start."""

from pathlib import Path

import pytest

from server.model.guest import GuestState
from server.model.outgoing_request import OutgoingRequest
from tests.support.runner.fake_script_guests import (
    SECONDS,
    FakeScriptGuests,
    expect_problem,
)


def test_a_ready_guest_has_what_its_probe_reported(fake_guests: FakeScriptGuests) -> None:
    """Its port, versions, routes and sensors are in the status."""
    guest = fake_guests.open()
    status = guest.status
    assert status.state is GuestState.READY
    assert guest.url == f"http://localhost:{status.port}"
    assert status.pid is not None
    assert (status.versions.python, status.versions.flask, status.versions.server) == (
        "3.12.1",
        "3.1.3",
        "fake 1.0",
    )
    assert [route.rule for route in status.routes] == ["/ok"]
    assert status.sensors[0].why == "SQLAlchemy is not installed"


def test_a_failed_start_has_the_traceback_of_the_app(fake_guests: FakeScriptGuests) -> None:
    """What the probe reports becomes the problem, with the last line first, without secrets."""
    guest = fake_guests.open("fail")
    status = guest.status
    assert status.state is GuestState.CRASHED
    problem = expect_problem(status.problem)
    assert problem.code == "import-error"
    assert problem.detail.startswith("ModuleNotFoundError: No module named 'nosuch'\n\nTraceback")
    assert "letmein99" not in problem.detail


@pytest.mark.hardness("guest-end")
def test_an_exit_before_ready_names_the_code_and_shows_the_output(fake_guests: FakeScriptGuests) -> None:
    """A guest that ends while it starts has crashed."""
    problem = expect_problem(fake_guests.open("leave").status.problem)
    assert problem.cause == "The app's process ended with exit code 7."
    assert "ValueError: bad config" in problem.detail


def test_a_file_that_is_not_an_interpreter_is_a_problem(
    fake_guests: FakeScriptGuests, tmp_path: Path
) -> None:
    """A guest whose interpreter cannot be run has crashed, with the reason of the system."""
    nothing = tmp_path / "nothing"
    nothing.write_text("")
    guest = fake_guests.guests().open(fake_guests.target("serve"), python=nothing)
    problem = expect_problem(guest.wait(SECONDS).problem)
    assert problem.code == "not-started"
    assert str(nothing) in problem.cause


@pytest.mark.hardness("guest-end")
def test_a_killed_guest_reports_the_signal(fake_guests: FakeScriptGuests) -> None:
    """The problem of a guest that was killed names the signal."""
    guest = fake_guests.open()
    guest.send(OutgoingRequest(method="GET", path="/kill"))
    assert "SIGKILL" in expect_problem(guest.status.problem).cause
