"""Tokens met in an exchange, JWT and ItsDangerous, and those that the guest itself made or checked.

Only what anyone can read of a token is told, never its signature. The cookie of Flask's own session is left
to the sensor of sessions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from ...describe.code_ownership import ownership
from ...describe.tracebacks import summarize
from ...patch.import_hooks import when_imported
from ...patch.patching import wrap_method
from ...recording.probe import report_fault
from ...recording.recorder import current_exchange
from ..cookie import sent_cookies, set_cookie
from ..sensor import Sensor
from ..session import cookie_name, watched_sessions
from . import formats

if TYPE_CHECKING:
    from types import ModuleType

    from ...recording.call import Call
    from ...recording.probe import Probe

KIND = "token"

SESSION_SALT = b"cookie-session"
CHECKING = "token check"
DEPTH = 6
Found = Iterator["tuple[str, str]"]


def in_request(call: Call) -> Found:
    """Places and texts of a request's head that may hold tokens."""
    environ = call.environ
    for name, value in environ.items():
        if (
            type(value) is str
            and name.startswith("HTTP_")
            and name != "HTTP_COOKIE"
            and formats.likely(value)
        ):
            title = name[5:].replace("_", "-").title()
            for part in value.split():
                yield f"header {title}", part
    cookies, query = str(environ.get("HTTP_COOKIE", "")), str(environ.get("QUERY_STRING", ""))
    if formats.likely(cookies):
        for cookie in sent_cookies(cookies)["cookies"]:
            yield f"cookie {cookie['name']}", cookie["value"].strip('"')
    if "." in query or "%2" in query:
        for name, value in parse_qsl(query):
            yield f"query {name}", value


def in_body(text: str, kind: str) -> Found:
    """Places and texts of a body."""
    kind = kind.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        for name, value in parse_qsl(text):
            yield f"form {name}", value
    elif kind == "application/json" or kind.endswith("+json"):
        try:
            yield from in_json(json.loads(text), "", 0)
        except (ValueError, RecursionError):
            for token in formats.found_in(text):
                yield "body", token
    else:
        for token in formats.found_in(text):
            yield "body", token


def in_json(value: Any, name: str, depth: int) -> Found:
    """The texts of parsed JSON, by the name they stand under."""
    if isinstance(value, str):
        yield f"json {name}".rstrip(), value
    elif depth < DEPTH and isinstance(value, dict):
        for key, inner in value.items():
            yield from in_json(inner, str(key)[:100], depth + 1)
    elif depth < DEPTH and isinstance(value, list):
        for inner in value:
            yield from in_json(inner, name, depth + 1)


def in_cookies(call: Call) -> Found:
    """The cookies that a response sets."""
    for name, value in call.headers:
        if name.lower() == "set-cookie":
            facts = set_cookie(str(value))
            yield f"cookie {facts['name']}", facts["value"].strip('"')


def session_cookies(call: Call) -> set[str]:
    """Where the session's own cookie is met."""
    names = {"session"}
    for watched in watched_sessions(call.exchange):
        names.add(cookie_name(watched.app.session_interface, watched.app))
    return {f"cookie {name}" for name in names}


def meet(call: Call, span: tuple[int, float], direction: str, places: Found) -> None:
    """Report the tokens among these texts."""
    known = call.exchange.data.setdefault(KIND, set())
    for where, text in places:
        if len(known) >= formats.MOST:
            return
        facts = formats.read(text) if formats.likely(text) and where not in session_cookies(call) else None
        if facts is None or (direction, where, facts["token"]) in known:
            continue
        known.add((direction, where, facts["token"]))
        body = {**facts, "act": "met", "direction": direction, "where": where[:200], **UNJUDGED}
        call.exchange.emit(KIND, span, body, timed=False, family=facts["kind"])


UNJUDGED: dict[str, Any] = {"verified": None, "problem": None}


def requested(call: Call) -> None:
    """Report the tokens of the request's head, and keep a place for those of its body."""
    span = call.exchange.start_span()
    meet(call, span, "in", in_request(call))
    call.exchange.data["token in"] = span


