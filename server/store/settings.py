"""The user's settings: JSON values by name."""

import json
from typing import Any

from server.store.access import TableAccess


class Settings:
    """Settings by name."""

    def __init__(self, tables: TableAccess) -> None:
        self._tables = tables

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of `key`, or `default`."""
        found = self._tables.read("SELECT value FROM settings WHERE key = ?", (key,))
        return json.loads(found[0][0]) if found else default

    def set(self, key: str, value: Any) -> None:
        """Store a JSON value under `key`; TypeError if it is not JSON."""
        self._tables.write("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, json.dumps(value)))
