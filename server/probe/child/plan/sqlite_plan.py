"""The script that asks SQLite for the plans of statements, without running them and without changing a file.

Standard input is `{"file": path, "statements": [text]}`, standard output `{"plans": [{"steps": [[id, parent,
text]], "problem": text or null}]}`, both JSON.

It is a process of its own. In the process of the app, closing the file would release the locks that the app
has on it. The file is opened without a lock where nobody can be writing a log beside it, and otherwise as one
more reader of that log, for which no writer waits.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
from typing import Any
from urllib.parse import quote

STEPS_LIMIT = 200
TEXT_LIMIT = 500
# So many instructions of SQLite's machine, for one statement.
WORK_LIMIT = 2_000_000
WAIT_SECONDS = 1.0

HEADER = b"SQLite format 3\x00"
VERSION_OFFSET = 18
WAL_VERSION = 2
PLANNED = re.compile(
    r"(?:\s|\(|--[^\n]*\n|/\*.*?\*/)*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|VALUES)\b",
    re.IGNORECASE | re.DOTALL,
)
"""The beginning of a statement that has a plan: others might act while they are compiled."""
EXPECTED = re.compile(r"statement uses (\d+)")
BINDINGS_LIMIT = 2_000


class NothingForEach(dict):  # type: ignore[type-arg]  # it is empty
    """The value NULL for each parameter with a name."""

    def __missing__(self, _name: str) -> None:
        return None


def main() -> None:
    """Answer the question on standard input."""
    question = json.load(sys.stdin)
    statements = [str(each) for each in question["statements"]]
    json.dump({"plans": plans_in(str(question["file"]), statements)}, sys.stdout)


def plans_in(file: str, statements: list[str]) -> list[dict[str, Any]]:
    """Return the plan of each statement for the database in a file, or why there is none."""
    try:
        connection = open_unchanged(file)
    except (OSError, sqlite3.Error) as error:
        return [no_plan(str(error)) for _ in statements]
    try:
        return [plan_of(connection, statement) for statement in statements]
    finally:
        connection.close()


def open_unchanged(file: str) -> sqlite3.Connection:
    """Open a database so that neither it nor the files beside it can change."""
    if not os.path.isfile(file):
        raise OSError("there is no such file")
    with open(file, "rb") as found:
        header = found.read(VERSION_OFFSET + 1)
    if header[: len(HEADER)] != HEADER:
        raise OSError("the file is not a database, or is empty")
    has_log = header[VERSION_OFFSET] == WAL_VERSION and os.path.exists(file + "-wal")
    mode = "mode=ro" if has_log else "immutable=1"
    address = f"file:{quote(os.path.abspath(file))}?{mode}"
    connection = sqlite3.connect(address, timeout=WAIT_SECONDS, isolation_level=None, uri=True)
    try:
        for pragma in ("query_only = ON", "trusted_schema = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.set_authorizer(only_plans)
        connection.set_progress_handler(lambda: 1, WORK_LIMIT)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def only_plans(action: int, *_details: str | None) -> int:
    """Allow what a plan needs; refuse to attach files and to change settings."""
    refused = (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA)
    return sqlite3.SQLITE_DENY if action in refused else sqlite3.SQLITE_OK


def plan_of(connection: sqlite3.Connection, statement: str) -> dict[str, Any]:
    """Return the plan of one statement, whose parameters are all NULL."""
    if PLANNED.match(statement) is None:
        return no_plan("a statement of this kind has no plan")
    try:
        rows = explain(connection, f"EXPLAIN QUERY PLAN {statement}")
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        return no_plan(str(error))
    steps = [[int(row[0]), int(row[1]), str(row[3])[:TEXT_LIMIT]] for row in rows]
    return {"steps": steps, "problem": None}


def explain(connection: sqlite3.Connection, question: str) -> list[Any]:
    """Return the rows of an explanation; the number of its parameters is learned from the first refusal."""
    try:
        return connection.execute(question, NothingForEach()).fetchmany(STEPS_LIMIT)
    except sqlite3.ProgrammingError:
        pass
    try:
        return connection.execute(question).fetchmany(STEPS_LIMIT)
    except sqlite3.ProgrammingError as error:
        expected = EXPECTED.search(str(error))
        if expected is None:
            raise
    count = min(int(expected[1]), BINDINGS_LIMIT)
    return connection.execute(question, [None] * count).fetchmany(STEPS_LIMIT)


def no_plan(problem: str) -> dict[str, Any]:
    """Return that there is no plan, and why."""
    return {"steps": [], "problem": problem[:TEXT_LIMIT]}


if __name__ == "__main__":
    main()
