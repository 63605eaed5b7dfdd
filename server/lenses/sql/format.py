"""Statements set out over several lines; the grammar is loaded when the first one is shown."""

import logging
import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 4000
DIALECTS: Final = {"sqlite": "sqlite", "postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql"}
"""What sqlglot calls the dialects whose grammar is used; the others are read as SQL in general."""

_SPACES: Final = re.compile(r"\s+")


@lru_cache(maxsize=512)
def pretty(statement: str, dialect: str) -> str:
    """The statement with a line for each clause and its keywords in capitals.

    It stays as it is where it is too long, cannot be parsed, or would be worded otherwise: what is shown is
    what was sent.
    """
    if len(statement) > LONGEST or not statement.strip():
        return statement
    import sqlglot  # noqa: PLC0415 - slow to import, and most pages show no statement
    from sqlglot.errors import SqlglotError  # noqa: PLC0415 - likewise

    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    grammar = DIALECTS.get(dialect)
    try:
        (parsed,) = sqlglot.parse(statement, dialect=grammar)
        shown = "" if parsed is None else parsed.sql(grammar, pretty=True, normalize_functions=False)
    except (SqlglotError, ValueError, RecursionError):
        return statement
    return shown if _words(shown) == _words(statement) else statement


def _words(statement: str) -> str:
    """What a statement says, however it is set."""
    return _SPACES.sub("", statement).rstrip(";").casefold()
