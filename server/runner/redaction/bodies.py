"""Masks secrets in the body of a request byte by byte, so that its size stays the same."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import unquote_plus

from server.runner.redaction.names import is_secret

# The end of the name of a JSON member with a scalar value, and that value; it is found in truncated JSON too.
_MEMBER: Final = re.compile(
    rb'"\s{0,20}+:\s{0,20}+(?:"(?P<text>(?:[^"\\]|\\.)*+)"?|(?P<number>-?[0-9][0-9.eE+-]*+))'
)
_BOUNDARY: Final = re.compile(r'boundary="?([^";,\s]{1,200})', re.IGNORECASE)
_FIELD: Final = re.compile(rb'[;\s]name="?([^";\r\n]{1,200})', re.IGNORECASE)
HEAD_BYTES: Final = 4096
NAME_BYTES: Final = 200


def mask_request_body(body: Mapping[str, Any], on_secret: Callable[[str], None]) -> dict[str, Any]:
    """Mask the values of secret names in a body; pass each of these values to `on_secret`.

    docs/events.md describes the form of a body.
    """
    kind = str(body.get("type", "")).partition(";")[0].strip().lower()
    encoded = isinstance(body.get("base64"), str)
    data = _data(body)
    if kind == "application/x-www-form-urlencoded":
        masked = _mask_form(data, on_secret)
    elif kind == "multipart/form-data":
        masked = _mask_parts(data, str(body["type"]), on_secret)
    elif kind == "application/json" or kind.endswith("+json"):
        masked = _MEMBER.sub(lambda match: _mask_member(match, on_secret), data)
    else:
        return dict(body)
    if encoded:
        return {**body, "base64": base64.b64encode(masked).decode()}
    return {**body, "text": masked.decode("utf-8", "replace")}


def _data(body: Mapping[str, Any]) -> bytes:
    """Return the recorded bytes of a body."""
    if isinstance(body.get("text"), str):
        return str(body["text"]).encode("utf-8", "replace")
    try:
        return base64.b64decode(body.get("base64") or "", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _mask_form(data: bytes, on_secret: Callable[[str], None]) -> bytes:
    parts = []
    for part in data.split(b"&"):
        name, sign, value = part.partition(b"=")
        if value and is_secret(unquote_plus(name.decode("latin-1"))):
            on_secret(value.decode("latin-1"))
            on_secret(unquote_plus(value.decode("latin-1")))
            value = b"*" * len(value)
        parts.append(name + sign + value)
    return b"&".join(parts)


def _mask_parts(data: bytes, kind: str, on_secret: Callable[[str], None]) -> bytes:
    """Mask a multipart body; leave it alone if the boundary is missing, because it is not readable then."""
    boundary = _BOUNDARY.search(kind)
    if boundary is None:
        return data
    line = b"--" + boundary[1].encode("utf-8", "replace")
    parts = data.split(line)
    return line.join([parts[0], *(_mask_part(part, on_secret) for part in parts[1:])])


def _mask_part(part: bytes, on_secret: Callable[[str], None]) -> bytes:
    head, gap, value = part.partition(b"\r\n\r\n")
    field = _FIELD.search(head[:HEAD_BYTES])
    if field is None or not is_secret(field[1].decode("utf-8", "replace")):
        return part
    text = value.removesuffix(b"\r\n")
    on_secret(text.decode("utf-8", "replace"))
    return head + gap + b"*" * len(text) + value[len(text) :]


def _mask_member(match: re.Match[bytes], on_secret: Callable[[str], None]) -> bytes:
    end = match.start()
    start = match.string.rfind(b'"', max(0, end - NAME_BYTES - 1), end) + 1
    if not start or not is_secret(match.string[start:end].decode("utf-8", "replace")):
        return match[0]
    group = "text" if match["text"] is not None else "number"
    value = match[group]
    if group == "text":
        try:
            on_secret(json.loads(b'"' + value + b'"'))
        except ValueError:
            on_secret(value.decode("utf-8", "replace"))
    start, end = (position - match.start() for position in match.span(group))
    # Asterisks are not a number; with ones the body stays JSON.
    filler = b"*" if group == "text" else b"1"
    return match[0][:start] + filler * len(value) + match[0][end:]
