"""So much of the statements of an exchange is parsed."""

import pytest

from server.model.event import Event
from server.runner.redaction.events import redact_events
from server.runner.redaction.sql import columns
from server.runner.redaction.sql.parser_budget import PARSED_IN_EXCHANGE, ParserBudget
from tests.support.runner import sample_events


def statement(text: str) -> Event:
    """Return the event of a statement of SQLite."""
    body = {"library": "sqlite3", "dialect": "sqlite", "operation": "execute", "statement": text}
    return sample_events.event("sql", body | {"cut": False, "parameters": {}, "omitted": 0, "error": None})


def test_a_statement_that_was_parsed_takes_nothing() -> None:
    """Others are parsed while there is room for them."""
    budget = ParserBudget()
    half = "a" * (PARSED_IN_EXCHANGE // 2)
    assert [budget.allows(each) for each in (half, half, half + "b", half[1:], "c", "d", half)] == [
        True, True, False, True, True, False, True
    ]  # fmt: skip


@pytest.mark.hardness("guest-slow-text")
def test_an_exchange_of_slow_statements_is_read_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser sees so many characters of 30 statements, and the secret of none of them is shown."""
    parsed: list[str] = []

    def count(marked: str, dialect: str) -> frozenset[str] | None:
        parsed.append(marked)
        return None

    monkeypatch.setattr(columns, "secret_values", count)
    slow = "SELECT * FROM t WHERE password = 'hunter2-Zz9' AND " + "a AND " * 1000
    events = redact_events(statement(f"{slow} c{number}") for number in range(30))
    assert sum(map(len, parsed)) <= PARSED_IN_EXCHANGE
    assert parsed
    assert [event for event in events if "hunter2" in event.body["statement"]] == []
