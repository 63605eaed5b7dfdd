"""Redacts the answers of a guest to questions of the host before anything else sees them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from server.runner.channel.protocol import AppAnswer
from server.runner.redaction.text import redact_text

# The user has typed the token, and wants to see exactly what it contains.
OPEN_ANSWERS: Final = frozenset({"token"})


def redacted_answer(answer: AppAnswer) -> AppAnswer:
    """Return an answer without the secrets in its texts."""
    if answer.about in OPEN_ANSWERS:
        return answer
    problem = answer.problem and redact_text(answer.problem)
    return replace(answer, facts=answer.facts and _redacted(answer.facts), problem=problem)


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, list):
        return [_redacted(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _redacted(item) for name, item in value.items()}
    return value
