"""The questions to one start of a guest, and the answers that have come."""

import json
import threading
import time
from collections.abc import Mapping
from typing import Any, Final

from server.runner.channel import framing
from server.runner.channel.protocol import AppAnswer
from server.runner.guests.run import GuestRun

ANSWER_SECONDS: Final = 10.0
LONGEST_QUESTION: Final = 100_000
QUESTION: Final = b"="
_LOOK_SECONDS: Final = 0.5


class Questions:
    """Asks a guest, one question after the other, and waits; safe between threads."""

    def __init__(self, run: GuestRun) -> None:
        self._run = run
        self._asking = threading.Lock()
        self._changed = threading.Condition()
        self._number = 0
        self._answer: AppAnswer | None = None

    def ask(
        self, about: str, arguments: Mapping[str, Any], seconds: float = ANSWER_SECONDS
    ) -> AppAnswer | None:
        """Return the answer; None if there is none within so many seconds, or if the question is too long."""
        deadline = time.monotonic() + seconds
        if len(json.dumps(dict(arguments))) > LONGEST_QUESTION or not self._asking.acquire(timeout=seconds):
            return None
        try:
            with self._changed:
                self._number += 1
                self._answer = None
                question = {**arguments, "question": self._number, "about": about}
                self._run.send_bytes(QUESTION + framing.encode(question))
                while self._answer is None and not self._run.ended.is_set():
                    left = deadline - time.monotonic()
                    if left <= 0:
                        return None
                    self._changed.wait(min(left, _LOOK_SECONDS))
                return self._answer
        finally:
            self._asking.release()

    def take(self, answer: AppAnswer) -> None:
        """Keep an answer if it is the one that is waited for."""
        with self._changed:
            if answer.question == self._number and self._answer is None:
                self._answer = answer
                self._changed.notify_all()
