"""Tests of how the guest answers questions."""

import json
import sys
from typing import Any

import pytest

from server.probe.child.questions import registry
from server.probe.child.questions.registry import AT_ONCE, Answering
from tests.support.recording_channel import RecordingChannel


def ask(answering: Answering, number: int = 1, about: str = "match") -> None:
    """Ask one question about no app."""
    answering.start(None, json.dumps({"question": number, "about": about}).encode())


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> RecordingChannel:
    """Answer on the thread of the test."""
    monkeypatch.setattr(registry, "start_thread", lambda function, *args: function(*args))
    return RecordingChannel()


def test_what_fails_is_told_to_the_host(channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits for an answer in any case, also to a question that this probe does not know."""

    def fail(app: Any, question: dict[str, Any]) -> dict[str, Any]:
        raise LookupError("no map")

    monkeypatch.setitem(registry.QUESTIONS, "match", fail)
    answering = Answering(channel)  # type: ignore[arg-type]  # it has all that is needed
    ask(answering)
    ask(answering, 2, "weather")
    assert [(each["question"], each["facts"]) for each in channel.items] == [(1, None), (2, None)]
    assert "no map" in channel.items[0]["problem"]


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{", b'{"question": "x", "about": "map"}', b'{"about": "map"}']
)
def test_a_malformed_question_is_ignored(text: bytes, channel: RecordingChannel) -> None:
    """Nobody could take the answer."""
    Answering(channel).start(None, text)  # type: ignore[arg-type]  # as above
    assert channel.items == []


def test_so_many_questions_are_answered_at_the_same_time(
    channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where code of the app never returns, later questions are refused, and no thread is added."""
    monkeypatch.setattr(registry, "start_thread", lambda *_: None)
    answering = Answering(channel)  # type: ignore[arg-type]  # as above
    for number in range(AT_ONCE + 1):
        ask(answering, number)
    (refused,) = channel.items
    assert (refused["question"], refused["problem"]) == (AT_ONCE, "Earlier questions have no answer yet.")


def test_an_app_that_ends_its_thread_is_answered_for(
    channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session interface of the app may raise anything; the host must not wait for its time-out."""

    def leave(app: Any, question: dict[str, Any]) -> dict[str, Any]:
        sys.exit("goodbye")

    monkeypatch.setitem(registry.QUESTIONS, "match", leave)
    answering = Answering(channel)  # type: ignore[arg-type]  # it has all that is needed
    for number in range(AT_ONCE + 1):
        ask(answering, number)
    assert ["goodbye" in each["problem"] for each in channel.items] == [True] * (AT_ONCE + 1)
