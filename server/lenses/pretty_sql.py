"""Statements set out over several lines; the grammar is loaded when the first one is shown."""

import logging
from functools import lru_cache
from typing import Final

LONGEST: Final = 4000
_DIALECTS: Final = {"postgresql": "postgres", "mariadb": "mysql", "mssql": "tsql"}


@lru_cache(maxsize=512)
def pretty(statement: str, dialect: str) -> str:
    """The statement with a line for each clause; as it is where it is too long, or cannot be parsed."""
    if len(statement) > LONGEST or not statement.strip():
        return statement
    import sqlglot  # noqa: PLC0415 - slow to import, and most pages show no statement
    from sqlglot.errors import SqlglotError  # noqa: PLC0415 - likewise

    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    try:
        (parsed,) = sqlglot.parse(statement, dialect=_DIALECTS.get(dialect, dialect))
        return statement if parsed is None else parsed.sql(_DIALECTS.get(dialect, dialect), pretty=True)
    except (SqlglotError, ValueError, RecursionError):
        return statement
