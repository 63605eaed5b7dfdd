"""Redacts events before they are published and stored, by the rules in docs/security.md."""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote_plus

from server.model.event import REDACTED, Event
from server.runner.redaction.bodies import mask_request_body
from server.runner.redaction.forms import hide_fields
from server.runner.redaction.names import HINT, OPEN_HEADERS, is_secret
from server.runner.redaction.sql import secret_parameters

# Session and cookie events show what the guest keeps in them: the user wants to see exactly that.
OPEN_KINDS: Final = frozenset({"session", "cookie"})
MIN_VALUE_LENGTH: Final = 6
WORD_LENGTH: Final = 12
# Searching half a million characters for so many takes a second, in which no other thread runs.
VALUE_LIMIT: Final = 256

# Only a name that may be that of a secret starts a match, so that in `url=http://h/?token=…` and in
# `KeyError: token=…` the match starts at `token`.
_NAME = (
    r"(?P<quote>['\"]?)(?<![\w.-])(?=[\w.-]{0,63}?(?:pass|pwd|secret|token|key|otp|jwt|bearer|auth|credential))"
    r"(?![\w.]{0,63}(?:error|exception)\b)"
    r"(?P<name>[A-Za-z_][\w.-]{0,63})(?P=quote)"
)
_LITERAL = r"[bBrRuU]{0,2}(?:'(?:[^'\\\n]|\\.){0,4096}'|\"(?:[^\"\\\n]|\\.){0,4096}\")"
_KEYED: Final = re.compile(
    rf"{_NAME}(?P<between>\s{{0,4}}(?P<sign>[:=,])\s{{0,4}})(?P<value>{_LITERAL}|[^\s,&;)\]}}<>'\"(]{{1,4096}})",
    re.IGNORECASE,
)
_BEARER: Final = re.compile(
    r"\b(?P<scheme>Bearer|Basic|Digest|Token)\s{1,4}(?P<value>[\w.~+/=-]{6,4096})", re.IGNORECASE
)
_CREDENTIALS: Final = re.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}://[^\s:/@'\"]{0,200}:(?P<value>[^\s/@'\"]{1,200})(?=@)",
    re.IGNORECASE,
)


class SecretValues:
    """The secret values found in one exchange, to recognise them wherever else they appear."""

    def __init__(self) -> None:
        self._values: set[str] = set()

    def add(self, value: str) -> None:
        """Remember a value, unless it is so short or so common that it would be found everywhere.

        Only the first 256 are remembered; the request comes first.
        """
        if len(value) < MIN_VALUE_LENGTH or value == REDACTED or len(self._values) >= VALUE_LIMIT:
            return
        if value.isalpha() and value.islower() and len(value) < WORD_LENGTH:
            return
        self._values.add(value)

    def pattern(self) -> re.Pattern[str] | None:
        """Return a pattern that finds them, the longest first; None if there are none."""
        if not self._values:
            return None
        return re.compile("|".join(map(re.escape, sorted(self._values, key=len, reverse=True))))


def redact_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """Redact the events of one exchange: first values with secret names, then the same values elsewhere."""
    secrets = SecretValues()
    named = [
        event if event.kind in OPEN_KINDS else replace(event, body=_redact_names(event, secrets))
        for event in events
    ]
    pattern = secrets.pattern()
    if pattern is None:
        return tuple(named)
    return tuple(
        event if event.kind in OPEN_KINDS else replace(event, body=_redact_values(event.body, pattern))
        for event in named
    )


def redact_text(text: str, secrets: SecretValues | None = None, *, literals_only: bool = False) -> str:
    """Redact free text: `Bearer …`, `key=value`, `'key': 'value'` and `//user:…@`.

    With `literals_only` only quoted values are replaced, because in source code the others are expressions.
    """
    if HINT.search(text) is None:
        return text
    secrets = secrets or SecretValues()

    def replace_keyed(match: re.Match[str]) -> str:
        value = match["value"]
        quoted = value.endswith(("'", '"'))
        if not is_secret(match["name"]):
            return match[0]
        if not quoted and (
            literals_only or match["sign"] == "," or (match["sign"] == ":" and not match["quote"])
        ):
            return match[0]
        if match["sign"] == "," and not match["quote"]:
            return match[0]
        bare = value.lstrip("bBrRuU")[1:-1] if quoted else value
        secrets.add(bare)
        shown = value[: len(value) - len(bare) - 1] + REDACTED + value[-1] if quoted else REDACTED
        return match[0][: match.start("value") - match.start()] + shown

    def replace_value(match: re.Match[str]) -> str:
        secrets.add(match["value"])
        return match[0][: match.start("value") - match.start()] + REDACTED

    text = _CREDENTIALS.sub(replace_value, text)
    if not literals_only:
        text = _BEARER.sub(replace_value, text)
    return _KEYED.sub(replace_keyed, text)


