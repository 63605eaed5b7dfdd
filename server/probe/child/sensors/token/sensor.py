"""The sensor of tokens: JWT and ItsDangerous tokens in an exchange, and those that the guest makes or checks.

Reported is only what anyone can read of a token, never its signature. The cookie of Flask's own session is
left to the session sensor.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from ...describe.code_ownership import ownership
from ...describe.exception_text import summarize
from ...describe.static_access import is_a, stored
from ...patch.import_hooks import when_imported
from ...patch.patching import wrap_method
from ...recording.probe import report_fault
from ...recording.recorder import current_exchange
from ..cookie import parse_cookie_header, parse_set_cookie
from ..sensor import Sensor
from ..session import cookie_name, watched_sessions
from . import formats

if TYPE_CHECKING:
    from types import ModuleType

    from ...recording.probe import Probe
    from ...recording.wsgi_call import Call

KIND = "token"

SESSION_SALT = b"cookie-session"
CHECKING = "token check"
DEPTH_LIMIT = 6
PlacedTexts = Iterator["tuple[str, str]"]


def in_request(call: Call) -> PlacedTexts:
    """Yield places and texts of a request's head that may contain tokens."""
    environ = call.environ
    for name, value in environ.items():
        if (
            type(value) is str
            and name.startswith("HTTP_")
            and name != "HTTP_COOKIE"
            and formats.may_contain_token(value)
        ):
            title = name[5:].replace("_", "-").title()
            for part in value.split():
                yield f"header {title}", part
    cookies, query = call.environ_text("HTTP_COOKIE"), call.environ_text("QUERY_STRING")
    if formats.may_contain_token(cookies):
        for cookie in parse_cookie_header(cookies)["cookies"]:
            yield f"cookie {cookie['name']}", cookie["value"].strip('"')
    if "." in query or "%2" in query:
        for name, value in parse_qsl(query):
            yield f"query {name}", value


def in_body(text: str, content_type: str) -> PlacedTexts:
    """Yield places and texts of a body."""
    content_type = content_type.partition(";")[0].strip().lower()
    if content_type == "application/x-www-form-urlencoded":
        for name, value in parse_qsl(text):
            yield f"form {name}", value
    elif content_type == "application/json" or content_type.endswith("+json"):
        try:
            yield from in_json(json.loads(text), "", 0)
        except (ValueError, RecursionError):
            for token in formats.find_tokens(text):
                yield "body", token
    else:
        for token in formats.find_tokens(text):
            yield "body", token


def in_json(value: Any, name: str, depth: int) -> PlacedTexts:
    """Yield the texts of parsed JSON, with the name of their member."""
    if isinstance(value, str):
        yield f"json {name}".rstrip(), value
    elif depth < DEPTH_LIMIT and isinstance(value, dict):
        for key, item in value.items():
            yield from in_json(item, str(key)[:100], depth + 1)
    elif depth < DEPTH_LIMIT and isinstance(value, list):
        for item in value:
            yield from in_json(item, name, depth + 1)


def in_cookies(call: Call) -> PlacedTexts:
    """Yield the cookies that a response sets."""
    for name, value in call.headers:
        if name.lower() == "set-cookie":
            facts = parse_set_cookie(str(value))
            yield f"cookie {facts['name']}", facts["value"].strip('"')


def session_cookies(call: Call) -> set[str]:
    """Return the places in which the session's own cookie appears."""
    names = {"session"}
    for watched in watched_sessions(call.exchange):
        names.add(cookie_name(watched.app))
    return {f"cookie {name}" for name in names}


def report_met(call: Call, span: tuple[int, float], direction: str, texts: PlacedTexts) -> None:
    """Report the tokens in these texts."""
    reported = call.exchange.data.setdefault(KIND, set())
    for where, text in texts:
        if len(reported) >= formats.TOKENS_PER_EXCHANGE:
            return
        facts = (
            formats.read_token(text)
            if formats.may_contain_token(text) and where not in session_cookies(call)
            else None
        )
        if facts is None or (direction, where, facts["token"]) in reported:
            continue
        reported.add((direction, where, facts["token"]))
        body = {**facts, "act": "met", "direction": direction, "where": where[:200], **UNVERIFIED}
        call.exchange.emit(KIND, span, body, timed=False, family=facts["kind"])


UNVERIFIED: dict[str, Any] = {"verified": None, "problem": None}


