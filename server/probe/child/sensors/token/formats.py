"""Recognition and decoding of tokens that are signed but not encrypted: JWT and ItsDangerous."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ...describe.describe import describe, describe_all
from ...describe.static_access import text_or_none
from ...recording.clock import clock

TOKEN_LIMIT = 8_192
UNPACKED_LIMIT = 65_536
CLAIM_LIMIT = 40
VALUE_LIMIT = 300
TOKENS_PER_EXCHANGE = 20
JWT_PARTS = 3
JWE_PARTS = 5
EARLIEST_TIME = 946_684_800
"""The start of 2000: a number that means an earlier time is not a timestamp of signing."""

MINIMUM_LENGTH = 30
SECOND_PART = re.compile(r"\.[\w-]{12,}", re.ASCII)
"""The second part of anything that may be a token; it starts with a dot, which is fast to search for."""
TOKEN_END = re.compile(r"[\w.-]*", re.ASCII)
TOKEN_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.")


def may_contain_token(text: str) -> bool:
    """Return whether a text is worth a closer look."""
    return len(text) >= MINIMUM_LENGTH and SECOND_PART.search(text) is not None


def find_tokens(text: str) -> Iterator[str]:
    """Yield what looks like a token in a longer text."""
    end = 0
    for match in islice(SECOND_PART.finditer(text), TOKENS_PER_EXCHANGE):
        start = match.start()
        if start < end:
            continue
        while start > end and text[start - 1] in TOKEN_CHARACTERS:
            start -= 1
        rest = TOKEN_END.match(text, match.end())
        end = match.end() if rest is None else rest.end()
        yield text[start:end]


def fingerprint_of(token: str) -> str:
    """Return a short hash that identifies a token without revealing it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()[:8]


def decode_base64(part: str) -> bytes:
    """Return the bytes of a part in the base64 of tokens; ValueError if it is not valid."""
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def parse_json_part(part: str) -> dict[str, Any] | None:
    """Return the JSON object in a part of a JWT; None if it is not one."""
    try:
        value = json.loads(decode_base64(part))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def plain_text(token: Any) -> str:
    """Return a token as text; the empty string if it is neither text nor bytes."""
    if issubclass(type(token), bytes):
        return bytes.__getitem__(token, slice(None)).decode("latin-1")
    return text_or_none(token) or ""


def read_token(token: str) -> dict[str, Any] | None:
    """Return the readable facts of a token for the body of its event; None if it is not a token."""
    if not 0 < len(token) <= TOKEN_LIMIT:
        return None
    return read_jwt(token) or read_signed(token)


def read_jwt(token: str) -> dict[str, Any] | None:
    """Return the facts of a JSON Web Token: header and claims, only the header if it is encrypted."""
    parts = token.split(".")
    if len(parts) not in (JWT_PARTS, JWE_PARTS):
        return None
    header = parse_json_part(parts[0])
    if header is None or not isinstance(header.get("alg"), str):
        return None
    claims = parse_json_part(parts[1]) if len(parts) == JWT_PARTS else {}
    if claims is None or (len(parts) == JWE_PARTS and "enc" not in header):
        return None
    return token_facts(
        token,
        "jwt" if len(parts) == JWT_PARTS else "jwe",
        header=header,
        claims=claims,
        algorithm=header["alg"][:50],
        signed_at=timestamp_of(claims.get("iat")),
        expires_at=timestamp_of(claims.get("exp")),
    )


def read_signed(token: str) -> dict[str, Any] | None:
    """Return the facts of an ItsDangerous token: JSON, perhaps compressed, perhaps with a time of signing."""
    is_compressed = token.startswith(".")
    parts = token[is_compressed:].split(".")
    if len(parts) not in (2, 3) or len(parts[-1]) not in (27, 43, 86):
        return None
    signed_at = None
    if len(parts) == 3:  # noqa: PLR2004 - payload, time, signature
        signed_at = signing_time(parts[1])
        if signed_at is None:
            return None
    try:
        data = decode_base64(parts[0])
        payload = json.loads(zlib.decompressobj().decompress(data, UNPACKED_LIMIT) if is_compressed else data)
    except (ValueError, zlib.error, RecursionError):
        return None
    claims = payload if isinstance(payload, dict) else {"": payload}
    return token_facts(
        token, "itsdangerous", header={}, claims=claims, algorithm=None, signed_at=signed_at, expires_at=None
    )


def signing_time(part: str) -> float | None:
    """Return the time of signing in seconds; None if it is not plausible."""
    try:
        value = int.from_bytes(decode_base64(part), "big")
    except ValueError:
        return None
    return float(value) if EARLIEST_TIME < value < clock.wall() + 10**9 else None


def timestamp_of(claim: Any) -> float | None:
    """Return a time in the form of JWT; None if the claim is not one."""
    if type(claim) not in (int, float) or not -1e12 < claim < 1e12:  # noqa: PLR2004 - no date is beyond it
        return None
    return float(claim)


def token_facts(  # noqa: PLR0913 - a token has that many facts
    token: str,
    kind: str,
    *,
    header: dict[str, Any],
    claims: dict[str, Any],
    algorithm: str | None,
    signed_at: float | None,
    expires_at: float | None,
) -> dict[str, Any]:
    """Return the facts of a token; its signature is in none of them."""
    return {
        "token": fingerprint_of(token),
        "kind": kind,
        "size": len(token),
        "header": describe_values(header),
        "claims": describe_values(claims),
        "algorithm": algorithm,
        "signed_at": signed_at,
        "expires_at": expires_at,
        "expires_in": None if expires_at is None else round(expires_at - clock.wall(), 3),
    }


def describe_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return described values by name."""
    return describe_all(
        {str(name)[:100]: value for name, value in list(values.items())[:CLAIM_LIMIT]}, VALUE_LIMIT
    )


def unreadable_facts(token: Any) -> dict[str, Any]:
    """Return the facts of something that was used as a token and cannot be read as one."""
    text = plain_text(token)
    facts = token_facts(
        text, "unknown", header={}, claims={}, algorithm=None, signed_at=None, expires_at=None
    )
    return facts if text else {**facts, "claims": {"": describe(token, VALUE_LIMIT)}}
