"""Tests of the SQL lens: statements, repeated queries, and N+1 problems."""

import pytest

from server.lenses.kit.blocks import Facts, Fold, Remark, Section, Table, Tone
from server.lenses.sql.lens import LENS
from server.model.event import Event
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines

LIST = "SELECT id, name FROM author"
EACH = "SELECT title FROM book WHERE author = ?"


def lazy(number: int, *, rows: int = 3, line: int = 14) -> tuple[Event, ...]:
    """Return a list query with so many rows, and one query for each of `number` of them."""
    each = (s.sql(EACH, str(one), at=1.4 + one / 10, line=line) for one in range(number))
    return (s.sql(LIST, rows=rows, line=13), *each)


def remarks(*events: Event) -> list[str]:
    """Return the remarks of the lens."""
    blocks = LENS.present(s.exchange(*events)).blocks
    return [str(block.sentence) for block in blocks if isinstance(block, Remark)]


def test_an_n_plus_1_is_named_with_its_line_and_its_remedy() -> None:
    """The list query, its rows, the line that queries for each of them, and the remedy."""
    view = LENS.present(s.exchange(*lazy(3)))
    remark = next(block for block in view.blocks if isinstance(block, Remark))
    assert str(remark.sentence) == (
        "This looks like N+1: a query at `shop/app.py:13` gave 3 rows, then the line `shop/app.py:14`"
        " asked 3 times, with other values."
    )
    assert remark.tone is Tone.WARNING
    assert "`JOIN`" in str(remark.remedy)
    assert (view.tone, view.count) == (Tone.WARNING, 4)


def test_the_remedy_is_one_of_the_library() -> None:
    """SQLAlchemy can load relationships with the list."""
    events = tuple(
        s.sql(one.body["statement"], at=one.at, line=14 if one.body["parameters"] else 13, rows=3,
              library="sqlalchemy", parameters=one.body["parameters"])
        for one in lazy(3)
    )  # fmt: skip
    remark = next(block for block in LENS.present(s.exchange(*events)).blocks if isinstance(block, Remark))
    assert "selectinload" in str(remark.remedy)


@pytest.mark.parametrize(
    "events",
    [
        lazy(2),
        tuple(s.sql(EACH, str(one), line=20 + one) for one in range(4)),
        (s.sql(LIST, rows=3), *(s.sql("INSERT INTO book VALUES (?)", str(one), line=14) for one in range(4))),
        (
            s.sql(LIST, rows=3),
            *(s.sql(EACH, str(one), line=14, error="OperationalError: x") for one in range(3)),
        ),
    ],
    ids=["twice", "from several lines", "inserts", "refused"],
)
def test_other_repeats_are_not_called_n_plus_1(events: tuple[Event, ...]) -> None:
    """Only two, other lines, statements without rows, and failed ones."""
    assert not [
        sentence for sentence in remarks(*events) if sentence.startswith(("This looks like N+1", "The line"))
    ]


def test_a_repeat_without_a_list_is_a_repeat() -> None:
    """No earlier query gave the rows, and none is guessed."""
    (sentence,) = remarks(*lazy(3)[1:])
    assert (
        sentence == "The line `shop/app.py:14` sent the same statement 3 times, each time with other values."
    )
    (sentence,) = remarks(*lazy(6, rows=1)[1:])
    assert "6 times" in sentence


def test_the_same_query_again_is_reported() -> None:
    """With equal parameters the first result could have been kept."""
    (sentence,) = remarks(*(s.sql(EACH, "7", line=14) for _ in range(3)))
    assert sentence == "The line `shop/app.py:14` sent the same query 3 times."


def test_repeats_are_grouped_and_all_are_listed_in_order() -> None:
    """Each group with its values, then the table of all statements."""
    view = LENS.present(s.exchange(*lazy(3)))
    repeated, order, alone = (block for block in view.blocks if isinstance(block, Section))
    (group,) = (block for block in repeated.blocks if isinstance(block, Fold))
    assert str(group.sentence) == f"3 times: `{EACH}`"
    assert group.open
    (table,) = (block for block in order.blocks if isinstance(block, Table))
    assert [str(row.cells[4]) for row in table.rows] == [f"`{LIST}`", *[f"`{EACH}`"] * 3]
    assert len(alone.blocks) == 1


def test_statements_are_formatted_with_their_parameters() -> None:
    """Each clause is on its own line; parameters are listed with name and type."""
    found = lines(LENS, s.exchange(s.sql("select a from b where c = ?", "7", batches=2)))
    assert "SELECT" in found
    assert any(line.strip() == "WHERE" for line in found)
    assert any("1  str  7" in line for line in found)
    assert any("2 sets of values" in line for line in found)


def test_transactions_are_plain_and_failures_are_errors() -> None:
    """A COMMIT is a row of the table; a failed statement marks the tab."""
    commit = s.sql("COMMIT", operation="commit", rows=None)
    view = LENS.present(
        s.exchange(commit, s.sql("SELECT * FROM nowhere", error="OperationalError: no such table"))
    )
    assert view.tone is Tone.ERROR
    (section,) = [block for block in view.blocks if isinstance(block, Section)][:1]
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    assert [row.tone for row in table.rows] == [Tone.MUTED, Tone.ERROR]
    assert table.rows[1].mark == "failed"


def test_the_journey_shows_the_statement_and_its_rows() -> None:
    """In one line."""
    assert str(LENS.journey.summarise(s.sql(rows=1)).sentence) == "`SELECT id FROM book` (1 row)"
    assert str(LENS.journey.summarise(s.sql("COMMIT", operation="commit", rows=None)).sentence) == "`COMMIT`"
    assert LENS.journey.summarise(s.sql(error="OperationalError: x")).tone is Tone.ERROR


def test_malformed_statements_do_not_break_the_page() -> None:
    """They are shown as unreadable."""
    assert "Could not read" in str(LENS.present(s.exchange(s.sql(statement=7))).blocks)  # type: ignore[arg-type]  # odd on purpose


def test_an_operation_that_may_not_have_been_sent_says_so_and_is_not_counted() -> None:
    """In the table it has no number, and the number on the tab is that of the statements."""
    begin, rollback = (
        s.sql(word.upper(), operation=word, rows=None, library="sqlalchemy", implicit=True)
        for word in ("begin", "rollback")
    )
    commit = s.sql("COMMIT", operation="commit", rows=None)
    exchange = s.exchange(begin, s.sql(LIST), commit, rollback)
    view = LENS.present(exchange)
    (table,) = (
        table
        for section in view.blocks
        if isinstance(section, Section)
        for table in section.blocks
        if isinstance(table, Table)
    )
    assert [str(row.cells[0]) for row in table.rows] == ["", "1", "2", ""]
    assert str(table.rows[0].cells[4]) == "`BEGIN` by SQLAlchemy (the driver sends it when it has to)"
    assert str(LENS.journey.summarise(rollback).sentence) == (
        "`ROLLBACK` by SQLAlchemy (the driver sends it if a transaction is open)"
    )
    (facts,) = (block for block in view.blocks if isinstance(block, Facts))
    assert (str(facts.rows[0].value), view.count) == ("2", 2)
