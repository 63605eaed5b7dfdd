"""Tests of the recognition of tokens."""

import base64
import json
import time

import pytest
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from server.probe.child.sensors.token.formats import (
    TOKEN_LIMIT,
    find_tokens,
    may_contain_token,
    read_token,
    unreadable_facts,
)


def part(value: object) -> str:
    """Return a part of a JWT."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


JWT = f"{part({'alg': 'HS256'})}.{part({'sub': 'ada', 'exp': 1_700_000_000})}.{'s' * 43}"
UNSIGNED = f"{part({'alg': 'none'})}.{part({'sub': 'eve'})}."
ENCRYPTED = f"{part({'alg': 'dir', 'enc': 'A256GCM'})}..{'a' * 16}.{'b' * 20}.{'c' * 22}"


def test_a_jwt_is_read_without_its_signature() -> None:
    """Its claims are described, and its times are numbers."""
    facts = read_token(JWT)
    assert facts is not None
    assert (facts["kind"], facts["algorithm"], facts["size"]) == ("jwt", "HS256", len(JWT))
    assert facts["claims"]["sub"]["repr"] == "'ada'"
    assert (facts["signed_at"], facts["expires_at"]) == (None, 1_700_000_000.0)
    assert facts["expires_in"] < 0
    assert "sss" not in json.dumps(facts)


def test_a_jwt_without_a_signature_is_one_too() -> None:
    """That is worth knowing."""
    facts = read_token(UNSIGNED)
    assert facts is not None
    assert facts["algorithm"] == "none"


def test_an_encrypted_token_shows_its_header_only() -> None:
    """Its claims cannot be read."""
    facts = read_token(ENCRYPTED)
    assert facts is not None
    assert (facts["kind"], facts["claims"]) == ("jwe", {})
    assert facts["header"]["enc"]["repr"] == "'A256GCM'"


@pytest.mark.parametrize("payload", [{"reset": 7}, {"long": "x" * 500}])
def test_a_timed_token_of_itsdangerous_is_read(payload: dict[str, object]) -> None:
    """Also if its payload is compressed."""
    facts = read_token(str(URLSafeTimedSerializer("key").dumps(payload)))
    assert facts is not None
    assert (facts["kind"], set(facts["claims"])) == ("itsdangerous", set(payload))
    assert abs(facts["signed_at"] - time.time()) < 60


def test_a_payload_that_is_not_an_object_has_no_name() -> None:
    """Here without a time of signing."""
    facts = read_token(str(URLSafeSerializer("key").dumps("a word")))
    assert facts is not None
    assert facts["claims"][""]["repr"] == "'a word'"
    assert facts["signed_at"] is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.2.3",
        "www.example.org",
        "a" * 40 + ".b.c",
        "e30.e30.e30",
        f"bm8.{'s' * 27}",
        "." * 100,
        JWT[:60],
        "a" * (TOKEN_LIMIT + 1),
    ],
)
def test_other_texts_are_not_tokens(text: str) -> None:
    """Versions, host names and truncated tokens are not."""
    assert read_token(text) is None


def test_tokens_are_found_in_a_longer_text() -> None:
    """Each whole, without what is around it."""
    assert list(find_tokens(f"see {JWT}, and '{UNSIGNED}'")) == [JWT, UNSIGNED]
    assert may_contain_token(f"see {JWT}")
    assert not may_contain_token("a short.text-that-is-none"[:20])


def test_the_same_token_has_the_same_fingerprint() -> None:
    """It cannot be guessed from the fingerprint."""
    first, again, other = read_token(JWT), read_token(JWT), read_token(UNSIGNED)
    assert first is not None
    assert again is not None
    assert other is not None
    assert first["token"] == again["token"] != other["token"]
    assert len(first["token"]) == 8


@pytest.mark.parametrize("value", [None, 7, b"\xff\xfe", "a.b.c"])
def test_what_cannot_be_read_has_facts_all_the_same(value: object) -> None:
    """An app may pass anything to be checked."""
    facts = unreadable_facts(value)
    assert facts["kind"] == "unknown"
    assert facts["size"] == (len(value) if isinstance(value, (str, bytes)) else 0)
