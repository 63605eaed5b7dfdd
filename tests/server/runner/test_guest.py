"""A guest through its states."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from server.model.exchange import Exchange, ExchangeState
from server.model.guest import GuestState, Problem
from server.model.outgoing import Outgoing
from server.runner.guests import Guests
from server.runner.limits import Limits
from tests.server.runner.conftest import FAKE, SECONDS, Stage
from tests.sources import ROOT

OK = Outgoing(method="GET", path="/ok")


def exchange(answer: Exchange | Problem) -> Exchange:
    """The answer, which must be an exchange."""
    assert isinstance(answer, Exchange), answer
    return answer


def problem(answer: Exchange | Problem | None) -> Problem:
    """The answer, which must be a problem."""
    assert isinstance(answer, Problem), answer
    return answer


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


def test_a_request_becomes_an_exchange(stage: Stage) -> None:
    """send returns the finished exchange, and the callbacks know it by then."""
    guest = stage.open()
    done = exchange(guest.send(Outgoing(method="POST", path="/ok?a=1", body=b"hi")))
    assert done.state is ExchangeState.DONE
    assert done.response is not None
    assert done.response.body.data == b"ok hi"
    assert done.request.query == "a=1"
    assert done.request.body.data == b"hi"
    assert (done.id, done.number, done.took) == (1, 1, 1.5)
    assert stage.begun[0].state is ExchangeState.OPEN
    assert stage.finished == [done]


def test_the_unredacted_request_is_kept_for_replay(stage: Stage) -> None:
    """Guest.sent gives exactly what was sent, though the exchange is redacted."""
    guest = stage.open()
    secret = Outgoing(
        method="GET", path="/ok?token=sesame77", headers=(("Authorization", "Bearer sesame77"),)
    )
    done = exchange(guest.send(secret))
    assert "sesame77" not in repr(done)
    assert guest.sent(done.id) == secret
    assert guest.sent(done.id + 1) is None


def test_a_browsers_request_can_be_replayed_too(stage: Stage) -> None:
    """A request that somebody else sent is kept as the probe saw it."""
    guest = stage.open()
    port = guest.status.port
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, urllib.request as u; u.urlopen(u.Request(sys.argv[1], b'a=1', {'X-Api-Key': 'k-123456'}))",
            f"http://localhost:{port}/ok?b=2",
        ],
        check=True,
    )
    done = exchange(guest.send(OK))
    theirs = next(one for one in stage.finished if one.id != done.id)
    kept = guest.sent(theirs.id)
    assert kept is not None
    assert (kept.method, kept.path, kept.body) == ("POST", "/ok?b=2", b"a=1")
    assert ("X-Api-Key", "k-123456") in [(name.title(), value) for name, value in kept.headers]
    assert "k-123456" not in repr(theirs)


def test_where_the_probe_has_no_response_the_wires_is_taken(stage: Stage) -> None:
    """The exchange then holds what really came, repeated headers included, and the callbacks see it so."""
    done = exchange(stage.open().send(Outgoing(method="GET", path="/silent")))
    assert done.response is not None
    assert done.response.body.data == b"only the wire knows"
    assert done.response.all_headers("x-twice") == ("1", "2")
    assert stage.finished[0].response == done.response


def test_a_request_the_probe_never_saw_is_an_exchange_too(stage: Stage) -> None:
    """What the guest's server answers on its own has no events, and is redacted like all else."""
    outgoing = Outgoing(method="POST", path="/unseen?password=hunter22", body=b"x" * 10)
    done = exchange(stage.open().send(outgoing))
    assert done.response is not None
    assert done.response.status == 400
    assert (done.events, done.state) == ((), ExchangeState.DONE)
    assert done.request.body.size == 10
    assert "hunter22" not in repr(done)
    assert stage.finished == [done]


def test_a_request_that_hangs_times_out(stage: Stage) -> None:
    """send gives a Problem after its time, and the guest goes on."""
    guest = stage.open()
    found = problem(guest.send(Outgoing(method="GET", path="/hang"), timeout=0.3))
    assert found.code == "timeout"
    assert "/hang" in found.cause
    assert exchange(guest.send(OK)).response is not None


