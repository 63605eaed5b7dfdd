"""From an exchange back to a request: exactly as it was sent, or from the history without its secrets."""

from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import parse_qsl

from flask_babel import gettext as _

from server.model.event import REDACTED
from server.model.exchange import Exchange, Headers
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests.builder import target
from server.web.bench.composer import Form, Pairs

_MADE_ANEW: Final = frozenset({"host", "content-length", "connection", "cookie"})


def outgoing_of(exchange: Exchange) -> OutgoingRequest | Problem:
    """The request as the history has it; a problem where secrets or a part of the body are not in it."""
    request = exchange.request
    missing = _missing(request.headers, request.query, request.body.text or "")
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
            remedy=_("Choose Edit, give the body again, and send."),
        )
    headers = tuple(
        (name, value)
        for name, value in request.headers
        if name.lower() not in ("host", "content-length", "connection")
    )
    return OutgoingRequest(
        method=request.method, path=target(_path(exchange)), headers=headers, body=request.body.data
    )


def form_of(exchange: Exchange, sent: OutgoingRequest | None) -> Form:
    """The composer's form for an exchange: from what was `sent` where it is still known."""
    headers = sent.headers if sent else exchange.request.headers
    body = sent.body if sent else exchange.request.body.data
    path = sent.path if sent else _path(exchange)
    kind = (
        next((value for name, value in headers if name.lower() == "content-type"), "")
        .partition(";")[0]
        .lower()
    )
    fields, json, raw, lost = _body(kind, body)
    return Form(
        method=exchange.request.method,
        url=path.replace(REDACTED, ""),
        headers=_without_secrets(
            tuple(
                (name, value)
                for name, value in headers
                if name.lower() not in _MADE_ANEW
                and not (name.lower() == "content-type" and (fields or json))
            )
        ),
        cookies=_without_secrets(_cookies(headers)),
        form=_without_secrets(fields),
        json=json.replace(REDACTED, ""),
        raw=raw.replace(REDACTED, ""),
        missing=() if sent else _missing(headers, path, body.decode("utf-8", "replace")),
        lost_files=lost,
    )


def _body(kind: str, body: bytes) -> tuple[Pairs, str, str, bool]:
    """Form fields, JSON, raw text, and whether files have to be chosen again."""
    text = body.decode("utf-8", "replace")
    if not body:
        return (), "", "", False
    if kind == "application/x-www-form-urlencoded":
        return tuple(parse_qsl(text, keep_blank_values=True)), "", "", False
    if kind == "multipart/form-data":
        return (), "", "", True
    if kind == "application/json":
        return (), text, "", False
    return (), "", text, False


def _cookies(headers: Headers) -> Pairs:
    jar: SimpleCookie = SimpleCookie()
    for name, value in headers:
        if name.lower() == "cookie":
            jar.load(value)
    return tuple((name, morsel.coded_value) for name, morsel in jar.items())


def _path(exchange: Exchange) -> str:
    """The path as a composer takes it; spaces and the like are quoted when it is sent."""
    return exchange.request.path + (f"?{exchange.request.query}" if exchange.request.query else "")


def _without_secrets(pairs: Pairs) -> Pairs:
    return tuple((name, value.replace(REDACTED, "")) for name, value in pairs)


def _missing(headers: Headers, query: str, body: str) -> tuple[str, ...]:
    """What was redacted, in words."""
    names = [name for name, value in headers if REDACTED in value]
    if REDACTED in query:
        names.append(_("a value in the address"))
    if REDACTED in body:
        names.append(_("a value in the body"))
    return tuple(names)
