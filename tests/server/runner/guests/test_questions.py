"""Tests of questions to a guest."""

import json
import threading
from typing import Any

from server.runner.channel.protocol import AppAnswer
from server.runner.guests.questions import LONGEST_QUESTION, QUESTION, Questions


class Run:
    """A start of a guest that answers each question with what `answers` makes of it."""

    def __init__(self, *numbers: int) -> None:
        self.ended = threading.Event()
        self.sent: list[dict[str, Any]] = []
        self.numbers = numbers
        self.questions: Questions | None = None

    def send_bytes(self, message: bytes) -> None:
        """Note a question, and answer it with other numbers than its own first."""
        assert message.startswith(QUESTION)
        self.sent.append(json.loads(message[5:]))
        assert self.questions is not None
        for number in self.numbers:
            self.questions.take(
                AppAnswer(question=number, about="map", facts={"number": number}, problem=None)
            )


def asked(run: Run) -> Questions:
    """Return what asks that run."""
    run.questions = Questions(run)  # type: ignore[arg-type]  # it has all that is needed
    return run.questions


def test_an_answer_to_an_earlier_question_is_not_taken() -> None:
    """Answers are told apart by their numbers, and the first one counts."""
    run = Run(0, 2, 1, 1)
    answer = asked(run).ask("map", {"method": "GET"})
    assert answer is not None
    assert answer.facts == {"number": 1}
    assert run.sent == [{"question": 1, "about": "map", "method": "GET"}]


def test_a_guest_that_does_not_answer_or_has_ended_gives_none() -> None:
    """The time is bounded; a guest that is gone costs none."""
    run = Run()
    assert asked(run).ask("map", {}, seconds=0.01) is None
    run.ended.set()
    assert asked(run).ask("map", {}, seconds=600) is None


def test_a_question_that_is_too_long_is_not_asked() -> None:
    """The guest would end the channel."""
    run = Run(1)
    assert asked(run).ask("token", {"text": "x" * LONGEST_QUESTION}) is None
    assert run.sent == []
