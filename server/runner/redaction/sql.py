"""Which parameters of a statement are secrets, where they have no name but their place."""

import re
from typing import Final

from server.runner.redaction.names import is_secret

READ: Final = 8000
PLACES: Final = 200
_TEXTS: Final = re.compile(r"'[^']*'")
_MARK: Final = re.compile(r"\?|%s")
_COMPARED: Final = re.compile(
    r"(\w{1,64})[\"`\]]?\s{0,8}(?:=|<>|!=|<=?|>=?|\blike\b|\bis\b)\s{0,8}$", re.IGNORECASE
)
_INSERT: Final = re.compile(
    r"\b(?:insert|replace)\b[^(]{0,200}\((?P<columns>[^()]{1,4000})\)\s{0,20}values\s{0,20}\(", re.IGNORECASE
)


def secret_places(statement: str) -> frozenset[str]:
    """The numbers, from "1", of the parameters that a column of secrets is given or compared with."""
    text = _TEXTS.sub("''", statement[:READ])
    insert = _INSERT.search(text)
    columns = [_bare(name) for name in insert["columns"].split(",")] if insert else []
    found = set()
    for number, mark in enumerate(_MARK.finditer(text)):
        if number >= PLACES:
            break
        name = ""
        if insert is not None and mark.start() >= insert.end():
            place = text.count(",", insert.end(), mark.start())
            name = columns[place] if place < len(columns) else ""
        if not name:
            compared = _COMPARED.search(text[max(0, mark.start() - 100) : mark.start()])
            name = compared[1] if compared else ""
        if is_secret(name):
            found.add(str(number + 1))
    return frozenset(found)


def _bare(name: str) -> str:
    """A column without its quotes."""
    return name.strip().strip('"`[]')
