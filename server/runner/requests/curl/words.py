"""Splits a command into words as bash or the command prompt of Windows does; nothing is expanded or run."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

_WORD: Final = re.compile(
    r"\\(?P<escaped>\r?\n|.)"
    r"|\$'(?P<ansi>(?:[^'\\]|\\.)*)'"
    r"|'(?P<single>[^']*)'"
    r'|"(?P<double>(?:[^"\\]|\\.)*)"'
    r"|(?P<space>\s+)|(?P<plain>[^\s\\'\"$]+|.)",
    re.DOTALL,
)
_ANSI_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{1,4})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_ANSI: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}

# A caret before the first quote, or at the end of the first line: bash would use a backslash there.
_FOR_WINDOWS: Final = re.compile(r"\s*curl(?:\.exe)?\s(?:[^'\"\n]*\^[\"\r\n]|[^\n]*[\"\s]\^\r?\n)")
_WINDOWS_WORD: Final = re.compile(
    r"(?P<space>\s+)"
    r'|"(?P<quoted>(?:""|\\.|[^"\\])*)"'
    r'|\\(?P<escaped>")|(?P<open>")|(?P<plain>[^\s"\\]+|\\)',
    re.DOTALL,
)


class _OpenQuoteError(ValueError):
    """A quote is not closed."""


def words_of(text: str) -> list[str] | None:
    """Return the words of a command, None for an open quote."""
    pieces = _windows_pieces(text) if _FOR_WINDOWS.match(text) else _bash_pieces(text)
    try:
        return ["".join(filter(None, word)) for between, word in groupby(pieces, _is_between) if not between]
    except _OpenQuoteError:
        return None


def _is_between(piece: str | None) -> bool:
    return piece is None


def _bash_pieces(text: str) -> Iterator[str | None]:
    """Yield the pieces of words, and None for what separates words."""
    for part in _WORD.finditer(text.strip()):
        kind, content = part.lastgroup, part[part.lastgroup or 0]
        if kind == "space" or (kind == "escaped" and content.endswith("\n")):
            yield None
            continue
        if kind == "plain" and content in "'\"":
            raise _OpenQuoteError
        if kind == "ansi":
            content = _ANSI_ESCAPE.sub(_unescaped, content)
        elif kind == "double":
            content = re.sub(r'\\([$`"\\\n])', lambda match: match[1].replace("\n", ""), content)
        yield content


def _unescaped(match: re.Match[str]) -> str:
    code, byte, octal, letter = match.groups()
    if letter is not None:
        return _ANSI.get(letter, letter)
    return chr(int(code or byte, 16) if code or byte else int(octal, 8) & 0xFF)


def _windows_pieces(text: str) -> Iterator[str | None]:
    """Yield the same: first without the carets of the command prompt, then as curl itself reads quotes."""
    for part in _WINDOWS_WORD.finditer(_without_carets(text.strip())):
        kind, content = part.lastgroup, part[part.lastgroup or 0]
        if kind == "open":
            raise _OpenQuoteError
        if kind == "space":
            yield None
            continue
        if kind == "quoted":
            content = re.sub(r'\\([\\"])|""', lambda match: match[1] or '"', content)
        yield content


def _without_carets(text: str) -> str:
    """Return what the command prompt passes on: outside quotes a caret escapes what follows it."""
    kept: list[str] = []
    is_quoted = False
    characters = iter(text.replace("\r\n", "\n"))
    for character in characters:
        if character == "^" and not is_quoted:
            escaped = next(characters, "")
            kept.append(next(characters, "") if escaped == "\n" else escaped)
            continue
        is_quoted ^= character == '"'
        kept.append(character)
    return "".join(kept)
