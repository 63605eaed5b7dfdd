"""Redacts lines of Python source: only literals are secrets there, and only where a secret name gets them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from server.model.event import REDACTED
from server.runner.redaction.names import HINT, is_secret

_TOKEN: Final = re.compile(
    r"(?P<comment>\#[^\n]*+)"
    r"|(?P<string>(?<!\w)[bBfFrRuU]{0,3}(?:"
    r"'''(?s:.*?)(?:'''|\Z)|\"\"\"(?s:.*?)(?:\"\"\"|\Z)"
    r"|'(?:[^'\\\n]|\\(?s:.))*+'?|\"(?:[^\"\\\n]|\\(?s:.))*+\"?))"
    r"|(?P<name>[^\W\d]\w*+)"
    r"|(?P<sign>==|!=|<=|>=|:=|->|[+|]=|[^\w\s])",
    re.MULTILINE,
)
_STRING: Final = re.compile(r"(?P<head>[bBfFrRuU]{0,3}(?:'''|\"\"\"|'|\"))(?P<content>(?s:.*))")
_WORDS: Final = frozenset(
    {"and", "or", "if", "else", "not", "is", "in", "return", "await", "yield", "lambda"}
)
_BLOCKS: Final = frozenset(
    {"if", "elif", "while", "for", "with", "def", "class", "match", "case", "else", "except"}
)
# Their second argument belongs to the name that is their first.
_KEYED_CALLS: Final = frozenset({"get", "setdefault", "getenv", "setattr", "pop", "env", "config"})
# What they return is their argument in another form.
_WRAPPERS: Final = frozenset({"SecretStr", "Secret", "fromhex", "b64decode", "bytes", "str"})


@dataclass(slots=True)
class _Level:
    """What is known between two brackets: whether strings are secret now, and the name that was read last.

    `inherited` says that the whole is the value of a secret name, `default` that the arguments after the
    first are, and `keyed` that the first argument may be a secret name.
    """

    opened: str = ""
    secret: bool = False
    inherited: bool = False
    keyed: bool = False
    default: bool = False
    annotated: bool = False
    name: str = ""


def redact_source(source: str, on_secret: Callable[[str], None], on_text: Callable[[str], str]) -> str:
    """Return source, of one line or more, with the literals of secret names replaced.

    Each of these is passed to `on_secret`; the other strings and the comments become what `on_text` returns.
    """
    if HINT.search(source) is None:
        return source
    reader = _Reader()
    parts: list[str] = []
    end = 0
    for match in _TOKEN.finditer(source):
        kind, text = match.lastgroup, match[0]
        if kind == "string" and reader.string(text):
            shown = _without_content(text, on_secret)
        elif kind in ("string", "comment"):
            shown = on_text(text)
        else:
            (reader.word if kind == "name" else reader.sign)(text)
            continue
        parts += (source[end : match.start()], shown)
        end = match.end()
    return "".join((*parts, source[end:]))


def _without_content(text: str, on_secret: Callable[[str], None]) -> str:
    content = _content(text)
    if not content:
        return text
    on_secret(content)
    start = text.index(content)
    return text[:start] + REDACTED + text[start + len(content) :]


def _content(text: str) -> str:
    match = _STRING.fullmatch(text)
    if match is None:
        return ""
    return match["content"].removesuffix(match["head"].lstrip("bBfFrRuU"))


class _Reader:
    """Follows the tokens of source and tells which strings are secret."""

    def __init__(self) -> None:
        self._levels = [_Level()]
        self._before = ""
        self._block = False

    def word(self, text: str) -> None:
        """Take a name or a keyword."""
        level = self._levels[-1]
        if text in _BLOCKS and not self._before:
            self._block = True
        if text in _WORDS:
            level.secret = level.inherited
        else:
            level.name = text
        self._before = "" if text in _WORDS else text

    def string(self, text: str) -> bool:
        """Take a string; return whether it is secret."""
        level = self._levels[-1]
        self._before = text
        if level.secret:
            return True
        level.name = _content(text)
        return False

    def sign(self, text: str) -> None:
        """Take an operator, a bracket or a separator."""
        if text in "([{":
            self._open(text)
        elif text in ")]}":
            self._close()
        elif text in ("=", ":=", "+=", "|=", "==", "!=", ":"):
            self._assign(text)
        elif text in ",;":
            level = self._levels[-1]
            level.secret = level.default or (level.keyed and is_secret(level.name))
            if level.opened in ("(", "["):
                level.secret = level.secret or level.inherited
            elif not level.opened:
                level.inherited = False
            level.name = ""
        self._before = text

    def _assign(self, text: str) -> None:
        level = self._levels[-1]
        secret = is_secret(level.name)
        if text == ":":
            level.annotated = secret and level.opened != "[" and not (self._block and not level.opened)
            level.secret = level.opened == "{" and (secret or level.inherited)
        elif text in ("==", "!="):
            level.secret = secret
        else:
            level.secret = secret or level.annotated
            # In what follows, `and`, `or` and `else` do not end the value.
            level.inherited = level.secret and not level.opened
        if text in ("=", "==", "!="):
            level.name = ""

    def _open(self, text: str) -> None:
        level = self._levels[-1]
        before = self._before
        called = bool(before) and (before[-1].isalnum() or before[-1] in "_)]")
        keyed = called and text == "(" and before in _KEYED_CALLS
        inherited = level.secret and (not called or (text == "(" and before in _WRAPPERS))
        inner = _Level(opened=text, inherited=inherited, keyed=keyed, default=keyed and level.secret)
        inner.secret = inherited and text != "{"
        self._levels.append(inner)

    def _close(self) -> None:
        if len(self._levels) == 1:
            return
        inner = self._levels.pop()
        level = self._levels[-1]
        level.name = inner.name if inner.opened == "[" else ""
