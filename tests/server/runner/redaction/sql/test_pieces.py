"""Statements are split into names, values and the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.runner.redaction.sql.pieces import PieceKind, split_statement


@pytest.mark.parametrize(
    ("statement", "dialect", "kind", "contents"),
    [
        ("a = 'it''s' AND b = 'x'", "sqlite", PieceKind.LITERAL, ["it's", "x"]),
        (r"a = 'it\'s' AND b = " "x" "", "mysql", PieceKind.LITERAL, [r"it\'s"]),
        ('a = "x"', "mysql", PieceKind.LITERAL, ["x"]),
        (r"a = E'it\'s' AND b = x'00'", "postgresql", PieceKind.LITERAL, [r"it\'s", "00"]),
        ("a = $tag$it's$tag$", "postgresql", PieceKind.LITERAL, ["it's"]),
        ("a = 'open", "sqlite", PieceKind.LITERAL, ["open"]),
        ('"a""b" [c d] `e`', "sqlite", PieceKind.NAME, ['a"b', "c d", "e"]),
        (
            "? ?2 :name @at %s %(key)s",
            "sqlite",
            PieceKind.PLACEHOLDER,
            ["?", "?2", ":name", "@at", "%s", "%(key)s"],
        ),
        ("a::text = $1 AND b ? 'k'", "postgresql", PieceKind.PLACEHOLDER, ["$1"]),
        ("1 2.5 3e10 t1", "sqlite", PieceKind.NUMBER, ["1", "2.5", "3e10"]),
        ("a -- 'b'\nc /* d", "sqlite", PieceKind.COMMENT, ["-- 'b'", "/* d"]),
        ("a # 'b'", "mysql", PieceKind.COMMENT, ["# 'b'"]),
    ],
)
def test_each_kind_is_told_apart(statement: str, dialect: str, kind: PieceKind, contents: list[str]) -> None:
    """By the quotes and signs of the dialect."""
    found = [piece.content for piece in split_statement(statement, dialect) if piece.kind is kind]
    assert found == contents


@given(st.text(alphabet="'\"`[]$\\?:@%#-*/() a1\n", max_size=60), st.sampled_from(["sqlite", "mysql", ""]))
def test_nothing_but_spaces_is_left_out(statement: str, dialect: str) -> None:
    """The pieces of any text are in order and do not overlap."""
    end = 0
    for piece in split_statement(statement, dialect):
        assert not statement[end : piece.start].strip()
        assert piece.text == statement[piece.start : piece.end] != ""
        assert isinstance(piece.content, str)
        end = piece.end
    assert not statement[end:].strip()
