"""Tests of one paused thread."""

import sys
import threading

from server.probe.child.pausing import pause as module
from server.probe.child.pausing.pause import Pause
from tests.support.waiting import SECONDS


def paused(seconds: float = SECONDS) -> tuple[Pause, threading.Thread, list[str]]:
    """Return a pause of this frame, the thread that waits in it, and why that has gone on."""
    tea = 3
    assert tea
    pause = Pause(1, 7, [sys._getframe()])
    why: list[str] = []
    thread = threading.Thread(target=lambda: why.append(pause.wait(seconds)), daemon=True)
    thread.start()
    return pause, thread, why


def test_a_thread_evaluates_while_it_waits_and_goes_on() -> None:
    """And keeps no frame alive afterwards."""
    pause, thread, why = paused()
    assert pause.evaluate(0, "tea + 1")["text"] == "4"
    assert pause.evaluate(1, "tea")["problem"] is not None
    pause.resume()
    thread.join(SECONDS)
    assert why == ["continued"]
    assert pause._frames == []
    assert "not paused any more" in pause.evaluate(0, "tea")["problem"]


def test_it_goes_on_by_itself() -> None:
    """Nobody may be there to let it go on."""
    _, thread, why = paused(0.05)
    thread.join(SECONDS)
    assert why == ["time"]


def test_an_expression_that_waits_in_a_library_is_given_up(monkeypatch: object) -> None:
    """The page gets an answer, though the thread has none."""
    pause, thread, why = paused()
    release = threading.Event()
    pause._frames[0].f_globals["release"] = release
    module.EVALUATION_SECONDS, module.GRACE_SECONDS = 0.05, 0.05
    try:
        assert "not come to an end" in pause.evaluate(0, "release.wait(60)")["problem"]
    finally:
        module.EVALUATION_SECONDS, module.GRACE_SECONDS = 5.0, 2.0
        release.set()
        pause.resume()
        thread.join(SECONDS)
        pause_globals = globals()
        pause_globals.pop("release", None)
    assert why == ["continued"]
