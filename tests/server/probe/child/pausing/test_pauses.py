"""Tests of pausing, with a real guest and without one."""

import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from server.model.exchange import Exchange
from server.model.guest import GuestState
from server.model.problem import Problem
from server.probe.child.pausing import pauses as module
from server.probe.child.pausing.pauses import PAUSES_LIMIT, Pauses
from server.probe.child.recording.recorder import Recorder
from server.runner.guests.guests import Guest, Guests
from server.runner.requests.builder import build_request
from server.runner.targets.resolve import resolve_target
from tests.support.recording_channel import RecordingChannel
from tests.support.shared import shared_fork_servers
from tests.support.waiting import SECONDS, wait_until

APP = Path(__file__).parents[4] / "apps" / "pausing_app.py"


class Channel(RecordingChannel):
    """A channel that also accepts that something is expected."""

    def expect(self, count: int) -> None:
        """Do nothing."""


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    """Pauses of a moment, whose hook is removed afterwards."""
    monkeypatch.setattr(sys, "breakpointhook", sys.__breakpointhook__)
    monkeypatch.delenv("PYTHONBREAKPOINT", raising=False)
    pauses = Pauses()
    pauses.allow(Channel(), 0.01)  # type: ignore[arg-type]  # it has all that is needed
    return pauses


class Current:
    """An exchange that is being answered."""

    number = 7
    closed = False


@pytest.fixture
def current() -> Any:
    """The current exchange while the test runs."""
    exchange: Any = Current()
    Recorder.set_current(exchange)
    yield exchange
    Recorder.set_current(None)


def sent(pauses: Pauses) -> list[dict[str, Any]]:
    """Return the messages that were sent."""
    channel: Any = pauses._channel
    return list(channel.items)


def test_a_breakpoint_pauses_its_request_and_says_so(allowed: Pauses, current: Any) -> None:
    """With the frames up to the line of the breakpoint, and again when it goes on by itself."""
    breakpoint()
    paused, resumed = sent(allowed)
    assert (paused["type"], paused["exchange"], paused["reason"]) == ("paused", 7, "breakpoint")
    assert paused["frames"][-1]["function"] == "test_a_breakpoint_pauses_its_request_and_says_so"
    assert (resumed["type"], resumed["pause"], resumed["why"]) == ("resumed", paused["pause"], "time")
    assert allowed.find(paused["pause"]) is None


def test_an_exception_pauses_only_where_that_is_wanted(allowed: Pauses, current: Any) -> None:
    """With the frames of its traceback."""
    try:
        raise LookupError("tea")
    except LookupError as error:
        allowed.at_exception(error)
        assert sent(allowed) == []
        allowed.at_exceptions = True
        allowed.at_exception(error)
    assert (sent(allowed)[0]["reason"], sent(allowed)[0]["error"]) == ("exception", "LookupError: tea")


def test_a_breakpoint_outside_of_a_request_is_passed_over(
    allowed: Pauses, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing could show it, so the app is told on its standard error."""
    breakpoint()
    assert "passed over: no request is being answered" in capsys.readouterr().err
    assert sent(allowed) == []


def test_a_breakpoint_in_an_app_of_greenlets_is_passed_over(
    allowed: Pauses, current: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its only thread answers all requests. So is one more than a few at the same time."""
    monkeypatch.setattr(module, "is_replaced", lambda: True)
    breakpoint()
    assert "greenlets" in capsys.readouterr().err
    monkeypatch.undo()
    pause: Any = object()
    allowed._open.update(dict.fromkeys(range(100, 100 + PAUSES_LIMIT), pause))
    assert "paused already" in str(allowed._why_not())
    assert sent(allowed) == []


def test_another_debugger_of_the_user_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook that is set, and one that PYTHONBREAKPOINT names."""
    asked: list[str] = []
    monkeypatch.setattr(sys, "breakpointhook", lambda: asked.append("own"))
    Pauses().allow(Channel(), 1)  # type: ignore[arg-type]  # as above
    breakpoint()
    assert asked == ["own"]
    monkeypatch.setattr(sys, "breakpointhook", sys.__breakpointhook__)
    Pauses().allow(Channel(), 1)  # type: ignore[arg-type]  # as above
    monkeypatch.setenv("PYTHONBREAKPOINT", "0")
    breakpoint()


def send(guest: Guest, path: str) -> tuple[threading.Thread, list[Exchange | Problem]]:
    """Send a request from another thread, and give it less time than it is paused."""
    answers: list[Exchange | Problem] = []
    request = build_request(method="GET", path=path)
    thread = threading.Thread(target=lambda: answers.append(guest.send(request, timeout=5)), daemon=True)
    thread.start()
    return thread, answers


def test_a_request_stops_and_goes_on() -> None:
    """Expressions are evaluated on its own thread, secrets are hidden, and its answer is as it would be."""
    target = resolve_target(str(APP), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guests = Guests(fork_servers=shared_fork_servers(), pause_seconds=SECONDS)
    try:
        guest = guests.open(target)
        assert guest.wait(SECONDS).state is GuestState.READY
        thread, answers = send(guest, "/stop")
        wait_until(lambda: bool(guest.paused(1)))
        (paused,) = guest.paused(1)
        assert paused.frames[-1]["locals"]["password"]["repr"] == "[redacted]"
        last = len(paused.frames) - 1
        values = [
            guest.evaluate(paused.pause, last, text) for text in ("count + 1", "request.path", "password")
        ]
        assert [getattr(value, "text", value) for value in values] == ["4", "'/stop'", "[redacted]"]
        wrong = guest.evaluate(paused.pause + 1, last, "count")
        assert "not paused" in getattr(wrong, "problem", "")
        assert guest.resume(paused.pause) is None
        thread.join(SECONDS)
        assert isinstance(answers[0], Exchange)
        assert answers[0].response is not None
        assert answers[0].response.body.text == "3 True True /stop"
        assert guest.paused(1) == ()

        assert guest.pause_at_exceptions(True) is None
        thread, answers = send(guest, "/fail")
        wait_until(lambda: bool(guest.paused(2)))
        (paused,) = guest.paused(2)
        assert (paused.reason, paused.error) == ("exception", "LookupError: tea")
        guest.resume(paused.pause)
        thread.join(SECONDS)
        assert isinstance(answers[0], Exchange)
        assert answers[0].response is not None
        assert answers[0].response.status == 500
    finally:
        guests.close()
