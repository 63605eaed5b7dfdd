"""A guest through its states."""

import threading
import time
from pathlib import Path

import psutil
import pytest

from server.model.exchange import Exchange
from server.model.guest import GuestState
from server.model.outgoing import Outgoing
from server.runner.guests import Guests
from server.runner.limits import Limits
from tests.server.runner.answers import OK, exchange, problem
from tests.server.runner.conftest import FAKE, SECONDS, Stage

pytestmark = pytest.mark.slow


def test_a_guest_that_says_ready_is_ready(stage: Stage) -> None:
    """A ready guest has a port, versions, routes and sensors as its probe said."""
    guest = stage.open()
    status = guest.status
    assert status.state is GuestState.READY
    assert guest.url == f"http://localhost:{status.port}"
    assert status.pid is not None
    assert (status.versions.python, status.versions.flask, status.versions.server) == (
        "3.12.1",
        "3.1.0",
        "fake 1.0",
    )
    assert [route.rule for route in status.routes] == ["/ok"]
    assert status.sensors[0].why == "SQLAlchemy is not installed"


def test_callbacks_hear_every_state(stage: Stage) -> None:
    """on_status is called for each state in its order."""
    guest = stage.open()
    guest.stop()
    stage.close()
    assert stage.states == [GuestState.STARTING, GuestState.READY, GuestState.STOPPED] or stage.states[
        -1
    ] is (GuestState.STOPPED)


def test_a_failed_start_has_the_guests_own_traceback(stage: Stage) -> None:
    """What the probe says becomes the problem, its last line first, without secrets."""
    guest = stage.open("fail")
    status = guest.status
    assert status.state is GuestState.CRASHED
    found = problem(status.problem)
    assert found.code == "import-error"
    assert found.detail.startswith("ModuleNotFoundError: No module named 'nosuch'\n\nTraceback")
    assert "letmein99" not in found.detail


def test_a_guest_that_is_not_ready_in_time_is_ended(stage: Stage) -> None:
    """The start has a time limit, and the output so far is told."""
    guest = stage.open("sleep", Limits(start_seconds=6.0))
    found = problem(guest.status.problem)
    assert found.code == "start-timeout"
    assert "importing" in found.detail


def test_a_guest_that_never_calls_is_ended(stage: Stage, tmp_path: Path) -> None:
    """A process that does not open the channel in time is ended too."""
    script = tmp_path / "mute.py"
    script.write_text("import time; time.sleep(600)")
    guest = stage.guests(Limits(start_seconds=0.5), script=script).open(stage.target("serve"))
    assert problem(guest.wait(SECONDS).problem).code == "start-timeout"


def test_an_exit_before_ready_tells_its_code_and_shows_its_output(stage: Stage) -> None:
    """A guest that ends while starting has crashed with its last words."""
    found = problem(stage.open("leave").status.problem)
    assert found.cause == "The app's process ended with exit code 7."
    assert "ValueError: bad config" in found.detail


def test_an_interpreter_that_is_none_is_a_problem(stage: Stage, tmp_path: Path) -> None:
    """What the system will not run crashes the guest with the system's reason."""
    nothing = tmp_path / "nothing"
    nothing.write_text("")
    guest = stage.guests().open(stage.target("serve"), python=nothing)
    found = problem(guest.wait(SECONDS).problem)
    assert found.code == "not-started"
    assert str(nothing) in found.cause


@pytest.mark.parametrize("deed", ["garbage", "unknown-type", "bad-event", "too-long", "hang-up"])
def test_a_broken_channel_ends_the_guest_and_not_us(stage: Stage, deed: str) -> None:
    """Whatever a guest says that is not in the contract ends it with a reason."""
    found = problem(stage.open(deed).status.problem)
    assert found.code == "channel"


def test_output_is_a_bounded_tail(stage: Stage) -> None:
    """Ten megabytes in a line, colours and broken UTF-8 leave a short readable tail without secrets."""
    guest = stage.open()
    guest.send(Outgoing(method="GET", path="/output"))
    lines: tuple[str, ...] = ()
    limit = time.monotonic() + SECONDS
    while "red" not in "".join(lines) and time.monotonic() < limit:
        lines = guest.status.output
    assert len(lines[0]) < 2100
    assert lines[-1] == "\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}red token=[redacted]"


