"""One request that is paused: its thread waits, and evaluates what the user asks for meanwhile."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from ..recording.clock import clock
from ..recording.native_threads import Signal
from .evaluation import evaluate, refusal

if TYPE_CHECKING:
    from types import FrameType

EVALUATION_SECONDS = 5.0
# Besides, for what does not run code of Python, such as a call of a library that waits.
GRACE_SECONDS = 2.0


class Expression:
    """An expression that waits to be evaluated."""

    def __init__(self, frame: FrameType, text: str) -> None:
        self.frame = frame
        self.text = text
        self.answer: dict[str, Any] | None = None
        self.answered = Signal()


class Pause:
    """A paused thread with its frames, the innermost last; they are kept until it goes on."""

    def __init__(self, number: int, exchange: int, frames: list[FrameType]) -> None:
        self.number = number
        self.exchange = exchange
        self._frames = frames
        self._waiting: deque[Expression] = deque()
        self._signal = Signal()
        self._goes_on = False

    def wait(self, seconds: float) -> str:
        """Stop the current thread until `resume`, or for so many seconds; return why it goes on."""
        deadline = clock.monotonic() + seconds
        try:
            while not self._goes_on:
                left = deadline - clock.monotonic()
                if left <= 0:
                    return "time"
                self._signal.wait(left)
                while self._waiting and not self._goes_on:
                    expression = self._waiting.popleft()
                    expression.answer = evaluate(expression.text, expression.frame, EVALUATION_SECONDS)
                    expression.answered.set()
            return "continued"
        finally:
            self._goes_on = True
            self._frames = []

    def evaluate(self, frame: int, text: str) -> dict[str, Any]:
        """Return the value of an expression in the frame of that place; called by another thread."""
        frames = self._frames
        if self._goes_on or not 0 <= frame < len(frames):
            return refusal("The request is not paused any more.")
        expression = Expression(frames[frame], text)
        self._waiting.append(expression)
        self._signal.set()
        if not expression.answered.wait(EVALUATION_SECONDS + GRACE_SECONDS) or expression.answer is None:
            return refusal("It has not come to an end yet, and cannot be ended while it waits in a library.")
        return expression.answer

    def resume(self) -> None:
        """Let the thread go on."""
        self._goes_on = True
        self._signal.set()
