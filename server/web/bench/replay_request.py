"""Turn an exchange of the history back into a request, or into the form of the composer."""

from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import parse_qsl

from flask_babel import gettext as _

from server.model.event import REDACTED
from server.model.exchange import Exchange, Headers
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests import curl
from server.runner.requests.builder import request_target
from server.runner.requests.redirects import follow
from server.web.bench.composer import Form, Pairs

_SET_WHEN_SENT: Final = frozenset(
    {
        "host",
        "content-length",
        "connection",
        "cookie",
        "transfer-encoding",
        "keep-alive",
        "upgrade-insecure-requests",
    }
)
_SET_BY_BROWSERS: Final = "sec-"
"""Begins the names of headers by which a browser says of itself what a page cannot."""


def outgoing_of(exchange: Exchange, *, as_nobody: bool = False) -> OutgoingRequest | Problem:
    """Return the request as the history has it; a problem if secrets or a part of the body are missing.

    A request that is to be sent `as_nobody` needs no credentials.
    """
    request = exchange.request
    credentials = ("cookie", "authorization") if as_nobody else ()
    needed = tuple(pair for pair in request.headers if pair[0].lower() not in credentials)
    missing = _missing(needed, request.query, request.body.text or "")
    if missing:
        return Problem(
            code=ProblemCode.REDACTED,
            cause=_("The history does not keep secrets: %(names)s.", names=", ".join(missing)),
            remedy=_("Choose Edit, type them again, and send."),
        )
    if request.body.truncated:
        return Problem(
            code=ProblemCode.TRUNCATED,
            cause=_("The history holds only the beginning of this request's body."),
            remedy=_("Choose Edit, enter the body again, and send."),
        )
    headers = tuple(
        (name, value)
        for name, value in request.headers
        if name.lower() not in ("host", "content-length", "connection")
    )
    return OutgoingRequest(
        method=request.method, path=request_target(_path(exchange)), headers=headers, body=request.body.data
    )


def recorded(exchange: Exchange) -> OutgoingRequest:
    """Return the request as the history has it, with the placeholders of secrets."""
    request = exchange.request
    return OutgoingRequest(
        method=request.method,
        path=request_target(_path(exchange)),
        headers=request.headers,
        body=request.body.data,
    )


def form_of_curl(text: str) -> Form | Problem:
    """Return the form for a curl command, or why it cannot be read."""
    found = curl.read(text)
    if isinstance(found, curl.NotCurl):
        return Problem(
            code=ProblemCode.BAD_REQUEST,
            cause=_("This curl command is not understood at: %(word)s", word=found.word[:80] or "…"),
            remedy=_("Remove that part. Files are not read from a command: choose them in the Files tab."),
        )
    return Form(
        method=found.method.upper(),
        url=found.path,
        headers=_to_edit(tuple(found.headers)),
        cookies=tuple(found.cookies),
        form=tuple(found.form),
        json=found.json,
        raw=found.raw,
        user=found.user,
        password=found.password,
        lost_files=bool(found.files),
    )


def _to_edit(headers: Headers) -> Headers:
    """Return the headers without those that are set when a request is sent."""
    return tuple(
        (name, value)
        for name, value in headers
        if name.lower() not in _SET_WHEN_SENT and not name.lower().startswith(_SET_BY_BROWSERS)
    )


def next_hop(exchange: Exchange, sent: OutgoingRequest | None, address: str) -> OutgoingRequest | None:
    """Return the request with which a browser follows a redirect to the same app; None for other responses.

    `sent` is the request as it was sent, None if only the history has it; `address` is the app's host with
    its port.
    """
    if exchange.response is None:
        return None
    return follow(sent or recorded(exchange), exchange.response, address)


def form_of(exchange: Exchange, sent: OutgoingRequest | None) -> Form:
    """Return the form for an exchange: of the request as it was `sent`, or of what the history has."""
    headers = sent.headers if sent else exchange.request.headers
    body = sent.body if sent else exchange.request.body.data
    path = sent.path if sent else _path(exchange)
    kind = (
        next((value for name, value in headers if name.lower() == "content-type"), "")
        .partition(";")[0]
        .lower()
    )
    fields, json, raw, lost_files = _body(kind, body)
    return Form(
        method=exchange.request.method,
        url=path.replace(REDACTED, ""),
        headers=_without_secrets(
            tuple(
                (name, value)
                for name, value in _to_edit(headers)
                if not (name.lower() == "content-type" and (fields or json))
            )
        ),
        cookies=_without_secrets(_cookies(headers)),
        form=_without_secrets(fields),
        json=json.replace(REDACTED, ""),
        raw=raw.replace(REDACTED, ""),
        missing=() if sent else _missing(headers, path, body.decode("utf-8", "replace")),
        lost_files=lost_files,
    )


def _body(kind: str, body: bytes) -> tuple[Pairs, str, str, bool]:
    """Return form fields, JSON, raw text, and whether files must be chosen again."""
    text = body.decode("utf-8", "replace")
    if not body:
        return (), "", "", False
    if kind == "application/x-www-form-urlencoded":
        return tuple(parse_qsl(text, keep_blank_values=True)), "", "", False
    if kind == "multipart/form-data":
        return (), "", "", True
    if kind == "application/json" or kind.endswith("+json"):
        return (), text, "", False
    return (), "", text, False


def _cookies(headers: Headers) -> Pairs:
    jar: SimpleCookie = SimpleCookie()
    for name, value in headers:
        if name.lower() == "cookie":
            jar.load(value)
    return tuple((name, morsel.coded_value) for name, morsel in jar.items())


def _path(exchange: Exchange) -> str:
    """Return the path with its query, unquoted: the builder of requests quotes it."""
    return exchange.request.path + (f"?{exchange.request.query}" if exchange.request.query else "")


def _without_secrets(pairs: Pairs) -> Pairs:
    return tuple((name, value.replace(REDACTED, "")) for name, value in pairs)


def _missing(headers: Headers, query: str, body: str) -> tuple[str, ...]:
    """Return the names of the redacted headers, and phrases for the other redacted places."""
    names = [name for name, value in headers if REDACTED in value]
    if REDACTED in query:
        names.append(_("a value in the address"))
    if REDACTED in body:
        names.append(_("a value in the body"))
    return tuple(names)
