"""Redacts free text: log messages, reprs, output and tracebacks."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from server.model.event import REDACTED
from server.runner.redaction.known_secrets import KNOWN_SECRETS
from server.runner.redaction.names import HINT, is_secret
from server.runner.redaction.source import redact_source
from server.runner.redaction.sql.messages import redact_listed
from server.runner.redaction.values import SecretValues, is_recognisable

# No part of these can match the same characters twice, so each text is read in one pass.
_LITERAL: Final = r"[bBfFrRuU]{0,2}(?:'(?:[^'\\\n]|\\.)*+'?|" r"\"(?:[^\"\\\n]|\\.)*+\"?)"
_NAMED: Final = re.compile(
    r"(?P<quote>['\"]?)(?<![\w.-])(?P<name>[A-Za-z_][\w.-]*+)(?P=quote)"
    r"[ \t]{0,4}(?P<sign>=(?!=)|:(?!=))[ \t]{0,4}"
)
_PAIR: Final = re.compile(
    rf"(?:(?<=\[\()|(?<=,\s\())'(?P<name>[\w.-]{{1,200}}+)',[ \t]?(?P<value>{_LITERAL})(?=\))"
)
_QUOTED: Final = re.compile(_LITERAL)
_LIST: Final = re.compile(rf"[\[(][ \t]?(?:{_LITERAL},?[ \t]?)++[\])]")
# An expression, a placeholder or nothing at all is no secret: `make(…)`, `{token}`, `%s`, `?`, `:token`.
_BARE: Final = re.compile(
    r"(?!%\(|%[sdr](?![0-9a-fA-F])|\?(?:[\s,;)]|$)|:[a-zA-Z_]|\{|\$[\d{])(?P<value>[^\s,&;)\]}<>'\"(\[]++)"
)
_SQL_VALUES: Final = frozenset("'0123456789")
_NOTHING: Final = frozenset({"none", "null", "true", "false"})
_BEARER: Final = re.compile(
    r"(?P<header>\bauthorization['\"]?[ \t]?[:=][ \t]?['\"]?)?"
    r"\b(?P<scheme>Bearer|Basic|Digest|Token)[ \t]{1,4}(?P<value>[\w.~+/=-]{6,4096}+)",
    re.IGNORECASE,
)
_CREDENTIALS: Final = re.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}+://[^\s:/@'\"]{0,200}+:(?P<value>[^\s/@'\"]{1,200}+)(?=@)",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r'(?P<indent>[\s|+-]*)File ".*", line \d+')


def redact_text(text: str, secrets: SecretValues | None = None) -> str:
    """Redact `Bearer …`, `key=value`, `'key': 'value'` and `//user:…@`; in tracebacks, literals of source.

    What the user has marked as secret is redacted everywhere.
    """
    text = KNOWN_SECRETS.redact(text)
    if HINT.search(text) is None:
        return text
    secrets = secrets or SecretValues()
    if 'File "' not in text:
        return _redact_prose(text, secrets)
    parts: list[str] = []
    prose: list[str] = []
    indent: int | None = None
    for line in text.splitlines(keepends=True):
        place = _PLACE.match(line)
        deeper = indent is not None and len(line) - len(line.lstrip(" |+-")) > indent
        if place is None and deeper:
            parts.append(_redact_prose("".join(prose), secrets))
            prose = []
            parts.append(redact_line_of_source(line, secrets))
            continue
        indent = len(place["indent"]) if place is not None else None
        prose.append(line)
    return "".join((*parts, _redact_prose("".join(prose), secrets)))


def redact_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Redact the lines of one text, such as those of a traceback."""
    given = tuple(lines)
    redacted = tuple(redact_text("\n".join(given)).split("\n"))
    return redacted if len(redacted) == len(given) else tuple(map(redact_text, given))


def redact_line_of_source(line: str, secrets: SecretValues) -> str:
    """Redact source code, where only literals are secrets."""
    return redact_source(line, secrets.add, lambda text: _redact_prose(text, secrets))


def _redact_prose(text: str, secrets: SecretValues) -> str:
    if HINT.search(text) is None:
        return text

    def replace_value(match: re.Match[str]) -> str:
        secrets.add(match["value"])
        return match[0][: match.start("value") - match.start()] + REDACTED

    def replace_scheme(match: re.Match[str]) -> str:
        certain = match["header"] is not None or is_recognisable(match["value"])
        return replace_value(match) if certain else match[0]

    def replace_pair(match: re.Match[str]) -> str:
        if not is_secret(match["name"]):
            return match[0]
        return match[0][: match.start("value") - match.start()] + _emptied(match["value"], secrets.add)

    text = redact_listed(text, lambda literal: _emptied(literal, secrets.add), secrets.parser_budget)
    text = _CREDENTIALS.sub(replace_value, text)
    text = _BEARER.sub(replace_scheme, text)
    return _NamedValues(_PAIR.sub(replace_pair, text), secrets.add).replaced()


class _NamedValues:
    """Replaces the values of secret names in one text; goes on after any other name."""

    def __init__(self, text: str, on_secret: Callable[[str], None]) -> None:
        self._text = text
        self._on_secret = on_secret
        # Where the last call ends that stood in the place of a value: what starts inside it ends there too.
        self._call_end = 0

    def replaced(self) -> str:
        """Return the text without these values."""
        parts: list[str] = []
        end = 0
        match = _NAMED.search(self._text)
        while match is not None:
            position = match.end()
            shown = self._value_of(match) if _is_secret_name(match["name"]) else None
            if shown is not None:
                parts += (self._text[end:position], shown[0])
                position = end = shown[1]
            match = _NAMED.search(self._text, position)
        return "".join((*parts, self._text[end:])) if parts else self._text

    def _value_of(self, match: re.Match[str]) -> tuple[str, int] | None:
        """Return what to show for the value after a name, and where that value ends; None if it has none."""
        text, position = self._text, match.end()
        if match["quote"] and match["sign"] == "=" and text[position : position + 1] not in _SQL_VALUES:
            # `"password" = "created_at"` is SQL, where both are names.
            return None
        quoted = _QUOTED.match(text, position)
        if quoted is not None:
            return _emptied(quoted[0], self._on_secret), quoted.end()
        if match["sign"] == ":" and not match["quote"]:
            return None
        several = _LIST.match(text, position)
        if several is not None:
            return _QUOTED.sub(lambda each: _emptied(each[0], self._on_secret), several[0]), several.end()
        return self._bare_value(position)

    def _bare_value(self, position: int) -> tuple[str, int] | None:
        bare = _BARE.match(self._text, position) if position >= self._call_end else None
        if bare is None:
            return None
        if self._text.startswith(("(", "["), bare.end()):
            self._call_end = bare.end()
            return None
        if bare["value"].lower() in _NOTHING or bare["value"].startswith(REDACTED):
            return None
        self._on_secret(bare["value"])
        return REDACTED, bare.end()


def _is_secret_name(name: str) -> bool:
    return is_secret(name) and not name.lower().endswith(("error", "exception"))


def _emptied(literal: str, on_secret: Callable[[str], None]) -> str:
    """Return a literal without its content, which is passed to `on_secret`; an empty one stays."""
    head = literal.lstrip("bBfFrRuU")
    quote = head[0]
    closing = quote if head.endswith(quote) and len(head) > 1 else ""
    content = head[1 : len(head) - len(closing)]
    if not content:
        return literal
    on_secret(content)
    return f"{literal[: len(literal) - len(head)]}{quote}{REDACTED}{closing}"
