"""Formats SQL statements over several lines; the parser is imported when the first one is shown."""

import logging
import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 4000
DIALECTS: Final = {"sqlite": "sqlite", "postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql"}
"""What sqlglot calls the dialects whose grammar is used; the others are read as SQL in general."""

_SPACES: Final = re.compile(r"\s+")


@lru_cache(maxsize=512)
def pretty_sql(statement: str, dialect: str) -> str:
    """Return the statement with one line for each clause and its keywords in capitals.

    A statement that is too long, cannot be parsed, or would change in more than layout is returned unchanged:
    the user sees what was sent.
    """
    if len(statement) > LONGEST or not statement.strip():
        return statement
    import sqlglot  # noqa: PLC0415 - slow to import, and most pages show no statement

    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    grammar = DIALECTS.get(dialect)
    try:
        (parsed,) = sqlglot.parse(statement, dialect=grammar)
        shown = "" if parsed is None else parsed.sql(grammar, pretty=True, normalize_functions=False)
    except Exception:  # the parser raises more than its own errors for what it does not expect
        return statement
    return shown if _words(shown) == _words(statement) else statement


def _words(statement: str) -> str:
    """Return the tokens of a statement, whatever its layout."""
    return _SPACES.sub("", statement).rstrip(";").casefold()
