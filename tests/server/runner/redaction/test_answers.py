"""Tests that answers are redacted."""

from server.runner.channel.protocol import AppAnswer
from server.runner.redaction.answers import redacted_answer

URI = "postgresql://shop:hunter2@db/shop"


def answer(about: str) -> AppAnswer:
    """Return an answer that contains a secret."""
    return AppAnswer(question=1, about=about, facts={"rules": [{"rule": URI}], "n": 1}, problem=f"at {URI}")


def test_secrets_are_removed_from_facts_and_problem() -> None:
    """Wherever a text is."""
    redacted = redacted_answer(answer("map"))
    assert "hunter2" not in repr(redacted)
    assert redacted.facts is not None
    assert redacted.facts["n"] == 1


def test_the_token_of_the_user_stays_as_it_is() -> None:
    """The user has typed it, and asks what is in it."""
    assert redacted_answer(answer("token")) == answer("token")
