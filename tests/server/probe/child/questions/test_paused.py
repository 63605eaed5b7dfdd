"""Tests of what the host may do with a paused request."""

import sys
import threading

from server.probe.child.pausing.pause import Pause
from server.probe.child.pausing.pauses import pauses
from server.probe.child.questions import paused
from tests.support.waiting import SECONDS


def test_a_paused_request_is_named_by_its_number() -> None:
    """It evaluates and goes on; another number is none."""
    tea = 3
    assert tea
    pause = Pause(91, 1, [sys._getframe()])
    thread = threading.Thread(target=lambda: pause.wait(SECONDS), daemon=True)
    thread.start()
    pauses._open[91] = pause
    try:
        question = {"pause": 91, "frame": 0, "expression": "tea"}
        assert paused.evaluate(None, question)["text"] == "3"
        assert paused.evaluate(None, {**question, "pause": 92})["problem"]
        assert paused.resume(None, {"pause": 92}) == {"found": False}
        assert paused.resume(None, {"pause": 91}) == {"found": True}
        thread.join(SECONDS)
        assert not thread.is_alive()
    finally:
        del pauses._open[91]


def test_pausing_at_exceptions_is_chosen() -> None:
    """Nothing but true is a yes."""
    try:
        assert paused.choose(None, {"exceptions": True}) == {"exceptions": True}
        assert pauses.at_exceptions
        assert paused.choose(None, {"exceptions": "no"}) == {"exceptions": False}
    finally:
        pauses.at_exceptions = False
