"""What a session cookie of Flask holds, read as anyone can read it: it is signed, not encrypted."""

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from server.lenses.kit.bodies import pretty_json

_PARTS: Final = 3
_MOST: Final = 65_536
_LONGEST: Final = 16_384


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """The JSON text inside a session cookie, and when it was signed (UTC, to the second)."""

    payload: str
    signed_at: datetime | None


def decode(value: str) -> Decoded | None:
    """The payload of `payload.time.signature`, or None where the value is no such cookie.

    The signature is not checked: nobody but the app has its key. At most 64 KiB are unpacked.
    """
    packed = value.startswith(".")
    parts = value[packed:].split(".")
    if len(parts) != _PARTS or len(value) > _LONGEST:
        return None
    try:
        data = _unpacked(_bytes(parts[0])) if packed else _bytes(parts[0])
        text = data.decode()
        if not isinstance(json.loads(text), dict):
            return None
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return None
    return Decoded(payload=pretty_json(text) or text, signed_at=_signed_at(parts[1]))


def _bytes(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _unpacked(data: bytes) -> bytes:
    """What zlib packed, cut off at a bound: a small cookie can hold gigabytes of zeros."""
    return zlib.decompressobj().decompress(data, _MOST)


def _signed_at(part: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int.from_bytes(_bytes(part), "big"), UTC)
    except (ValueError, OverflowError, OSError, binascii.Error):
        return None