def on_request(call: Call) -> None:
    """Report the tokens of the request's head, and reserve a place for those of its body."""
    span = call.exchange.start_span()
    report_met(call, span, "in", in_request(call))
    call.exchange.data["token in"] = span


def on_response_start(call: Call) -> None:
    """Reserve a place for the tokens of the response."""
    call.exchange.data["token out"] = call.exchange.start_span()


def on_close(call: Call) -> None:
    """Report the tokens of both bodies, and of the response's cookies."""
    data = call.exchange.data
    content_type = call.environ_text("CONTENT_TYPE")
    if call.request_body.size >= formats.MINIMUM_LENGTH:
        report_met(
            call,
            data["token in"],
            "in",
            in_body(call.request_body.as_body(content_type)["text"] or "", content_type),
        )
    if "token out" in data:
        report_met(call, data["token out"], "out", in_cookies(call))
        content_type = call.header("content-type")
        if call.response_body.size >= formats.MINIMUM_LENGTH and is_text(content_type):
            report_met(
                call,
                data["token out"],
                "out",
                in_body(call.response_body.as_body(content_type)["text"] or "", content_type),
            )


def is_text(content_type: str) -> bool:
    """Return whether a body of this content type is text."""
    return content_type.startswith("text/") or "json" in content_type or "xml" in content_type


def report(act: str, token: Any, *, verified: bool | None, problem: str | None) -> None:
    """Report what the guest itself did with a token."""
    exchange = current_exchange()
    if exchange is None:
        return
    try:
        text = formats.plain_text(token)
        facts = formats.read_token(text) or formats.unreadable_facts(token)
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


def wrap_creation(original: Any) -> Any:
    """Wrap a method that returns a new token."""

    def make(self: Any, *args: Any, **kwargs: Any) -> Any:
        token = original(self, *args, **kwargs)
        if current_exchange() is not None and not is_session_serializer(self):
            report("made", token, verified=None, problem=None)
        return token

    return make


def wrap_check(original: Any) -> Any:
    """Wrap a method that checks a token and returns its content."""

    def check(self: Any, *args: Any, **kwargs: Any) -> Any:
        exchange = current_exchange()
        if exchange is None or is_session_serializer(self) or exchange.data.get(CHECKING):
            return original(self, *args, **kwargs)
        token = args[0] if args else kwargs.get("s", kwargs.get("jwt"))
        exchange.data[CHECKING] = True
        try:
            result = original(self, *args, **kwargs)
        except Exception as error:
            report("checked", token, verified=False, problem=summarize(error))
            raise
        finally:
            exchange.data[CHECKING] = False
        is_checked = checks_signature(kwargs.get("options"))
        problem = None if is_checked else "The signature was not looked at."
        report("checked", token, verified=True if is_checked else None, problem=problem)
        return result

    return check


def checks_signature(options: Any) -> bool:
    """Return whether PyJWT's options leave the check of the signature enabled."""
    return not (is_a(options, dict) and dict.get(options, "verify_signature") is False)


def is_session_serializer(serializer: Any) -> bool:
    """Return whether this is the serializer of Flask's own session."""
    salt = stored(serializer, "salt")
    return type(salt) is bytes and salt == SESSION_SALT


def attach(probe: Probe) -> None:
    """Listen to request and response, and patch the token libraries as soon as they are imported."""

    def patch_jwt(module: ModuleType) -> None:
        wrap_method(module.PyJWT, "encode", wrap_creation)
        for name in ("decode", "decode_complete"):
            if name in vars(module.PyJWT):
                wrap_method(module.PyJWT, name, wrap_check)

    def patch_serializer(module: ModuleType) -> None:
        wrap_method(module.Serializer, "dumps", wrap_creation)
        wrap_method(module.Serializer, "loads", wrap_check)

    def patch_timed(module: ModuleType) -> None:
        wrap_method(module.TimedSerializer, "loads", wrap_check)

    when_imported(KIND, "jwt", patch_jwt)
    when_imported(KIND, "itsdangerous.serializer", patch_serializer)
    when_imported(KIND, "itsdangerous.timed", patch_timed)
    probe.on_request.append((KIND, on_request))
    probe.on_response_start.append((KIND, on_response_start))
    probe.on_close.append((KIND, on_close))


SENSOR = Sensor(KIND, attach)
