"""The databases of sqlite3 that the app has opened, so that the host can ask for plans of its statements."""

from __future__ import annotations

from typing import Any

from ..sensors.sql.opened_databases import opened


def answer(_app: Any, _question: dict[str, Any]) -> dict[str, Any]:
    """Return the files, the one that was opened last first, and whether there was a database without one."""
    return {"files": list(opened.files)[::-1], "memory": opened.memory}
