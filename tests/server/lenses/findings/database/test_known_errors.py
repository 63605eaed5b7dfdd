"""Tests of findings about exceptions of databases."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="sqlite-other-thread",
        app="database",
        shows=Sent(path="/other-thread"),
        says="A connection to SQLite was opened in one thread and used in another.",
        silent=Sent(path="/own-connection"),
    ),
    Case(
        code="database-locked",
        app="database",
        shows=Sent(path="/locked"),
        says="Another connection held the lock for writing to the SQLite file until the time was up.",
        silent=Sent(path="/own-connection"),
    ),
    Case(
        code="table-missing",
        app="database",
        shows=Sent(path="/no-table"),
        says="The database that the app has opened lacks a table: `no such table: reader`.",
        silent=Sent(path="/own-connection"),
    ),
    Case(
        code="column-missing",
        app="database",
        shows=Sent(path="/no-column"),
        says="A table of the database lacks a column: `no such column: born`.",
        silent=Sent(path="/own-connection"),
    ),
    Case(
        code="detached-instance",
        app="database",
        shows=Sent(path="/detached"),
        says="An object of a session that has ended was asked for data that had not been loaded.",
        silent=Sent(path="/attached"),
    ),
    Case(
        code="pending-rollback",
        app="database",
        shows=Sent(path="/pending"),
        says="A statement failed before, and the transaction of the session was not rolled back.",
        silent=Sent(path="/attached"),
    ),
    Case(
        code="pool-exhausted",
        app="database",
        shows=Sent(path="/pool"),
        says="All connections of the pool are in use, and none was given back in time.",
        silent=Sent(path="/attached"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
