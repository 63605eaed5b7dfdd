"""Takes secrets out of events before anybody sees or stores them; docs/security.md has the rule."""

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
from server.runner.redaction.sql import secret_places

# Session and cookie events show what the guest keeps in them, and that is what people come to see.
OPEN_KINDS: Final = frozenset({"session", "cookie"})
SHORTEST: Final = 6
WORD_LENGTH: Final = 12
# Looking for so many takes a second in half a million characters, and nobody else runs meanwhile.
MOST_VALUES: Final = 256

# Only a name that may be a secret's begins a match, so that neither `url=http://h/?token=…` nor
# `KeyError: token=…` is taken for a whole.
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
    """The secret values seen in one exchange, so that they are recognised wherever else they appear."""

    def __init__(self) -> None:
        self._values: set[str] = set()

    def add(self, value: str) -> None:
        """Remember a value, unless it is so short or so plain that it would be found everywhere.

        The first 256 are remembered, those that the client sent before all others.
        """
        if len(value) < SHORTEST or value == REDACTED or len(self._values) >= MOST_VALUES:
            return
        if value.isalpha() and value.islower() and len(value) < WORD_LENGTH:
            return
        self._values.add(value)

    def pattern(self) -> re.Pattern[str] | None:
        """What finds them, the longest first; None where there are none."""
        if not self._values:
            return None
        return re.compile("|".join(map(re.escape, sorted(self._values, key=len, reverse=True))))


