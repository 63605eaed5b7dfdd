"""Builds a request from command-line arguments in the style of curl."""

import errno
import json
import mimetypes
import os
from pathlib import Path
from urllib.parse import quote, urlsplit

from desktop.shell.i18n import _
from server.model.exchange import Headers
from server.model.outgoing_request import OutgoingRequest
from server.model.printable import is_encodable
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests.builder import build_request

_FORM = "application/x-www-form-urlencoded"
# Characters that need no escaping in a path and query, and the percent sign of existing escapes.
_SAFE = "/%:@!$&'()*+,;=?-._~[]"


def build(
    method: str | None, where: str, *, headers: tuple[str, ...], data: str | None, fields: tuple[str, ...]
) -> OutgoingRequest | Problem:
    """Return the request to send; the default method is GET, or POST with a body."""
    path = _path(where)
    if isinstance(path, Problem):
        return path
    parsed = _headers(headers)
    if isinstance(parsed, Problem):
        return parsed
    if data is not None and fields:
        return _wrong(_("A request has one body: give -d or -F, not both."))
    verb = (method or ("POST" if data is not None or fields else "GET")).upper()
    try:
        if data is not None:
            return _with_data(verb, path, parsed, data)
        return _with_fields(verb, path, parsed, fields)
    except OSError as error:
        return _wrong(
            _("The file {file} cannot be read: {why}.").format(file=error.filename, why=error.strerror)
        )


def _wrong(cause: str) -> Problem:
    return Problem(code=ProblemCode.USAGE, cause=cause, remedy=_("See: fumehood record --help"))


def _path(where: str) -> str | Problem:
    """Return path and query of a path or of an address on this machine."""
    path = where
    if where.startswith(("http://", "https://")):
        parts = urlsplit(where)
        if parts.hostname not in ("localhost", "127.0.0.1"):
            return _wrong(
                _("{where} is not on this machine: a request goes to the app that is named.").format(
                    where=where
                )
            )
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.startswith("/"):
        return _wrong(_("{path} is not a path: it has to begin with /.").format(path=path))
    return quote(path.partition("#")[0], safe=_SAFE, errors="surrogateescape")


def _headers(given: tuple[str, ...]) -> Headers | Problem:
    pairs: list[tuple[str, str]] = []
    for line in given:
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            return _wrong(_("{line} is not a header: write it as 'Name: value'.").format(line=line))
        if "\r" in line or "\n" in line:
            return _wrong(_("A header is one line."))
        pairs.append((name.strip(), value.strip()))
    return tuple(pairs)


def _with_data(method: str, path: str, headers: Headers, data: str) -> OutgoingRequest:
    body = _read(data[1:]) if data.startswith("@") else data.encode("utf-8", "surrogateescape")
    if not any(name.lower() == "content-type" for name, _value in headers):
        headers = (*headers, ("Content-Type", "application/json" if _is_json(body) else _FORM))
    return build_request(method=method, path=path, headers=headers, raw=body)


def _read(path: str) -> bytes:
    """Return the bytes of a file, which may be a pipe; OSError if it cannot be read."""
    try:
        return Path(path).read_bytes()
    except ValueError as error:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path) from error


def _is_json(body: bytes) -> bool:
    """Whether a body is a JSON object or list; a bare word or number is more likely a form."""
    if not body.lstrip().startswith((b"{", b"[")):
        return False
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _with_fields(
    method: str, path: str, headers: Headers, fields: tuple[str, ...]
) -> OutgoingRequest | Problem:
    form: list[tuple[str, str]] = []
    files: list[tuple[str, str, str, bytes]] = []
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals or not name:
            return _wrong(_("{field} is not a form field: write it as name=value.").format(field=field))
        if not is_encodable(field):
            return _wrong(_("{field} is not in UTF-8. -d sends any bytes.").format(field=field))
        if value.startswith("@"):
            file = Path(value[1:])
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            files.append((name, file.name, kind, _read(value[1:])))
        else:
            form.append((name, value))
    return build_request(method=method, path=path, headers=headers, form=tuple(form), files=tuple(files))