@pytest.mark.parametrize("app", ["serve", "stubborn", "fail", "leave", "sleep", "hang-up"])
def test_stop_and_restart_work_from_any_state(stage: Stage, app: str) -> None:
    """Stopping twice and restarting twice is no different from once, wherever the guest was."""
    guest = stage.guests(Limits(start_seconds=2.0, stop_seconds=0.1)).open(stage.target(app))
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


def test_a_restart_changes_the_process_and_keeps_the_guest(stage: Stage) -> None:
    """After a restart the id is the same, the run and the process are not, and requests work."""
    guest = stage.open()
    before = (guest.run, guest.status.pid)
    guest.restart()
    assert guest.wait(SECONDS).state is GuestState.READY
    assert guest.run != before[0]
    assert guest.status.pid != before[1]
    assert exchange(guest.send(OK)).run == guest.run


def test_a_crashed_guest_restarts(stage: Stage) -> None:
    """Restart works after a crash."""
    guest = stage.open()
    guest.send(Outgoing(method="GET", path="/die"))
    guest.restart()
    assert guest.wait(SECONDS).state is GuestState.READY


def test_a_spare_takes_the_place_at_once(stage: Stage) -> None:
    """With a warm spare a restart uses a process that was already there."""
    guests = stage.guests(spares=1)
    guest = guests.open(stage.target("serve"))
    guest.wait(SECONDS)
    limit = time.monotonic() + SECONDS
    spares: set[int] = set()
    while not spares and time.monotonic() < limit:
        fakes = {
            process.pid
            for process in stage.family
            if str(FAKE) in process.cmdline() and "keeper.py" not in " ".join(process.cmdline())
        }
        spares = fakes - {guest.status.pid}
    guest.restart()
    assert guest.wait(SECONDS).pid in spares


def test_a_dead_spare_is_not_used(stage: Stage) -> None:
    """A guest starts though its spare has died."""
    guests = stage.guests(spares=1)
    guests.warm()
    limit = time.monotonic() + SECONDS
    found: list[psutil.Process] = []
    while not found and time.monotonic() < limit:
        children = stage.family
        found = [one for one in children if one.cmdline()[1:2] == [str(FAKE)]]
    found[0].kill()
    while guests._watch.runs() and time.monotonic() < limit:
        time.sleep(0.01)
    assert guests.open(stage.target("serve")).wait(SECONDS).state is GuestState.READY


def test_a_callback_that_raises_harms_nothing(
    stage: Stage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Exceptions in callbacks are logged, and guests go on."""

    def burst(_: object) -> None:
        raise RuntimeError("callback")

    guests = Guests(on_begin=burst, on_exchange=burst, on_status=burst, script=FAKE)
    try:
        guest = guests.open(stage.target("serve"))
        assert guest.wait(SECONDS).state is GuestState.READY
        assert exchange(guest.send(OK)).id == 0
    finally:
        guests.close()
    assert "a callback failed" in caplog.text


def test_a_callback_may_stop_the_guest(stage: Stage) -> None:
    """A callback may call the guest back, also to stop it."""
    stopped = threading.Event()

    def stop(_: Exchange) -> None:
        guests.all()[0].stop()
        stopped.set()

    guests = Guests(on_exchange=stop, script=FAKE)
    try:
        guest = guests.open(stage.target("serve"))
        guest.wait(SECONDS)
        guest.send(OK)
        assert stopped.wait(SECONDS)
        assert guest.status.state is GuestState.STOPPED
    finally:
        guests.close()


def test_a_dismissed_guest_ends_by_itself(stage: Stage) -> None:
    """Dismissing does not wait, and what was dismissed is gone when the guests are closed."""
    guests = stage.guests()
    guest = guests.open(stage.target("serve"))
    process = psutil.Process(guest.wait(SECONDS).pid)
    guests.dismiss(guest.id)
    guests.dismiss("nobody")
    assert guests.all() == ()
    guests.close()
    assert not process.is_running()


def test_guests_are_found_and_forgotten(stage: Stage) -> None:
    """get and all know a guest until it is forgotten; a closed house opens none."""
    guests = stage.guests()
    guest = guests.open(stage.target("serve"))
    assert guests.get(guest.id) is guest
    assert guests.all() == (guest,)
    guests.forget(guest.id)
    guests.forget("nobody")
    assert guests.get(guest.id) is None
    assert guest.status.state is GuestState.STOPPED
    guests.close()
    with pytest.raises(RuntimeError, match="closed"):
        guests.open(stage.target("serve"))
