"""Turn an exchange of the history back into a request, or into the form of the composer."""

from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl

from flask_babel import gettext as _

from server.model.event import REDACTED
from server.model.exchange import Exchange, Headers
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests import cookie_text
from server.runner.requests.builder import FORM, JSON, request_target
from server.runner.requests.redirects import follow
from server.web.bench.composer import Form, Pairs
from server.web.requests import multipart
from server.web.requests.placeholders import escaped

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


def headers_to_edit(headers: Headers) -> Headers:
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
    """Return the form for an exchange: of the request as it was `sent`, or of what the history has.

    Its cookies are only `recorded`: those of the visitor who sends the request take their place.
    """
    headers = sent.headers if sent else exchange.request.headers
    body = sent.body if sent else exchange.request.body.data
    path = sent.path if sent else _path(exchange)
    to_edit = headers_to_edit(headers)
    form = _with_body(Form(method=exchange.request.method, url=path.replace(REDACTED, "")), to_edit, body)
    return replace(
        form,
        url=escaped(form.url),
        headers=_without_secrets(
            tuple(
                (name, value)
                for name, value in to_edit
                if not (name.lower() == "content-type" and (form.form or form.files or value.lower() == JSON))
            )
        ),
        recorded=_cookies(headers),
        form=_without_secrets(form.form),
        json=escaped(form.json.replace(REDACTED, "")),
        raw=escaped(form.raw.replace(REDACTED, "")),
        missing=() if sent else _missing(to_edit, path, body.decode("utf-8", "replace")),
    )


def _with_body(form: Form, headers: Headers, body: bytes) -> Form:
    """Return the form with the body in the tab for its type; of files only the fields are known."""
    whole = next((value for name, value in headers if name.lower() == "content-type"), "")
    kind = whole.partition(";")[0].strip().lower()
    text = body.decode("utf-8", "replace")
    if not body:
        return form
    if kind == FORM:
        return replace(form, form=tuple(parse_qsl(text, keep_blank_values=True)))
    if kind == "multipart/form-data":
        parts = multipart.read(whole, body)
        if parts is None:
            return replace(
                form, notes=(_("The parts of this form are not known: fill in its fields again."),)
            )
        return replace(form, form=parts.fields, files=parts.files)
    if kind == JSON or kind.endswith("+json"):
        return replace(form, json=text)
    return replace(form, raw=text)


def _cookies(headers: Headers) -> Pairs:
    """Return the cookies that can be sent again: those whose values are known."""
    parts = (
        part.partition("=")
        for name, value in headers
        if name.lower() == "cookie"
        for part in value.split(";")
    )
    return tuple(
        (name.strip(), escaped(cookie_text.from_wire(value.strip())))
        for name, _equals, value in parts
        if name.strip() and REDACTED not in value
    )


def _path(exchange: Exchange) -> str:
    """Return the path with its query, unquoted: the builder of requests quotes it."""
    return exchange.request.path + (f"?{exchange.request.query}" if exchange.request.query else "")


def _without_secrets(pairs: Pairs) -> Pairs:
    """Return the pairs to be edited: without secrets, and with nothing that would be taken for a variable."""
    return tuple((escaped(name), escaped(value.replace(REDACTED, ""))) for name, value in pairs)


def _missing(headers: Headers, query: str, body: str) -> tuple[str, ...]:
    """Return the names of the redacted headers, and phrases for the other redacted places."""
    names = [name for name, value in headers if REDACTED in value]
    if REDACTED in query:
        names.append(_("a value in the address"))
    if REDACTED in body:
        names.append(_("a value in the body"))
    return tuple(names)
