"""Tests of the formatting of SQL statements."""

import pytest

from server.lenses.sql.format import DIALECTS, LONGEST, pretty_sql
from tests.sources import ROOT


@pytest.mark.parametrize("statement", ["SELECT FROM WHERE ((", "", "x" * (LONGEST + 1), "\x00 ; ;", "a; b"])
def test_a_statement_that_cannot_be_parsed_is_left_unchanged(statement: str) -> None:
    """It is shown as it was sent."""
    assert pretty_sql(statement, "sqlite") == statement


def test_each_dialect_keeps_its_own_syntax() -> None:
    """Quotes stay as they are; an unknown dialect is parsed as general SQL."""
    assert pretty_sql("select `a` from b", "mysql") == "SELECT\n  `a`\nFROM b"
    assert pretty_sql("select a from b", "no such dialect") == "SELECT\n  a\nFROM b"


@pytest.mark.parametrize(
    "statement",
    [
        "select ifnull(a, b) from c",
        "select a b from c",
        "select a from b where c != 1",
        "select a from b -- why",
    ],
)
def test_a_statement_is_never_rewritten(statement: str) -> None:
    """Where sqlglot would change more than the layout, the original is shown."""
    assert pretty_sql(statement, "sqlite") == statement


def test_the_bundle_has_the_dialects() -> None:
    """They are imported by name, which PyInstaller cannot detect."""
    spec = (ROOT / "build.spec").read_text("utf-8")
    assert all(f'"sqlglot.dialects.{name}"' in spec for name in DIALECTS.values())


def test_a_statement_that_breaks_the_parser_is_shown_as_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the parser raises."""

    def parse(*_: object, **__: object) -> None:
        raise AttributeError("no such node")

    monkeypatch.setattr("sqlglot.parse", parse)
    assert pretty_sql("select 1 from broken_parser", "sqlite") == "select 1 from broken_parser"
