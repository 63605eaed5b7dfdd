"""Read a token without its key: a session of Flask, a cookie of Flask-Login, a JSON Web Token, others."""

import base64
import binascii
import json
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from server.i18n import gettext as _
from server.lenses.kit.bodies import pretty_json
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

LONGEST: Final = 16_384
MOST_UNPACKED: Final = 65_536
_NAMED: Final = re.compile(r"(?:(?:set-)?cookie:\s*|authorization:\s*bearer\s+|bearer\s+)", re.IGNORECASE)
_PAIR: Final = re.compile(r"([A-Za-z_][\w.-]{0,60})=\"?([^;\s\"=][^;\s\"]{9,})")
_REMEMBER: Final = re.compile(r"(.*)\|([0-9a-f]{128})", re.DOTALL)
_SIGNATURE: Final = re.compile(r"[\w-]{27}|[\w-]{43}|[\w-]{86}", re.ASCII)
_JWT_PARTS: Final = 3
_JWE_PARTS: Final = 5
_TIMED_PARTS: Final = 3
# The start of 2000: a smaller number is a part of a text and no time.
_EARLIEST: Final = 946_684_800


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadToken:
    """What a token contains: `payload` is JSON text where it is JSON; times are in UTC.

    `kind` is `session`, `remember`, `jwt`, `jwe` or `itsdangerous`; `name` is that of its cookie, if known.
    """

    kind: str
    text: str
    name: str = ""
    header: str = ""
    algorithm: str = ""
    payload: str = ""
    claims: Any = None
    signed_at: datetime | None = None
    expires_at: datetime | None = None


def read(typed: str) -> ReadToken | Problem:
    """Return what is in a token; a header or `name=value` around it is understood."""
    if len(typed) > LONGEST:
        return _unreadable(
            _("The text has %(size)d characters; no token has more than 16,384.", size=len(typed))
        )
    text = _NAMED.sub("", typed.strip(), count=1).strip()
    pair = _PAIR.match(text)
    name, value = (pair[1], pair[2]) if pair is not None else ("", text.strip('"'))
    for reader in (_jwt, _remember, _signed):
        found = reader(value, name)
        if found is not None:
            return found
    return _unreadable(
        _("This is no session of Flask, cookie of Flask-Login, JSON Web Token or signed token.")
    )


def _jwt(value: str, name: str) -> ReadToken | None:
    parts = value.split(".")
    if len(parts) not in (_JWT_PARTS, _JWE_PARTS):
        return None
    header = _object(parts[0])
    algorithm = header.get("alg") if header is not None else None
    if header is None or not isinstance(algorithm, str):
        return None
    shown = pretty_json(json.dumps(header)) or ""
    if len(parts) == _JWE_PARTS:
        return ReadToken(kind="jwe", text=value, name=name, header=shown, algorithm=algorithm)
    claims = _object(parts[1])
    if claims is None:
        return None
    return ReadToken(
        kind="jwt",
        text=value,
        name=name,
        header=shown,
        algorithm=algorithm,
        payload=pretty_json(json.dumps(claims)) or "",
        claims=claims,
        signed_at=_moment(claims.get("iat")),
        expires_at=_moment(claims.get("exp")),
    )


def _remember(value: str, name: str) -> ReadToken | None:
    found = _REMEMBER.fullmatch(value)
    return ReadToken(kind="remember", text=value, name=name, payload=found[1]) if found is not None else None


def _signed(value: str, name: str) -> ReadToken | None:
    packed = value.startswith(".")
    parts = value[packed:].split(".")
    if len(parts) < 2 or _SIGNATURE.fullmatch(parts[-1]) is None:  # noqa: PLR2004 - a payload and a signature
        return None
    seconds = _number(parts[-2]) if len(parts) >= _TIMED_PARTS else None
    signed_at = _moment(seconds) if seconds is not None and seconds >= _EARLIEST else None
    claims, payload = _content(parts[0], packed=packed)
    is_session = isinstance(claims, dict) and signed_at is not None and len(parts) == _TIMED_PARTS
    return ReadToken(
        kind="session" if is_session else "itsdangerous",
        text=value,
        name=name,
        payload=payload or value[: -len(parts[-1]) - 1],
        claims=claims,
        signed_at=signed_at,
    )


def _content(part: str, *, packed: bool) -> tuple[Any, str]:
    """Return the JSON in the first part of a signed token, and its text; (None, "") if there is none."""
    try:
        data = _decoded(part)
        text = (zlib.decompressobj().decompress(data, MOST_UNPACKED) if packed else data).decode()
        return json.loads(text), pretty_json(text) or text
    except (ValueError, zlib.error, RecursionError):
        return None, ""


def _object(part: str) -> dict[str, Any] | None:
    try:
        found = json.loads(_decoded(part))
        json.dumps(found)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _decoded(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _number(part: str) -> int | None:
    try:
        return int.from_bytes(_decoded(part), "big")
    except (ValueError, binascii.Error):
        return None


def _moment(seconds: object) -> datetime | None:
    if type(seconds) not in (int, float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)  # type: ignore[arg-type]  # it is a number
    except (ValueError, OverflowError, OSError):
        return None


def _unreadable(cause: str) -> Problem:
    return Problem(
        code=ProblemCode.BAD_REQUEST,
        cause=cause,
        remedy=_("Copy the value of a cookie, or what follows Bearer in the header Authorization."),
    )