def _redact_names(event: Event, secrets: SecretValues) -> dict[str, Any]:
    """Redact the values with secret names in the body of an event."""
    body = dict(event.body)
    if event.kind == "response":
        # The user wants to see the response; only secrets that the client sent are masked in it, later.
        return {**body, "headers": _redact_headers(body["headers"], secrets)}
    if event.kind == "wsgi" and body["phase"] == "request":
        headers = body["headers"]
        environ = body["environ"]
        query = _redact_query(body["query"], secrets)
        rest = {name: value for name, value in body.items() if name not in ("headers", "environ", "query")}
        return {
            **_redact_any(rest, secrets),
            "headers": _redact_headers(headers, secrets),
            "environ": _redact_environ(environ, secrets),
            "query": query,
        }
    if event.kind == "wsgi" and isinstance(body.get("input"), Mapping):
        body["input"] = mask_request_body(body["input"], secrets.add)
        return body
    if event.kind == "sql":
        return _redact_statement(body, secrets)
    if event.kind == "form":
        body = hide_fields(body, lambda value: _redact_described(value, secrets))
    redacted: dict[str, Any] = _redact_any(body, secrets)
    return redacted


def _redact_statement(body: Mapping[str, Any], secrets: SecretValues) -> dict[str, Any]:
    """Redact a statement and its parameters: in `password = ?` the secret is the parameter."""
    secret_numbers = secret_parameters(body["statement"])
    parameters = {
        name: _redact_described(value, secrets) if name in secret_numbers else value
        for name, value in body["parameters"].items()
    }
    redacted: dict[str, Any] = _redact_any({**body, "parameters": parameters, "statement": ""}, secrets)
    return {**redacted, "statement": redact_text(body["statement"], secrets, literals_only=True)}


def _redact_any(value: Any, secrets: SecretValues, *, source: bool = False) -> Any:
    """Redact any value of a body, including fields that a newer probe has added."""
    if isinstance(value, str):
        return redact_text(value, secrets, literals_only=source)
    if isinstance(value, list):
        return [_redact_any(item, secrets, source=source) for item in value]
    if isinstance(value, Mapping):
        if _is_described(value):
            return {**value, "repr": redact_text(value["repr"], secrets)}
        return {
            name: _redact_described(item, secrets)
            if is_secret(name) and _is_described(item)
            else _redact_any(item, secrets, source=source or name == "source")
            for name, item in value.items()
        }
    return value


def _is_described(value: Any) -> bool:
    return (
        isinstance(value, Mapping) and "repr" in value and "cut" in value and isinstance(value["repr"], str)
    )


def _redact_described(value: Mapping[str, Any], secrets: SecretValues) -> Mapping[str, Any]:
    """Redact a described value with a secret name; that it is None, empty or a bool is shown."""
    text = value["repr"]
    if text in ("None", "''", '""', "b''", "True", "False"):
        return value
    if text.endswith(("'", '"')):
        secrets.add(text.lstrip("bBrRuU")[1:-1])
    return {**value, "repr": REDACTED, "cut": False}


def _redact_environ(values: Mapping[str, Any], secrets: SecretValues) -> dict[str, Any]:
    """Redact the WSGI environ, but not its cookie."""
    table: dict[str, Any] = _redact_any(
        {name: item for name, item in values.items() if name != "HTTP_COOKIE"}, secrets
    )
    if "HTTP_COOKIE" in values:
        table["HTTP_COOKIE"] = values["HTTP_COOKIE"]
    return table


def _redact_headers(headers: list[list[str]], secrets: SecretValues) -> list[list[str]]:
    shown = []
    for name, value in headers:
        if is_secret(name):
            _add_credentials(value, secrets)
            scheme, space, _ = value.partition(" ")
            shown.append([name, f"{scheme} {REDACTED}" if space and scheme.isalpha() else REDACTED])
        elif name.lower() in OPEN_HEADERS:
            shown.append([name, value])
        else:
            shown.append([name, redact_text(value, secrets)])
    return shown


def _add_credentials(value: str, secrets: SecretValues) -> None:
    """Remember a header's credentials, including those that Basic authentication encodes."""
    secrets.add(value)
    scheme, _, rest = value.partition(" ")
    secrets.add(rest)
    if scheme.lower() == "basic":
        try:
            secrets.add(base64.b64decode(rest, validate=True).decode().partition(":")[2])
        except (binascii.Error, ValueError):
            return


def _redact_query(query: str, secrets: SecretValues) -> str:
    """Redact the values of secret names in a query string."""
    parts = []
    for part in query.split("&"):
        name, sign, value = part.partition("=")
        if sign and value and is_secret(unquote_plus(name)):
            secrets.add(value)
            secrets.add(unquote_plus(value))
            parts.append(f"{name}={REDACTED}")
        else:
            parts.append(part)
    return "&".join(parts)


def _redact_values(value: Any, pattern: re.Pattern[str]) -> Any:
    """Remove known secrets from any value; in bodies they are masked, so that sizes stay the same."""
    if isinstance(value, str):
        return pattern.sub(REDACTED, value)
    if isinstance(value, list):
        return [_redact_values(item, pattern) for item in value]
    if isinstance(value, Mapping):
        if "base64" in value and isinstance(value.get("text"), str):
            masked = pattern.sub(lambda match: "*" * len(match[0].encode()), value["text"])
            return {**value, "text": masked}
        return {name: _redact_values(item, pattern) for name, item in value.items()}
    return value
