"""Reads a statement: which of its values and parameters are secret, and where its texts are."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from server.model.event import REDACTED
from server.runner.redaction.names import HINT, is_secret
from server.runner.redaction.sql.parser_budget import PARSED_CHARACTERS, ParserBudget
from server.runner.redaction.sql.pieces import Piece, PieceKind, split_statement
from server.runner.redaction.sql.scan import secret_pieces

_MARKED: Final = (PieceKind.LITERAL, PieceKind.NUMBER, PieceKind.PLACEHOLDER)
# In a statement about JSON a literal may be the name of a secret.
_JSON: Final = re.compile(r"->|#>|json", re.IGNORECASE)
_CREDENTIAL_WORDS: Final = frozenset({"IDENTIFIED", "PRAGMA"})


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """A statement that was read: its pieces, which of them are secret, and the names of secret parameters."""

    text: str
    pieces: Sequence[Piece]
    secret: frozenset[int]
    parameters: frozenset[str]

    def redact(self, on_secret: Callable[[str], None], on_text: Callable[[str], str]) -> str:
        """Return the statement without its secret values; each of them is passed to `on_secret`.

        The other literals and the comments become what `on_text` returns for their text; names never change.
        """
        parts: list[str] = []
        end = 0
        for index, piece in enumerate(self.pieces):
            if index in self.secret and _may_be_secret(piece):
                on_secret(piece.content)
                shown = REDACTED if piece.kind is PieceKind.NUMBER else _replaced(piece)
            elif piece.kind in (PieceKind.LITERAL, PieceKind.COMMENT):
                shown = on_text(piece.text)
            else:
                continue
            parts += (self.text[end : piece.start], shown)
            end = piece.end
        return "".join((*parts, self.text[end:]))


def read_statement(text: str, dialect: str, budget: ParserBudget | None = None) -> ReadStatement:
    """Read a statement of a dialect that docs/events.md names; any text is a statement.

    `budget` is that of its exchange, None for a statement by itself.
    """
    if HINT.search(text) is None and not _CREDENTIAL_WORDS.intersection(text[:1000].upper().split()):
        return ReadStatement(text, (), frozenset(), frozenset())
    pieces = split_statement(text, dialect)
    kinds = (PieceKind.NAME, PieceKind.LITERAL) if _JSON.search(text) else (PieceKind.NAME,)
    if not any(_names_secret(piece) for piece in pieces if piece.kind in kinds):
        return ReadStatement(text, pieces, frozenset(), frozenset())
    secret = (
        _parsed(text, pieces, dialect, budget or ParserBudget()) if len(text) <= PARSED_CHARACTERS else None
    )
    if secret is None:
        secret = secret_pieces(pieces)
    names = frozenset(name for index, name in _parameters(pieces) if index in secret)
    return ReadStatement(text, pieces, frozenset(secret), names)


def redact_texts(text: str, dialect: str, on_text: Callable[[str], str]) -> str:
    """Return a statement in which `on_text` has replaced each literal and comment, and nothing else."""
    if on_text(text) == text:
        return text
    pieces = split_statement(text, dialect)
    return ReadStatement(text, pieces, frozenset(), frozenset()).redact(lambda _: None, on_text)


def _may_be_secret(piece: Piece) -> bool:
    """Return whether a piece has a value of its own; without letter or digit, like `'%'`, it is no secret."""
    return piece.kind is not PieceKind.PLACEHOLDER and any(map(str.isalnum, piece.content))


def _names_secret(piece: Piece) -> bool:
    return is_secret(piece.content) or piece.text.upper() in _CREDENTIAL_WORDS


def _parsed(text: str, pieces: Sequence[Piece], dialect: str, budget: ParserBudget) -> set[int] | None:
    """Return the indexes of the secret pieces as the parser finds them; None if it cannot read them.

    It reads marks in the place of the values: so it never sees a secret, and has read all statements that
    differ in their values only.
    """
    # Imported here, because it is slow and most guests name no secret in a statement.
    from server.runner.redaction.sql.columns import NAMED, secret_values  # noqa: PLC0415

    parts: list[str] = []
    end = 0
    marks: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        if piece.kind in _MARKED:
            mark = f"7{index:08}" if piece.kind is PieceKind.NUMBER else f"m{index}"
            if piece.kind is PieceKind.LITERAL and is_secret(piece.content):
                mark += NAMED
            shown = mark if piece.kind is PieceKind.NUMBER else f"'{mark}'"
            marks[mark] = index
        elif piece.text == "%%":
            shown = "%"
        else:
            continue
        parts += (text[end : piece.start], shown)
        end = piece.end
    marked = "".join((*parts, text[end:]))
    found = secret_values(marked, dialect) if budget.allows(marked) else None
    if found is None:
        return None
    quoted = {
        index
        for index, piece in enumerate(pieces)
        if piece.kind is PieceKind.NAME and piece.text[0] == '"' and piece.content in found
    }
    return {marks[value] for value in found if value in marks} | quoted


def _parameters(pieces: Sequence[Piece]) -> Iterator[tuple[int, str]]:
    """Return each placeholder as its index and the name or number of its parameter."""
    number = 0
    for index, piece in enumerate(pieces):
        if piece.kind is not PieceKind.PLACEHOLDER:
            continue
        name = piece.text.strip("?$:@%()")
        if piece.text in ("?", "%s"):
            number += 1
            name = str(number)
        elif piece.text.startswith("%("):
            name = piece.text[2 : piece.text.rindex(")")]
        yield index, name


def _replaced(piece: Piece) -> str:
    """Return a piece with the quotes that it has, but without its content."""
    quote = piece.text[0] if piece.kind is PieceKind.NAME else "'"
    return f"{quote}{REDACTED}{quote}"
