"""The questions that the host may ask, each with the function that answers it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Callable

from ..describe.exception_text import summarize
from ..describe.static_access import type_name
from ..recording.native_threads import allocate_lock, start_thread
from . import config, databases, paused, route_match, settings, tokens, url_map

if TYPE_CHECKING:
    from ..recording.channel import Channel

# How many questions are answered at the same time: each has a thread, and the app's code may never return.
AT_ONCE = 4

QUESTIONS: dict[str, Callable[[Any, dict[str, Any]], dict[str, Any]]] = {
    "match": route_match.answer,
    "map": url_map.answer,
    "config": config.answer,
    "settings": settings.answer,
    "databases": databases.answer,
    "token": tokens.answer,
    "evaluate": paused.evaluate,
    "resume": paused.resume,
    "pausing": paused.choose,
}


class Answering:
    """Answers questions on threads of the operating system, so that none waits for another."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._lock = allocate_lock()
        self._running = 0

    def start(self, app: Any, text: bytes) -> None:
        """Begin to answer one question about an app; a malformed one is ignored."""
        try:
            question = json.loads(text)
            number, about = int(question["question"]), str(question["about"])
        except (ValueError, TypeError, KeyError):
            return
        with self._lock:
            is_free = self._running < AT_ONCE
            self._running += is_free
        if is_free:
            start_thread(self._answer, app, number, about, question)
        else:
            self._send(number, about, None, "Earlier questions have no answer yet.")

    def _answer(self, app: Any, number: int, about: str, question: dict[str, Any]) -> None:
        facts, problem = None, None
        try:
            facts = QUESTIONS[about](app, question)
        except BaseException as error:  # the thread is ours: nothing else takes what the app's code raises
            problem = summarize(error) or type_name(error)
        finally:
            with self._lock:
                self._running -= 1
        self._send(number, about, facts, problem)

    def _send(self, number: int, about: str, facts: dict[str, Any] | None, problem: str | None) -> None:
        self._channel.expect(1)
        self._channel.put(
            {"type": "answer", "question": number, "about": about, "facts": facts, "problem": problem}
        )
