"""Splits a command into words as bash or the command prompt of Windows does; nothing is expanded or run."""

import re
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


def words_of(text: str) -> list[str] | None:
    """Return the words of a command, None for an open quote."""
    return _windows_words(text) if _FOR_WINDOWS.match(text) else _bash_words(text)


def _bash_words(text: str) -> list[str] | None:
    words: list[str] = []
    word: list[str] | None = None
    for part in _WORD.finditer(text.strip()):
        kind, content = part.lastgroup, part[part.lastgroup or 0]
        if kind == "space" or (kind == "escaped" and content.endswith("\n")):
            if word is not None:
                words.append("".join(word))
            word = None
            continue
        if kind == "plain" and content in "'\"":
            return None
        if kind == "ansi":
            content = _ANSI_ESCAPE.sub(_unescaped, content)
        elif kind == "double":
            content = re.sub(r'\\([$`"\\\n])', lambda match: match[1].replace("\n", ""), content)
        if word is None:
            word = []
        word.append(content)
    if word is not None:
        words.append("".join(word))
    return words


def _unescaped(match: re.Match[str]) -> str:
    code, byte, octal, letter = match.groups()
    if letter is not None:
        return _ANSI.get(letter, letter)
    return chr(int(code or byte, 16) if code or byte else int(octal, 8) & 0xFF)


def _windows_words(text: str) -> list[str] | None:
    """Return the words: first without the carets of the command prompt, then as curl itself reads quotes."""
    words: list[str] = []
    word: list[str] | None = None
    for part in _WINDOWS_WORD.finditer(_without_carets(text.strip())):
        kind, content = part.lastgroup, part[part.lastgroup or 0]
        if kind == "open":
            return None
        if kind == "space":
            if word is not None:
                words.append("".join(word))
            word = None
            continue
        if kind == "quoted":
            content = re.sub(r'\\([\\"])|""', lambda match: match[1] or '"', content)
        if word is None:
            word = []
        word.append(content)
    if word is not None:
        words.append("".join(word))
    return words


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
