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
COMPARED: Final = 300  # characters of a statement; events hold no more than 4,000
_COMMENT: Final = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
_QUOTED_NAME_OR_VALUE: Final = re.compile(
    r"""(?P<name>"(?:[^"]|"")*"|`[^`]*`|\[[^]'"]*\])"""
    r"""|x?'(?:[^']|'')*'|\?\d*|[:@$][A-Za-z_]\w*|(?<![\w."])[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?\b|\bNULL\b""",
    re.IGNORECASE,
)


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
    """Return the statements that SQLite ran from `since` on, without those that it runs inside of others.

    SQLite writes `-- ` before the statements of a trigger and of a virtual table (full-text search), which no
    program sent.
    """
    if not trace.is_file():
        return []
    lines = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    return [line["sql"] for line in lines if line["at"] >= since and not line["sql"].startswith("-- ")]


def compare_statements(events: Iterable[Event], traced: Iterable[str]) -> StatementCount:
    """Compare statements without their values, for SQLite traces them with the values filled in.

    Where a transaction begins and ends is left out; the tests of the sensor compare it.
    A statement that failed is left out, since SQLite traces what it runs.
    """
    shown = Counter(
        shape
        for event in events
        if event.kind == "sql" and event.body.get("dialect") == "sqlite" and not event.body.get("error")
        for shape in _executions(event)
    )
    seen = Counter(shape_of(statement) for statement in traced)
    for shape in [*shown, *seen]:
        if shape.split(" ")[0].upper() in CONTROL:
            del shown[shape], seen[shape]
    return StatementCount(
        shown=shown.total(),
        traced=seen.total(),
        missing=tuple(sorted((seen - shown).elements())),
        surplus=tuple(sorted((shown - seen).elements())),
    )


def _executions(event: Event) -> list[str]:
    """Return the shape of each statement that the event stands for."""
    text = str(event.body["statement"])
    if event.body.get("operation") == "executescript":
        return [shape_of(statement) for statement in split_script(text)]
    return [shape_of(text)] * int(event.body.get("batches") or 1)


def split_script(script: str) -> list[str]:
    """Return the statements of a script, as SQLite sees their ends."""
    statements, current = [], ""
    for part in script.split(";"):
        current += part + ";"
        if sqlite3.complete_statement(current):
            statements.append(current.strip())
            current = ""
    return [statement for statement in statements if shape_of(statement)]


def shape_of(statement: str) -> str:
    """Return the beginning of a statement with `?` for each value, without comments and line ends."""
    text = _QUOTED_NAME_OR_VALUE.sub(lambda match: match["name"] or "?", _COMMENT.sub(" ", statement))
    return " ".join(text.rstrip("; \n\t").split())[:COMPARED].strip()
