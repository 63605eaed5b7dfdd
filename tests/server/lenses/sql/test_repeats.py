"""Tests of the search for repeated statements and N+1 problems."""

from dataclasses import replace

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


def test_other_lines_writes_and_failures_are_no_repeats() -> None:
    """Each of these groups is too small or is no SELECT that gave rows."""
    lines = [question("1", line=number) for number in range(3)]
    writes = [s.sql("INSERT INTO book VALUES (?)", "1") for _number in range(3)]
    failed = replace(question("1"), body={**question("1").body, "error": "OperationalError: x"})
    for events in (lines, writes, [failed] * 3):
        assert repeats(sent_statements(s.exchange(*events))) == ()