def started(call: Call) -> None:
    """Keep a place for the tokens of the response."""
    call.exchange.data["token out"] = call.exchange.start_span()


def closed(call: Call) -> None:
    """Report the tokens of both bodies, and of the response's cookies."""
    data = call.exchange.data
    kind = str(call.environ.get("CONTENT_TYPE", ""))
    if call.request_body.size >= formats.SHORTEST:
        meet(call, data["token in"], "in", in_body(call.request_body.body(kind)["text"] or "", kind))
    if "token out" in data:
        meet(call, data["token out"], "out", in_cookies(call))
        kind = call.header("content-type")
        if call.response_body.size >= formats.SHORTEST and readable(kind):
            meet(call, data["token out"], "out", in_body(call.response_body.body(kind)["text"] or "", kind))


def readable(kind: str) -> bool:
    """Whether a body is text."""
    return kind.startswith("text/") or "json" in kind or "xml" in kind


def tell(act: str, token: Any, *, verified: bool | None, problem: str | None) -> None:
    """Report what the guest itself did with a token."""
    exchange = current_exchange()
    if exchange is None:
        return
    try:
        text = token.decode("latin-1") if isinstance(token, bytes) else token
        facts = (formats.read(text) if isinstance(text, str) else None) or formats.unread(token)
        body = {
            **facts,
            "act": act,
            "direction": None,
            "where": "",
            "verified": verified,
            "problem": problem,
        }
        caller = ownership.caller(3)
        exchange.emit(KIND, exchange.start_span(), body, timed=False, caller=caller, family=act)
    except Exception as error:
        report_fault(KIND, error)


def making(original: Any) -> Any:
    """Around what returns a new token."""

    def make(self: Any, *args: Any, **kwargs: Any) -> Any:
        token = original(self, *args, **kwargs)
        if current_exchange() is not None and not of_session(self):
            tell("made", token, verified=None, problem=None)
        return token

    return make


def checking(original: Any) -> Any:
    """Around what checks a token and returns what it says."""

    def check(self: Any, *args: Any, **kwargs: Any) -> Any:
        exchange = current_exchange()
        if exchange is None or of_session(self) or exchange.data.get(CHECKING):
            return original(self, *args, **kwargs)
        token = args[0] if args else kwargs.get("s", kwargs.get("jwt"))
        exchange.data[CHECKING] = True
        try:
            result = original(self, *args, **kwargs)
        except Exception as error:
            tell("checked", token, verified=False, problem=summarize(error))
            raise
        finally:
            exchange.data[CHECKING] = False
        looked = looks(kwargs.get("options"))
        why = None if looked else "The signature was not looked at."
        tell("checked", token, verified=True if looked else None, problem=why)
        return result

    return check


def looks(options: Any) -> bool:
    """Whether PyJWT's options leave the signature to be checked."""
    return not (isinstance(options, dict) and options.get("verify_signature") is False)


def of_session(serializer: Any) -> bool:
    """Whether this is the serializer of Flask's own session."""
    return getattr(serializer, "salt", None) == SESSION_SALT


def attach(probe: Probe) -> None:
    """Look at both ends of an exchange, and wait for the libraries that make tokens."""

    def jwt(module: ModuleType) -> None:
        wrap_method(module.PyJWT, "encode", making)
        for name in ("decode", "decode_complete"):
            if name in vars(module.PyJWT):
                wrap_method(module.PyJWT, name, checking)

    def serializer(module: ModuleType) -> None:
        wrap_method(module.Serializer, "dumps", making)
        wrap_method(module.Serializer, "loads", checking)

    def timed(module: ModuleType) -> None:
        wrap_method(module.TimedSerializer, "loads", checking)

    when_imported(KIND, "jwt", jwt)
    when_imported(KIND, "itsdangerous.serializer", serializer)
    when_imported(KIND, "itsdangerous.timed", timed)
    probe.on_request.append((KIND, requested))
    probe.on_response_start.append((KIND, started))
    probe.on_close.append((KIND, closed))


SENSOR = Sensor(KIND, attach)
