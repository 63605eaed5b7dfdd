"""Finds secrets in a statement that the parser cannot read or that is too long for it, in one pass."""

from collections.abc import Sequence
from typing import Final

from server.runner.redaction.names import is_secret
from server.runner.redaction.sql.pieces import Piece, PieceKind

_COMPARISONS: Final = frozenset(
    {"=", "==", "<>", "!=", "<", ">", "<=", ">=", "<=>", ":=", "LIKE", "ILIKE", "GLOB", "IN", "IS"}
)
_CLAUSES: Final = frozenset({"AND", "OR", "WHERE", "SET", "FROM", "ORDER", "GROUP", "LIMIT", "RETURNING"})
_VALUES: Final = (PieceKind.LITERAL, PieceKind.NUMBER, PieceKind.PLACEHOLDER)


def secret_pieces(pieces: Sequence[Piece]) -> set[int]:
    """Return the indexes of the pieces to redact in a statement that names a secret.

    These are the values of a secret column in the rows of an INSERT, and what follows a secret name and a
    comparison. Where there are no rows, any literal may be the secret, so all are.
    """
    found, rows = _in_rows(pieces)
    name, compared = "", ""
    for index, piece in enumerate(pieces):
        word = piece.text.upper()
        if word in _COMPARISONS:
            compared = name
        elif word in _CLAUSES:
            name, compared = "", ""
        elif piece.kind is PieceKind.NAME:
            name = piece.content
        elif index not in rows and (
            piece.kind is PieceKind.LITERAL or (piece.kind in _VALUES and is_secret(compared))
        ):
            found.add(index)
    return found


def _in_rows(pieces: Sequence[Piece]) -> tuple[set[int], range]:
    """Return which values of `INSERT … (columns) VALUES (row), (row)…` are secret, and where the rows are."""
    start = next((at for at, piece in enumerate(pieces) if _is_word(piece, "VALUES")), None)
    first = pieces[0].text.upper() if pieces else ""
    if start is None or first not in ("INSERT", "REPLACE", "WITH") or pieces[start - 1].text != ")":
        return set(), range(0)
    opening = next((at for at in range(start - 1, 0, -1) if pieces[at].text == "("), 0)
    secret = [is_secret(piece.content) for piece in pieces[opening:start] if piece.kind is PieceKind.NAME]
    found: set[int] = set()
    depth = column = 0
    for index in range(start + 1, len(pieces)):
        piece = pieces[index]
        if piece.text == "(":
            depth += 1
            column = 0 if depth == 1 else column
        elif piece.text == ")":
            depth -= 1
        elif piece.text == "," and depth == 1:
            column += 1
        elif depth == 0 and piece.text != ",":
            return found, range(start, index)
        elif piece.kind in _VALUES and (column >= len(secret) or secret[column]):
            found.add(index)
    return found, range(start, len(pieces))


def _is_word(piece: Piece, word: str) -> bool:
    return piece.kind is PieceKind.NAME and piece.text.upper() == word
