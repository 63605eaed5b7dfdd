"""Writes every statement that SQLite runs in this process to a file, whatever else observes the process.

Python imports this module at start if its folder is on PYTHONPATH. SQLite itself reports the statements,
through its trace callback. Each line of the file named by REAL_PROJECTS_TRACE is JSON:
`{"at", "thread", "sql"}`, `at` in seconds since the epoch.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from typing import Any

TRACE = os.environ.get("REAL_PROJECTS_TRACE", "")
_connect = sqlite3.dbapi2.connect


def _write(sql: str) -> None:
    line = json.dumps({"at": time.time(), "thread": threading.current_thread().name, "sql": sql})
    with open(TRACE, "a", encoding="utf-8") as file:
        file.write(line + "\n")


def _traced_connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
    connection: sqlite3.Connection = _connect(*arguments, **options)
    connection.set_trace_callback(_write)
    return connection


if TRACE:
    for module in (sqlite3, sqlite3.dbapi2):
        setattr(module, "connect", _traced_connect)  # noqa: B010 - mypy refuses an assignment
