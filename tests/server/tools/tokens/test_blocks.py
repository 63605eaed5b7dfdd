"""Tests of how a token is shown."""

from typing import Any

import pytest

from server.lenses.kit.blocks import Facts, Remark, Section, Tone
from server.tools.tokens.blocks import KINDS, blocks_of
from server.tools.tokens.read import ReadToken, read
from tests.support.sample_tokens import session_cookie, web_token

ANSWER: dict[str, Any] = {
    "interface": "RedisSessionInterface",
    "key": "SECRET_KEY",
    "length": 40,
    "public": False,
    "salt": None,
    "expired": False,
    "reason": None,
}


def token_of(text: str) -> ReadToken:
    """Return what is read in a text."""
    found = read(text)
    assert isinstance(found, ReadToken)
    return found


@pytest.mark.parametrize(
    ("facts", "says", "tone"),
    [
        ({}, "The signature fits `SECRET_KEY`.", Tone.GOOD),
        ({"expired": True}, "has expired", Tone.WARNING),
        ({"salt": "confirm"}, "with the salt `confirm`", Tone.GOOD),
        ({"key": None}, "No key of the app fits, so the app opens an empty session.", Tone.WARNING),
        ({"key": None, "reason": "no-serializer"}, "`RedisSessionInterface` keeps them", Tone.NOTE),
        ({"key": None, "reason": "no-flask-login"}, "does not use Flask-Login", Tone.NOTE),
        ({"key": None, "reason": "not-hmac"}, "are not checked here", Tone.NOTE),
    ],
)
def test_what_the_app_says_comes_first(facts: dict[str, Any], says: str, tone: Tone) -> None:
    """In words, and with the setting that has the key."""
    first = blocks_of(token_of(session_cookie(user=1)), {**ANSWER, **facts})[0]
    assert isinstance(first, Remark)
    assert says in str(first.sentence)
    assert first.tone is tone


def test_a_token_is_shown_without_the_app() -> None:
    """Its content needs no key."""
    blocks = blocks_of(token_of(web_token(exp=2_000_000_000)), None)
    facts, header, payload = blocks
    assert isinstance(facts, Facts)
    assert [row.label for row in facts.rows] == ["Kind", "Size", "Algorithm", "Expires"]
    assert isinstance(header, Section)
    assert isinstance(payload, Section)
    unsure = blocks_of(ReadToken(kind="itsdangerous", text="a", payload="a"), {**ANSWER, "key": None})[0]
    assert isinstance(unsure, Remark)
    assert "salts" in str(unsure.sentence)
    assert set(KINDS) == {"session", "remember", "jwt", "jwe", "itsdangerous"}