def test_an_answer_that_drips_times_out(stage: Stage) -> None:
    """A head that comes byte by byte does not hold us longer than the time given."""
    began = time.monotonic()
    found = problem(stage.open().send(Outgoing(method="GET", path="/drip"), timeout=0.3))
    assert found.code == "timeout"
    assert time.monotonic() - began < SECONDS


def test_an_endless_stream_is_cut(stage: Stage) -> None:
    """An answer without an end is an exchange with what came in time."""
    done = exchange(stage.open().send(Outgoing(method="GET", path="/endless"), timeout=0.5))
    assert done.response is not None
    assert done.response.body.data.startswith(b"data: x")


def test_a_large_answer_is_kept_in_part(stage: Stage) -> None:
    """At most body_bytes are kept of an answer, and its whole size told."""
    guest = stage.open(limits=Limits(body_bytes=1000))
    done = exchange(guest.send(Outgoing(method="GET", path="/big")))
    assert done.response is not None
    assert len(done.response.body.data) == 1000
    assert done.response.body.size == 3 << 20


def test_what_is_no_http_is_told(stage: Stage) -> None:
    """An answer that is no HTTP ends in what the probe saw."""
    done = exchange(stage.open().send(Outgoing(method="GET", path="/nonsense")))
    assert done.response is None
    done = exchange(stage.open().send(Outgoing(method="GET", path="/many-headers")))
    assert done.state is ExchangeState.DONE


def test_what_http_cannot_carry_is_not_sent(stage: Stage) -> None:
    """A header with a line break, or a path with a space, is a Problem and no request."""
    guest = stage.open()
    for outgoing in (
        Outgoing(method="GET", path="/ok", headers=(("X", "a\r\nY: b"),)),
        Outgoing(method="GET", path="/o k"),
        Outgoing(method="GET", path="/ö"),
    ):
        assert problem(guest.send(outgoing)).code == "bad-request"
    assert not stage.begun


def test_dying_midway_loses_the_exchange_and_says_why(stage: Stage) -> None:
    """An exchange the guest dies in is LOST with what is known; the guest has crashed with its exit code."""
    guest = stage.open()
    done = exchange(guest.send(Outgoing(method="GET", path="/die")))
    assert done.state is ExchangeState.LOST
    assert done.response is None
    assert stage.finished == [done]
    status = guest.wait(SECONDS)
    assert status.state is GuestState.CRASHED
    assert "exit code 3" in problem(status.problem).cause
    assert problem(guest.send(OK)).code == "not-ready"


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
    guest = stage.open("sleep", Limits(start_seconds=1.0))
    found = problem(guest.status.problem)
    assert found.code == "start-timeout"
    assert "importing" in found.detail


def test_a_guest_that_never_calls_is_ended(stage: Stage, tmp_path: Path) -> None:
    """A process that does not open the channel in time is ended too."""
    script = tmp_path / "mute.py"
    script.write_text("import time; time.sleep(600)")
    guest = stage.guests(Limits(start_seconds=0.5), script=script).open(stage.target("serve"))
    assert problem(guest.wait(SECONDS).problem).code == "start-timeout"


def test_an_exit_before_ready_tells_code_and_last_line(stage: Stage) -> None:
    """A guest that ends while starting has crashed with its last words."""
    found = problem(stage.open("leave").status.problem)
    assert found.cause == "The app's process ended with exit code 7: ValueError: bad config"


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


def test_a_channel_broken_midway_loses_the_exchange(stage: Stage) -> None:
    """The request under way is LOST when the channel breaks."""
    done = exchange(stage.open().send(Outgoing(method="GET", path="/garble")))
    assert done.state is ExchangeState.LOST


def test_too_many_events_are_counted_and_not_kept(stage: Stage) -> None:
    """An exchange keeps 5,000 events; how many more there were is told."""
    done = exchange(stage.open().send(Outgoing(method="GET", path="/flood")))
    assert len(done.events) == 5000
    assert done.lost_events >= 1000


