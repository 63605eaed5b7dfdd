"""Tests of the search for repeated statements and N+1 problems."""

from dataclasses import replace

import pytest

from server.lenses.sql.repeats import MANY, repeats, sent_statements
from server.model.event import Event
from tests.support.lenses import sample_events as s

ONE = "SELECT name FROM author WHERE id = ?"


def question(author: str, *, line: int = 14) -> Event:
    """Return a SELECT that asks for one author."""
    return s.sql(ONE, author, line=line)


def test_similar_selects_of_one_line_are_a_repeat() -> None:
    """Three suffice, and the time is that of all of them."""
    [repeat] = repeats(sent_statements(s.exchange(*(question("1") for _number in range(MANY)))))
    assert (len(repeat.statements), repeat.differing, repeat.parent) == (MANY, False, None)
    assert round(repeat.took, 3) == 0.3


def test_the_select_that_gave_the_rows_is_the_parent() -> None:
    """An N+1: one list, then one statement for each of its rows."""
    books = s.sql("SELECT id, author FROM book", rows=3)
    [repeat] = repeats(sent_statements(s.exchange(books, *(question(str(number)) for number in range(3)))))
    assert repeat.differing
    assert repeat.parent is not None
    assert repeat.parent.event.family == "SELECT id, author FROM book"


def test_a_list_of_one_row_is_no_parent() -> None:
    """It cannot have caused three statements."""
    book = s.sql("SELECT id, author FROM book", rows=1)
    [repeat] = repeats(sent_statements(s.exchange(book, *(question(str(number)) for number in range(3)))))
    assert repeat.parent is None


@pytest.mark.parametrize(
    "statement",
    [
        'PRAGMA main.table_info("book")',
        "CREATE TABLE book (id)",
        "SELECT sql FROM (SELECT * FROM sqlite_master UNION ALL SELECT * FROM sqlite_temp_master)",
        "SELECT relname FROM pg_catalog.pg_class WHERE oid = ?",
        "select table_name from information_schema.tables where table_name = ?",
        "SELECT last_insert_rowid()",
        "WITH old AS (SELECT id FROM book) DELETE FROM book WHERE id IN old",
    ],
)
def test_what_migrations_ask_again_and_again_is_no_repeat(statement: str) -> None:
    """No advice fits statements that define tables, ask a database about itself, or read no table."""
    rows = s.sql("SELECT id FROM book", rows=9)
    sent = [s.sql(statement, str(number), line=30) for number in range(5)]
    assert repeats(sent_statements(s.exchange(rows, *sent))) == ()


@pytest.mark.parametrize(
    "statement", ["/* from the shop */ SELECT name FROM author", "(with a as (select 1) select * from a)"]
)
def test_a_select_is_known_behind_comments_and_brackets(statement: str) -> None:
    """And behind a common table expression."""
    [repeat] = repeats(sent_statements(s.exchange(*(s.sql(statement) for _number in range(MANY)))))
    assert not repeat.between


def test_what_is_sent_between_is_noted() -> None:
    """The same question after a write may have another answer."""
    write = s.sql("UPDATE author SET name = ?", "Ada", line=40)
    [repeat] = repeats(sent_statements(s.exchange(question("1"), question("1"), write, question("1"))))
    assert repeat.between


def test_other_lines_writes_and_failures_are_no_repeats() -> None:
    """Each of these groups is too small or is no SELECT that gave rows."""
    lines = [question("1", line=number) for number in range(3)]
    writes = [s.sql("INSERT INTO book VALUES (?)", "1") for _number in range(3)]
    failed = replace(question("1"), body={**question("1").body, "error": "OperationalError: x"})
    for events in (lines, writes, [failed] * 3):
        assert repeats(sent_statements(s.exchange(*events))) == ()
