"""Redacts events before they are published and stored, by the rules in docs/security.md."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote_plus

from server.model.event import REDACTED, Event
from server.runner.redaction.bodies import mask_request_body
from server.runner.redaction.forms import hide_fields
from server.runner.redaction.known_secrets import KNOWN_SECRETS
from server.runner.redaction.names import OPEN_HEADERS, is_secret
from server.runner.redaction.sql.statement import read_statement, redact_texts
from server.runner.redaction.text import redact_line_of_source, redact_text
from server.runner.redaction.values import SecretFinder, SecretValues

# Session and cookie events show what the guest keeps in them: the user wants to see exactly that.
OPEN_KINDS: Final = frozenset({"session", "cookie"})
# What stands in these fields names a thing of the guest, and is never a secret.
NAMING_FIELDS: Final = frozenset(
    {"name", "function", "endpoint", "rule", "file", "module", "logger", "blueprint"}
)


def redact_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """Redact the events of one exchange: first values with secret names, then the same values elsewhere."""
    events = tuple(events)
    secrets = SecretValues()
    named = [
        event if event.kind in OPEN_KINDS else replace(event, body=_redact_names(event, secrets))
        for event in events
    ]
    known = KNOWN_SECRETS.finder
    if known is not None:
        named = [replace(event, body=_redact_values(event, known)) for event in named]
    finder = secrets.finder(_names(events))
    if finder is None:
        return tuple(named)
    return tuple(
        event if event.kind in OPEN_KINDS else replace(event, body=_redact_values(event, finder))
        for event in named
    )


def _names(values: Iterable[Event]) -> set[str]:
    """Return the names in the bodies of events: a secret with the same text is not looked for elsewhere."""
    found: set[str] = set()
    waiting: list[Any] = [event.body for event in values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, Mapping):
            found.update(value)
            found.update(
                name for field, name in value.items() if field in NAMING_FIELDS and isinstance(name, str)
            )
            waiting += value.values()
    return found


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
    statement = read_statement(body["statement"], body["dialect"], secrets.parser_budget)
    parameters = {
        name: _redact_described(value, secrets) if name in statement.parameters else value
        for name, value in body["parameters"].items()
    }
    redacted: dict[str, Any] = _redact_any({**body, "parameters": parameters, "statement": ""}, secrets)
    shown = statement.redact(secrets.add, lambda text: redact_text(text, secrets))
    return {**redacted, "statement": shown}


def _redact_any(value: Any, secrets: SecretValues, *, source: bool = False) -> Any:
    """Redact any value of a body, including fields that a newer probe has added."""
    if isinstance(value, str):
        return redact_line_of_source(value, secrets) if source else redact_text(value, secrets)
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


def _redact_values(event: Event, finder: SecretFinder) -> dict[str, Any]:
    """Remove known secrets from the body of an event; from a statement only in its values and comments."""
    body: dict[str, Any] = _without_values(event.body, finder)
    if event.kind == "sql":
        body["statement"] = redact_texts(event.body["statement"], event.body["dialect"], finder.redact)
    return body


def _without_values(value: Any, finder: SecretFinder) -> Any:
    """Remove known secrets from any value; in bodies they are masked, so that sizes stay the same."""
    if isinstance(value, str):
        return finder.redact(value)
    if isinstance(value, list):
        return [_without_values(item, finder) for item in value]
    if isinstance(value, Mapping):
        if "base64" in value and isinstance(value.get("text"), str):
            return {**value, "text": finder.redact(value["text"], lambda found: "*" * len(found.encode()))}
        return {name: _without_values(item, finder) for name, item in value.items()}
    return value
