"""Tests of known keys that are tried."""

import pytest

from server.tools.tokens.guess import known_key
from server.tools.tokens.read import ReadToken, read
from tests.support.sample_tokens import remember_cookie, session_cookie, signed_text, timed_token, web_token


def token_of(text: str) -> ReadToken:
    """Return what is read in a text."""
    found = read(text)
    assert isinstance(found, ReadToken)
    return found


@pytest.mark.parametrize("make", [session_cookie, remember_cookie, web_token, timed_token, signed_text])
def test_a_key_that_everybody_knows_is_found(make: object) -> None:
    """Whatever it has signed; another key is not."""
    assert callable(make)
    assert known_key(token_of(make("dev"))) == "dev"
    assert known_key(token_of(make())) is None


def test_tokens_that_are_not_signed_are_not_tried() -> None:
    """There is nothing to compare."""
    assert known_key(ReadToken(kind="jwt", text="a.b.", algorithm="none")) is None
    assert known_key(ReadToken(kind="jwe", text="a.b.c.d.e", algorithm="dir")) is None
    assert known_key(ReadToken(kind="jwt", text="é.é.é", algorithm="HS256")) is None
