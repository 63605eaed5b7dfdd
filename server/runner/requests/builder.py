"""Builds a request from the parts that the user fills in."""

import json as jsonlib
import re
import secrets
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode

from server.model.exchange import Headers
from server.model.outgoing_request import OutgoingRequest

Pairs = Sequence[tuple[str, str]]
File = tuple[str, str, str, bytes]

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
OCTETS: Final = "application/octet-stream"
# The characters that a path may contain unquoted (RFC 3986), and the percent sign of quoted ones.
SAFE: Final = "/:@!$&'()*+,;=-._~%"
_METHOD: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_STRAY_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


def build_request(  # noqa: PLR0913 - the parts of a request, all named
    *,
    method: str,
    path: str,
    query: Pairs = (),
    headers: Pairs = (),
    cookies: Pairs = (),
    form: Pairs = (),
    json: Any = None,
    raw: bytes | str | None = None,
    files: Sequence[File] = (),
) -> OutgoingRequest:
    """Build a request; of `raw`, `files`, `json` and `form`, the first one given becomes the body.

    `files` are (field, file name, content type, bytes) and are sent with `form` as multipart. A Content-Type
    header in `headers` is not changed; `cookies` are added to a Cookie header in it.
    """
    body, content_type = _body(form, json, raw, files)
    return OutgoingRequest(
        method=method.strip().upper() or "GET",
        path=request_target(path, query),
        headers=_headers(headers, cookies, content_type),
        body=body,
    )


def is_method(text: str) -> bool:
    """Return whether a text can be the method of a request (a token of RFC 9110)."""
    return _METHOD.fullmatch(text) is not None


def request_target(path: str, query: Pairs = ()) -> str:
    """Return the target for the request line: the path, quoted where necessary, and the query.

    A query in `path` is kept as typed; a fragment is dropped, as browsers do.
    """
    path = path.strip().partition("#")[0]
    path, mark, typed = path.partition("?")
    if not path.startswith("/"):
        path = "/" + path
    quoted = quote(_STRAY_PERCENT.sub("%25", path), safe=SAFE)
    parts = [quote(typed, safe=SAFE + "?[]")] if mark and typed else []
    if query:
        parts.append(urlencode(list(query)))
    return quoted + ("?" + "&".join(parts) if parts else "?" if mark else "")


def _headers(headers: Pairs, cookies: Pairs, content_type: str | None) -> Headers:
    all_headers = [(name.strip(), value.strip()) for name, value in headers if name.strip()]
    if content_type is not None and all(name.lower() != "content-type" for name, _ in all_headers):
        all_headers.append(("Content-Type", content_type))
    if cookies:
        cookie_header = "; ".join(f"{name}={value}" for name, value in cookies)
        index = next((index for index, (name, _) in enumerate(all_headers) if name.lower() == "cookie"), None)
        if index is None:
            all_headers.append(("Cookie", cookie_header))
        else:
            name, value = all_headers[index]
            all_headers[index] = (name, f"{value}; {cookie_header}")
    return tuple(all_headers)


def _body(form: Pairs, json: Any, raw: bytes | str | None, files: Sequence[File]) -> tuple[bytes, str | None]:
    """Return the body and its content type; None where the user must give the type as a header."""
    if raw is not None:
        return (raw.encode() if isinstance(raw, str) else raw), None
    if files:
        return _multipart(form, files)
    if json is not None:
        return jsonlib.dumps(json, ensure_ascii=False).encode(), JSON
    if form:
        return urlencode(list(form)).encode(), FORM
    return b"", None


def _multipart(form: Pairs, files: Sequence[File]) -> tuple[bytes, str]:
    boundary = f"----fumehood{secrets.token_hex(12)}"
    parts: list[tuple[str, str | None, bytes]] = [
        (f'form-data; name="{_name(name)}"', None, value.encode()) for name, value in form
    ]
    parts += [
        (f'form-data; name="{_name(field)}"; filename="{_name(filename)}"', kind or OCTETS, data)
        for field, filename, kind, data in files
    ]
    lines: list[bytes] = []
    for disposition, kind, data in parts:
        lines += [f"--{boundary}".encode(), f"Content-Disposition: {disposition}".encode()]
        if kind is not None:
            lines.append(f"Content-Type: {kind}".encode())
        lines += [b"", data]
    lines += [f"--{boundary}--".encode(), b""]
    return b"\r\n".join(lines), f"multipart/form-data; boundary={boundary}"


def _name(text: str) -> str:
    """Quote a name for a multipart header as browsers do (WHATWG HTML, multipart/form-data encoding)."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
