"""Tests of the formatting of SQL statements."""

import pytest

from server.lenses.sql.format import DIALECTS, LONGEST, pretty_sql
from tests.sources import ROOT


@pytest.mark.parametrize("statement", ["SELECT FROM WHERE ((", "", "x" * (LONGEST + 1), "\x00 ; ;", "a; b"])
def test_what_cannot_be_parsed_stays_as_it_is(statement: str) -> None:
    """No grammar is a reason to hide a statement."""
    assert pretty_sql(statement, "sqlite") == statement


def test_each_dialect_is_set_out_in_its_own_words() -> None:
    """Quotes stay the dialect's; one that is not known is read as SQL in general."""
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
def test_a_statement_is_never_worded_otherwise(statement: str) -> None:
    """What sqlglot would rewrite stays as it was sent."""
    assert pretty_sql(statement, "sqlite") == statement


def test_the_bundle_has_the_grammars() -> None:
    """They are loaded by name, which nobody who collects modules can see."""
    spec = (ROOT / "build.spec").read_text("utf-8")
    assert all(f'"sqlglot.dialects.{name}"' in spec for name in DIALECTS.values())
