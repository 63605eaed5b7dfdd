"""Recognises tokens that are signed and not encrypted, JWT and ItsDangerous, and reads them as anyone can."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ...describe.describe import describe, describe_all

LONGEST = 8_192
UNPACKED = 65_536
CLAIMS = 40
VALUE_LIMIT = 300
MOST = 20
JWT_PARTS = 3
JWE_PARTS = 5
EARLIEST = 946_684_800
"""The start of 2000: what claims to be signed before it is no timestamp."""

SHORTEST = 30
SECOND = re.compile(r"\.[\w-]{12,}", re.ASCII)
"""The second part of anything that may be a token; it begins with a point, which is quickly found."""
REST = re.compile(r"[\w.-]*", re.ASCII)
INSIDE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.")


def likely(text: str) -> bool:
    """Whether it is worth looking closer."""
    return len(text) >= SHORTEST and SECOND.search(text) is not None


def found_in(text: str) -> Iterator[str]:
    """What looks like a token in a longer text."""
    end = 0
    for match in islice(SECOND.finditer(text), MOST):
        start = match.start()
        if start < end:
            continue
        while start > end and text[start - 1] in INSIDE:
            start -= 1
        rest = REST.match(text, match.end())
        end = match.end() if rest is None else rest.end()
        yield text[start:end]


def name_of(token: str) -> str:
    """A short name by which one token is known again, and from which it cannot be told."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()[:8]


def decoded(part: str) -> bytes:
    """Base64 as tokens write it; ValueError where it is none."""
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def as_object(part: str) -> dict[str, Any] | None:
    """A part of a JWT, None where it is no JSON object."""
    try:
        found = json.loads(decoded(part))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def read(token: str) -> dict[str, Any] | None:
    """What a token says of itself, as the body of its event has it; None where it is no token."""
    if not 0 < len(token) <= LONGEST:
        return None
    return read_jwt(token) or read_signed(token)


def read_jwt(token: str) -> dict[str, Any] | None:
    """A JSON Web Token: header and claims; one that is encrypted shows only its header."""
    parts = token.split(".")
    if len(parts) not in (JWT_PARTS, JWE_PARTS):
        return None
    header = as_object(parts[0])
    if header is None or not isinstance(header.get("alg"), str):
        return None
    claims = as_object(parts[1]) if len(parts) == JWT_PARTS else {}
    if claims is None or (len(parts) == JWE_PARTS and "enc" not in header):
        return None
    return about(
        token,
        "jwt" if len(parts) == JWT_PARTS else "jwe",
        header=header,
        claims=claims,
        algorithm=header["alg"][:50],
        signed_at=seconds(claims.get("iat")),
        expires_at=seconds(claims.get("exp")),
    )


def read_signed(token: str) -> dict[str, Any] | None:
    """What ItsDangerous signs: a payload as JSON, perhaps packed, perhaps with the time of signing."""
    packed = token.startswith(".")
    parts = token[packed:].split(".")
    if len(parts) not in (2, 3) or len(parts[-1]) not in (27, 43, 86):
        return None
    signed_at = None
    if len(parts) == 3:  # noqa: PLR2004 - payload, time, signature
        signed_at = moment(parts[1])
        if signed_at is None:
            return None
    try:
        data = decoded(parts[0])
        payload = json.loads(zlib.decompressobj().decompress(data, UNPACKED) if packed else data)
    except (ValueError, zlib.error, RecursionError):
        return None
    claims = payload if isinstance(payload, dict) else {"": payload}
    return about(
        token, "itsdangerous", header={}, claims=claims, algorithm=None, signed_at=signed_at, expires_at=None
    )


def moment(part: str) -> float | None:
    """The time of signing, None where it is not plausible."""
    try:
        found = int.from_bytes(decoded(part), "big")
    except ValueError:
        return None
    return float(found) if EARLIEST < found < time.time() + 10**9 else None


def seconds(claim: Any) -> float | None:
    """A time as JWT writes it, None where it is none."""
    if type(claim) not in (int, float) or not -1e12 < claim < 1e12:  # noqa: PLR2004 - no date lies beyond
        return None
    return float(claim)


def about(  # noqa: PLR0913 - a token has that many facts
    token: str,
    kind: str,
    *,
    header: dict[str, Any],
    claims: dict[str, Any],
    algorithm: str | None,
    signed_at: float | None,
    expires_at: float | None,
) -> dict[str, Any]:
    """The facts of a token; its signature is in none of them."""
    return {
        "token": name_of(token),
        "kind": kind,
        "size": len(token),
        "header": described(header),
        "claims": described(claims),
        "algorithm": algorithm,
        "signed_at": signed_at,
        "expires_at": expires_at,
        "expires_in": None if expires_at is None else round(expires_at - time.time(), 3),
    }


def described(values: dict[str, Any]) -> dict[str, Any]:
    """Described values by name."""
    return describe_all(
        {str(name)[:100]: value for name, value in list(values.items())[:CLAIMS]}, VALUE_LIMIT
    )


def unread(token: Any) -> dict[str, Any]:
    """The facts of something that was treated as a token and cannot be read as one."""
    text = token.decode("latin-1") if isinstance(token, bytes) else token if isinstance(token, str) else ""
    facts = about(text, "unknown", header={}, claims={}, algorithm=None, signed_at=None, expires_at=None)
    return facts if text else {**facts, "claims": {"": describe(token, VALUE_LIMIT)}}
