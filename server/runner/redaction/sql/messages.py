"""Redacts the parameters that SQLAlchemy lists after the statement in the messages of its errors."""

import re
from collections.abc import Callable
from typing import Final

from server.runner.redaction.sql.parser_budget import ParserBudget
from server.runner.redaction.sql.statement import read_statement

_STATEMENT: Final = "[SQL: "
_PARAMETERS: Final = re.compile(r"\]\n\[parameters: (?=[(\[])")
# A string, a bracket, a comma, or whatever stands between these.
_PART: Final = re.compile(
    r"[bBrRuU]{0,2}(?:'(?:[^'\\\n]|\\.)*+'?|\"(?:[^\"\\\n]|\\.)*+\"?)|[()\[\],]|[^()\[\],'\"\n]++"
)
_NESTED: Final = 2


def redact_listed(text: str, empty: Callable[[str], str], budget: ParserBudget | None = None) -> str:
    """Return a message in which `empty` has replaced each literal that is a secret parameter."""
    start = text.find(_STATEMENT)
    listed = _PARAMETERS.search(text, start) if start >= 0 else None
    if listed is None:
        return text
    secret = read_statement(text[start + len(_STATEMENT) : listed.start()], "", budget).parameters
    end = text.find("\n", listed.end())
    end = len(text) if end < 0 else end
    if not secret:
        return text
    return text[: listed.end()] + _redact_tuples(text[listed.end() : end], secret, empty) + text[end:]


def _redact_tuples(values: str, secret: frozenset[str], empty: Callable[[str], str]) -> str:
    """Return tuples in which the literals with these numbers are emptied; each tuple is counted anew."""
    first = 1 if values.startswith("(") else _NESTED
    parts: list[str] = []
    depth, number = 0, 1
    for match in _PART.finditer(values):
        part = match[0]
        if part in ("(", "["):
            depth += 1
            number = 1 if depth == first else number
        elif part in (")", "]"):
            depth -= 1
        elif part == "," and depth == first:
            number += 1
        elif part.lstrip("bBrRuU")[:1] in ("'", '"') and depth >= first and str(number) in secret:
            part = empty(part)
        parts.append(part)
    return "".join(parts)
