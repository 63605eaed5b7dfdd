"""What the user does with a paused request: evaluate an expression, or let it go on."""

from __future__ import annotations

from typing import Any

from ..pausing.evaluation import refusal
from ..pausing.pauses import pauses


def evaluate(_app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Return the value of an expression in a frame, or why there is none."""
    pause = pauses.find(int(question["pause"]))
    if pause is None:
        return refusal("The request is not paused any more.")
    return pause.evaluate(int(question["frame"]), str(question["expression"]))


def resume(_app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Let a paused request go on; return whether there was one."""
    pause = pauses.find(int(question["pause"]))
    if pause is not None:
        pause.resume()
    return {"found": pause is not None}


def choose(_app: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Pause requests at exceptions from now on, or no longer."""
    pauses.at_exceptions = question["exceptions"] is True
    return {"exceptions": pauses.at_exceptions}
