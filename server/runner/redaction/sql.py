"""Finds the positional parameters of a statement that belong to a column with a secret name."""

import re
from typing import Final

from server.runner.redaction.names import is_secret

READ_CHARACTERS: Final = 8000
PARAMETER_LIMIT: Final = 200
_QUOTED: Final = re.compile(r"'[^']*'")
_PLACEHOLDER: Final = re.compile(r"\?|%s")
_COMPARED: Final = re.compile(
    r"(\w{1,64})[\"`\]]?\s{0,8}(?:=|<>|!=|<=?|>=?|\blike\b|\bis\b)\s{0,8}$", re.IGNORECASE
)
_INSERT: Final = re.compile(
    r"\b(?:insert|replace)\b[^(]{0,200}\((?P<columns>[^()]{1,4000})\)\s{0,20}values\s{0,20}\(", re.IGNORECASE
)


def secret_parameters(statement: str) -> frozenset[str]:
    """Return the numbers, from "1", of the parameters that are stored in or compared with a secret column."""
    text = _QUOTED.sub("''", statement[:READ_CHARACTERS])
    insert = _INSERT.search(text)
    columns = [_unquoted(name) for name in insert["columns"].split(",")] if insert else []
    numbers = set()
    for number, placeholder in enumerate(_PLACEHOLDER.finditer(text)):
        if number >= PARAMETER_LIMIT:
            break
        name = ""
        if insert is not None and placeholder.start() >= insert.end():
            index = text.count(",", insert.end(), placeholder.start())
            name = columns[index] if index < len(columns) else ""
        if not name:
            compared = _COMPARED.search(text[max(0, placeholder.start() - 100) : placeholder.start()])
            name = compared[1] if compared else ""
        if is_secret(name):
            numbers.add(str(number + 1))
    return frozenset(numbers)


def _unquoted(name: str) -> str:
    """Return the name of a column without its quotes."""
    return name.strip().strip('"`[]')