def redact_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events of one exchange without secrets: by their names, then by their values elsewhere."""
    found = SecretValues()
    named = [
        event if event.kind in OPEN_KINDS else replace(event, body=_by_name(event, found)) for event in events
    ]
    pattern = found.pattern()
    if pattern is None:
        return tuple(named)
    return tuple(
        event if event.kind in OPEN_KINDS else replace(event, body=_by_value(event.body, pattern))
        for event in named
    )


def redact_text(text: str, found: SecretValues | None = None, *, literals_only: bool = False) -> str:
    """Free text without what is known to be secret: `Bearer …`, `key=value`, `'key': 'value'`, `//user:…@`.

    With `literals_only` only quoted values are replaced: in source code the others are expressions.
    """
    if HINT.search(text) is None:
        return text
    found = found or SecretValues()

    def keyed(match: re.Match[str]) -> str:
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
        found.add(bare)
        shown = value[: len(value) - len(bare) - 1] + REDACTED + value[-1] if quoted else REDACTED
        return match[0][: match.start("value") - match.start()] + shown

    def plain(match: re.Match[str]) -> str:
        found.add(match["value"])
        return match[0][: match.start("value") - match.start()] + REDACTED

    text = _CREDENTIALS.sub(plain, text)
    if not literals_only:
        text = _BEARER.sub(plain, text)
    return _KEYED.sub(keyed, text)


def _by_name(event: Event, found: SecretValues) -> dict[str, Any]:
    """The body of an event without values whose names say that they are secret."""
    body = dict(event.body)
    if event.kind == "response":
        # The answer is what people came to see; only what the client sent in secret is masked in it, later.
        return {**body, "headers": _headers(body["headers"], found)}
    if event.kind == "wsgi" and body["phase"] == "request":
        headers = body["headers"]
        environ = body["environ"]
        query = _query(body["query"], found)
        rest = {name: value for name, value in body.items() if name not in ("headers", "environ", "query")}
        return {
            **_walk(rest, found),
            "headers": _headers(headers, found),
            "environ": _table(environ, found),
            "query": query,
        }
    if event.kind == "wsgi" and isinstance(body.get("input"), Mapping):
        body["input"] = mask_request_body(body["input"], found.add)
        return body
    if event.kind == "sql":
        return _statement(body, found)
    if event.kind == "form":
        body = hide_fields(body, lambda value: _hidden(value, found))
    walked: dict[str, Any] = _walk(body, found)
    return walked


def _statement(body: Mapping[str, Any], found: SecretValues) -> dict[str, Any]:
    """What a database was asked: `password = ?` names a secret and holds none, its parameter does."""
    places = secret_places(body["statement"])
    parameters = {
        name: _hidden(value, found) if name in places else value for name, value in body["parameters"].items()
    }
    walked: dict[str, Any] = _walk({**body, "parameters": parameters, "statement": ""}, found)
    return {**walked, "statement": redact_text(body["statement"], found, literals_only=True)}


def _walk(value: Any, found: SecretValues, *, source: bool = False) -> Any:
    """Any value of a body, whatever a newer probe puts there."""
    if isinstance(value, str):
        return redact_text(value, found, literals_only=source)
    if isinstance(value, list):
        return [_walk(item, found, source=source) for item in value]
    if isinstance(value, Mapping):
        if _is_described(value):
            return {**value, "repr": redact_text(value["repr"], found)}
        return {
            name: _hidden(item, found)
            if is_secret(name) and _is_described(item)
            else _walk(item, found, source=source or name == "source")
            for name, item in value.items()
        }
    return value


def _is_described(value: Any) -> bool:
    return (
        isinstance(value, Mapping) and "repr" in value and "cut" in value and isinstance(value["repr"], str)
    )


def _hidden(value: Mapping[str, Any], found: SecretValues) -> Mapping[str, Any]:
    """A described value whose name is secret: that it is None or empty may be told, no more."""
    said = value["repr"]
    if said in ("None", "''", '""', "b''", "True", "False"):
        return value
    if said.endswith(("'", '"')):
        found.add(said.lstrip("bBrRuU")[1:-1])
    return {**value, "repr": REDACTED, "cut": False}


def _table(values: Mapping[str, Any], found: SecretValues) -> dict[str, Any]:
    """The WSGI environ: by name, and the cookie left as it is."""
    table: dict[str, Any] = _walk(
        {name: item for name, item in values.items() if name != "HTTP_COOKIE"}, found
    )
    if "HTTP_COOKIE" in values:
        table["HTTP_COOKIE"] = values["HTTP_COOKIE"]
    return table


def _headers(headers: list[list[str]], found: SecretValues) -> list[list[str]]:
    shown = []
    for name, value in headers:
        if is_secret(name):
            _add_credentials(value, found)
            scheme, space, _ = value.partition(" ")
            shown.append([name, f"{scheme} {REDACTED}" if space and scheme.isalpha() else REDACTED])
        elif name.lower() in OPEN_HEADERS:
            shown.append([name, value])
        else:
            shown.append([name, redact_text(value, found)])
    return shown


def _add_credentials(value: str, found: SecretValues) -> None:
    """Remember a header's credentials, also those that Basic authentication only encodes."""
    found.add(value)
    scheme, _, rest = value.partition(" ")
    found.add(rest)
    if scheme.lower() == "basic":
        try:
            found.add(base64.b64decode(rest, validate=True).decode().partition(":")[2])
        except (binascii.Error, ValueError):
            return


def _query(query: str, found: SecretValues) -> str:
    """A query string, the values of secret names replaced and all else untouched."""
    parts = []
    for part in query.split("&"):
        name, sign, value = part.partition("=")
        if sign and value and is_secret(unquote_plus(name)):
            found.add(value)
            found.add(unquote_plus(value))
            parts.append(f"{name}={REDACTED}")
        else:
            parts.append(part)
    return "&".join(parts)


def _by_value(value: Any, pattern: re.Pattern[str]) -> Any:
    """Any value with the found secrets taken out; in bodies they are masked, so that sizes stay true."""
    if isinstance(value, str):
        return pattern.sub(REDACTED, value)
    if isinstance(value, list):
        return [_by_value(item, pattern) for item in value]
    if isinstance(value, Mapping):
        if "base64" in value and isinstance(value.get("text"), str):
            masked = pattern.sub(lambda match: "*" * len(match[0].encode()), value["text"])
            return {**value, "text": masked}
        return {name: _by_value(item, pattern) for name, item in value.items()}
    return value
