"""Tests of decoding a session cookie without its key."""

import base64
import zlib
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from server.lenses.session.signed_cookie import decode

TIME = base64.urlsafe_b64encode((1_700_000_000).to_bytes(4, "big")).decode().rstrip("=")


def cookie(data: bytes, *, packed: bool = False) -> str:
    """Return a cookie with this payload."""
    body = base64.urlsafe_b64encode(zlib.compress(data) if packed else data).decode().rstrip("=")
    return f"{'.' if packed else ''}{body}.{TIME}.signature"


def test_plain_and_compressed_payloads_are_read() -> None:
    """Flask compresses a payload if that makes it shorter, and marks it with a leading dot."""
    for packed in (False, True):
        found = decode(cookie(b'{"user":3}', packed=packed))
        assert found is not None
        assert found.payload == '{\n  "user": 3\n}'
        assert found.signed_at == datetime.fromtimestamp(1_700_000_000, UTC)


def test_a_decompression_bomb_is_not_unpacked() -> None:
    """Gigabytes of zeros in a small cookie are cut off, and the rest is no JSON."""
    assert decode(cookie(b"[" * 5_000_000, packed=True)) is None


def test_other_values_are_no_session() -> None:
    """Other forms, payloads and encodings are ignored."""
    assert decode("a.b") is None
    assert decode("!.b.c") is None
    assert decode(cookie(b"[1]")) is None
    assert decode(cookie(b"\xff")) is None
    assert decode("." + cookie(b'{"user":3}')) is None


def test_an_invalid_time_is_left_out() -> None:
    """The payload is readable without it."""
    found = decode(cookie(b"{}").replace(TIME, "_" * 16))
    assert found is not None
    assert found.signed_at is None


@given(st.text())
def test_any_text_is_decoded_or_none(value: str) -> None:
    """A client may send anything as a cookie."""
    decode(value)