def test_output_is_a_bounded_tail(stage: Stage) -> None:
    """Ten megabytes without a line break, colours and broken UTF-8 leave a short readable tail without secrets."""
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
            for process in psutil.Process().children(recursive=True)
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
        children = psutil.Process().children(recursive=True)
        found = [one for one in children if one.cmdline()[1:2] == [str(FAKE)]]
    keeper = found[0].ppid()
    found[0].kill()
    while psutil.pid_exists(keeper) and time.monotonic() < limit:
        time.sleep(0.01)
    assert guests.open(stage.target("serve")).wait(SECONDS).state is GuestState.READY


def test_many_requests_at_once_find_their_own_exchange(stage: Stage) -> None:
    """Correlation by port holds for parallel requests."""
    guest = stage.open()
    answers: dict[int, Exchange] = {}

    def ask(number: int) -> None:
        answers[number] = exchange(
            guest.send(Outgoing(method="POST", path=f"/ok?{number}", body=b"%d" % number))
        )

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert {number: done.request.query for number, done in answers.items()} == {n: str(n) for n in range(20)}
    assert len({done.number for done in answers.values()}) == 20


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
    guests = Guests(on_exchange=lambda _: (guests.all()[0].stop(), stopped.set())[0], script=FAKE)
    try:
        guest = guests.open(stage.target("serve"))
        guest.wait(SECONDS)
        guest.send(OK)
        assert stopped.wait(SECONDS)
        assert guest.status.state is GuestState.STOPPED
    finally:
        guests.close()


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


def grandchildren(pid: int) -> list[psutil.Process]:
    """Every process below one."""
    return psutil.Process(pid).children(recursive=True)


def test_stopping_ends_what_left_the_session(stage: Stage, gone: Callable[[int], bool]) -> None:
    """A grandchild in a session of its own that ignores SIGTERM dies with its guest."""
    guest = stage.open(limits=Limits(stop_seconds=0.1))
    guest.send(Outgoing(method="GET", path="/family"))
    family = psutil.Process().children(recursive=True)
    assert len(family) >= 3
    guest.stop()
    assert all(gone(process.pid) for process in family)


def test_killing_the_keeper_ends_the_guest(stage: Stage, gone: Callable[[int], bool]) -> None:
    """A keeper that is killed takes the guest along, and Fumehood ends the rest."""
    guest = stage.open()
    guest.send(Outgoing(method="GET", path="/family"))
    family = psutil.Process().children(recursive=True)
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
    family = psutil.Process().children(recursive=True)
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


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_killing_fumehood_leaves_nothing(
    tmp_path: Path, gone: Callable[[int], bool], number: signal.Signals
) -> None:
    """After kill -9 of Fumehood its guests, spares, keepers and their grandchildren are gone."""
    script = tmp_path / "host.py"
    script.write_text(HOST)
    with subprocess.Popen(
        [sys.executable, str(script), str(FAKE)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as host:
        assert host.stdout is not None
        assert host.stdout.readline() == b"ready\n"
        family = grandchildren(host.pid)
        assert len(family) >= 3
        host.send_signal(number)
        host.wait(SECONDS)
        assert all(gone(process.pid) for process in family)


def test_closing_keeps_its_deadline(stage: Stage) -> None:
    """Ten stubborn guests are ended together, not one after another."""
    guests = stage.guests(Limits(stop_seconds=0.3))
    opened = [guests.open(stage.target("stubborn")) for _ in range(4)]
    for guest in opened:
        assert guest.wait(SECONDS).state is GuestState.READY
    began = time.monotonic()
    guests.close()
    assert time.monotonic() - began < 3.5
    assert {guest.status.state for guest in opened} == {GuestState.STOPPED}


def test_a_guest_sees_neither_our_key_nor_our_environment(stage: Stage) -> None:
    """The channel's key stands in no argument and no environment of any process of the guest."""
    guest = stage.open()
    for process in psutil.Process().children(recursive=True):
        seen = json.dumps([process.cmdline(), process.environ()])
        assert "host_port" not in seen
        assert "FUMEHOOD_KEY" not in seen
    assert guest.status.state is GuestState.READY
