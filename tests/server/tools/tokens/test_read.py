"""Tests of tokens that are read without a key."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.model.problem import Problem
from server.tools.tokens.read import LONGEST, MOST_UNPACKED, ReadToken, read
from tests.support.sample_tokens import remember_cookie, session_cookie, signed_text, timed_token, web_token


def token_of(text: str) -> ReadToken:
    """Return what is read in a text."""
    found = read(text)
    assert isinstance(found, ReadToken), found
    return found


@pytest.mark.parametrize(
    ("text", "kind", "payload"),
    [
        (session_cookie(user=1), "session", '{\n  "user": 1\n}'),
        (remember_cookie(), "remember", "7"),
        (web_token(sub="7"), "jwt", '{\n  "sub": "7"\n}'),
        (timed_token(), "itsdangerous", '"ada@example.com"'),
        (signed_text(), "itsdangerous", "ada@example.com"),
        ("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..aaaa.bbbb.cccc", "jwe", ""),
    ],
    ids=("session", "remember", "jwt", "itsdangerous", "text", "jwe"),
)
def test_each_kind_is_recognised(text: str, kind: str, payload: str) -> None:
    """With its content, as far as that is not encrypted."""
    assert (token_of(text).kind, token_of(text).payload) == (kind, payload)


@pytest.mark.parametrize(
    ("around", "name"),
    [("{}", ""), ("session={}", "session"), ("Cookie: sid={}; a=b", "sid"), ('"{}"', ""), ("  {}\n", "")],
)
def test_what_is_around_a_token_is_understood(around: str, name: str) -> None:
    """Whole headers are copied more easily than values."""
    cookie = session_cookie(user=1)
    found = token_of(around.format(cookie))
    assert (found.text, found.name) == (cookie, name)
    assert token_of(f"Authorization: Bearer {web_token(a=1)}").kind == "jwt"


def test_times_are_read_where_they_are_times() -> None:
    """A claim may be anything."""
    found = token_of(web_token(exp=2_000_000_000, iat=1_000_000_000))
    assert found.expires_at is not None
    assert (found.expires_at.year, found.signed_at and found.signed_at.year) == (2033, 2001)
    for odd in (True, 1e300, -(10**18)):
        header = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
        claims = base64.urlsafe_b64encode(json.dumps({"iat": odd}).encode()).decode().rstrip("=")
        assert token_of(f"{header}.{claims}.").signed_at is None


def test_a_packed_session_is_unpacked_up_to_a_limit() -> None:
    """A small cookie may contain gigabytes of zeros."""
    bomb = base64.urlsafe_b64encode(zlib.compress(b"0" * 5_000_000)).decode().rstrip("=")
    found = read(f".{bomb}.ZZZZZZ.{'a' * 27}")
    assert not isinstance(found, ReadToken) or len(found.payload) <= max(MOST_UNPACKED, LONGEST)
    assert token_of(session_cookie(text="a" * 3000)).claims == {"text": "a" * 3000}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "a.b.c",
        "a" * 10_000_000,
        "." * 16_000,
        "=" * 100,
        "\ud800.\ud800.\ud800",
        "é.é.é",
        "a|b",
        "\0",
    ],
    ids=lambda text: text[:5].encode("ascii", "replace").decode(),
)
def test_what_is_no_token_is_a_problem(text: str) -> None:
    """Of any size."""
    assert isinstance(read(text), Problem)


def test_nested_content_ends_quickly() -> None:
    """Brackets within brackets are no content."""
    for part in (b"[" * 9000, b'{"a":' * 2000):
        nested = base64.urlsafe_b64encode(part).decode().rstrip("=")
        for text in (f"{nested}.ZZZZZZ.{'a' * 27}", f"{nested}.{nested}.a"):
            found = read(text[:LONGEST])
            assert isinstance(found, Problem) or found.claims is None


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing is raised."""
    assert isinstance(read(text), ReadToken | Problem)
