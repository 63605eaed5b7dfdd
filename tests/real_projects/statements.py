"""Compares the statements that Fumehood shows with those that SQLite traced."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.model.event import Event

CONTROL: Final = frozenset({"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", ""})
COMMENT: Final = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementCount:
    """How many statements were shown and how many SQLite traced while requests were answered."""

    shown: int
    traced: int
    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether each traced statement was shown, and no other."""
        return not self.missing and not self.surplus


def traced_statements(trace: Path, since: float) -> list[str]:
    """Return the statements that SQLite ran from `since` on, without those that it runs inside of others."""
    if not trace.is_file():
        return []
    lines = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    return [line["sql"] for line in lines if line["at"] >= since and not line["sql"].startswith("--")]


def compare_statements(events: Iterable[Event], traced: Iterable[str]) -> StatementCount:
    """Compare statements by their first words, for SQLite traces them with their values filled in.

    Where a transaction begins and ends is left out: SQLAlchemy reports its own, also where SQLite has none.
    """
    shown = Counter(
        words
        for event in events
        if event.kind == "sql" and event.body.get("dialect") == "sqlite" and not event.body.get("error")
        for words in _executions(event)
    )
    seen = Counter(_words(statement) for statement in traced)
    for words in [*shown, *seen]:
        if words.split(" ")[0] in CONTROL:
            del shown[words], seen[words]
    return StatementCount(
        shown=shown.total(),
        traced=seen.total(),
        missing=tuple(sorted((seen - shown).elements())),
        surplus=tuple(sorted((shown - seen).elements())),
    )


def _executions(event: Event) -> list[str]:
    """Return the first words of each statement that the event stands for."""
    text = str(event.body["statement"])
    if event.body.get("operation") == "executescript":
        return [_words(statement) for statement in split_script(text)]
    return [_words(text)] * int(event.body.get("batches") or 1)


def split_script(script: str) -> list[str]:
    """Return the statements of a script, as SQLite sees their ends."""
    statements, current = [], ""
    for part in script.split(";"):
        current += part + ";"
        if sqlite3.complete_statement(current):
            statements.append(current.strip())
            current = ""
    return [statement for statement in statements if _words(statement)]


def _words(statement: str) -> str:
    """Return the first two words without comments, such as `INSERT INTO` or `SELECT USER.ID,`."""
    text = COMMENT.sub(" ", statement)
    return " ".join(text.replace(";", " ").upper().split()[:2])
