"""Splits a statement into names, values, placeholders and the rest, in one pass and in any dialect."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

BACKSLASH_DIALECTS: Final = frozenset({"mysql", "mariadb"})
"""Where a backslash escapes in strings, and double quotes enclose a string."""

BRACKET_DIALECTS: Final = frozenset({"sqlite", "mssql"})
"""Where square brackets enclose a name."""

_COMMENT: Final = r"--[^\n]*+|/\*(?s:.*?)(?:\*/|\Z)"
_DOUBLED: Final = r"{0}[^{0}]*+(?:{0}{0}[^{0}]*+)*+(?:{0}|\Z)"
_ESCAPED: Final = r"{0}[^{0}\\]*+(?:(?:\\(?s:.)|{0}{0})[^{0}\\]*+)*+(?:{0}|\Z)"
_DOLLARS: Final = r"\$(?P<tag>(?:[A-Za-z_]\w{0,30})?)\$(?s:.*?)(?:\$(?P=tag)\$|\Z)"
_PLACEHOLDER: Final = r"%s|%\([^()\n]{1,200}\)[a-z]?|(?<![:\w]):[A-Za-z_]\w{0,200}|(?<!\w)\$\d{1,6}"
_NUMBER: Final = r"(?<![\w.])\d{1,300}(?:\.\d{0,300})?(?:[eE][+-]?\d{1,10})?\b"
_WORD: Final = r"[^\W\d][\w$]*+"
_SIGN: Final = r"::|:=|<=>|<>|!=|<=|>=|==|\|\||%%|\S"


class PieceKind(StrEnum):
    """The kinds of pieces; what is quoted as a name is a NAME, like a word without quotes."""

    COMMENT = "comment"
    LITERAL = "literal"
    NUMBER = "number"
    PLACEHOLDER = "placeholder"
    NAME = "name"
    SIGN = "sign"


class Piece(NamedTuple):
    """A piece of a statement; `text` is what stands from `start` to `end`."""

    kind: PieceKind
    start: int
    end: int
    text: str

    @property
    def content(self) -> str:
        """Return the text without the quotes of a literal or a name."""
        text = self.text
        if self.kind is PieceKind.LITERAL:
            opening = min((at for at in map(text.find, "'\"$") if at >= 0), default=0)
            text = text[opening:]
            if text.startswith("$"):
                fence = text[: text.index("$", 1) + 1]
                return text.removeprefix(fence).removesuffix(fence)
            quote = text[0]
            return text[1:].removesuffix(quote).replace(quote * 2, quote)
        if self.kind is PieceKind.NAME and text[0] in '"`[':
            quote = "]" if text[0] == "[" else text[0]
            return text[1:].removesuffix(quote).replace(quote * 2, quote)
        return text


_KINDS: Final = {kind.value: kind for kind in PieceKind}


@lru_cache(maxsize=8)
def _pattern(backslashes: bool, brackets: bool, dollars: bool, question_marks: bool) -> re.Pattern[str]:
    """Return the pattern that matches any piece; no part of it can match the same characters twice."""
    single = (_ESCAPED if backslashes else _DOUBLED).format("'")
    prefixed = rf"(?<!\w)(?:[bBnNxX]|[uU]&|_[a-z0-9]{{1,20}})?{single}"
    literals = [rf"(?<!\w)[eE]{_ESCAPED.format(chr(39))}", prefixed, single]
    names = [_DOUBLED.format("`")]
    (literals if backslashes else names).append((_ESCAPED if backslashes else _DOUBLED).format('"'))
    if brackets:
        names.append(r"\[[^\]\n]{0,200}+\]")
    if dollars:
        literals.append(_DOLLARS)
    comment = rf"{_COMMENT}|\#[^\n]*+" if backslashes else _COMMENT
    placeholder = rf"\?\d{{0,6}}|{_PLACEHOLDER}" if question_marks else _PLACEHOLDER
    if brackets:
        placeholder += r"|@[A-Za-z_]\w{0,200}"
    parts = {
        PieceKind.COMMENT: comment,
        PieceKind.LITERAL: "|".join(literals),
        PieceKind.PLACEHOLDER: placeholder,
        PieceKind.NUMBER: _NUMBER,
        PieceKind.NAME: "|".join([*names, _WORD]),
        PieceKind.SIGN: _SIGN,
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in parts.items()))


def split_statement(statement: str, dialect: str) -> list[Piece]:
    """Return the pieces of a statement in order, without the spaces between them.

    A string or name that is not closed extends to the end, as in a statement that was cut.
    """
    pattern = _pattern(
        dialect in BACKSLASH_DIALECTS,
        dialect in BRACKET_DIALECTS,
        dialect not in BACKSLASH_DIALECTS | BRACKET_DIALECTS,
        dialect != "postgresql",
    )
    pieces = []
    for match in pattern.finditer(statement):
        pieces.append(Piece(_KINDS[match.lastgroup or ""], *match.span(), match[0]))
    return pieces
