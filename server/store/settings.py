"""The user's settings: JSON values by name."""

import json
from collections.abc import Callable
from typing import Any

from server.store.access import TableAccess
from server.store.checked.values import MISFITS, from_json_text

_TABLE = "settings"


class Settings:
    """Settings by name."""

    def __init__(self, tables: TableAccess) -> None:
        self._tables = tables

    def get(self, key: str, default: Any = None, fits: Callable[[Any], bool] = lambda value: True) -> Any:
        """Return the value of `key`; `default` if there is none, if it is no JSON, or if it does not fit."""
        found = self._tables.read("SELECT value FROM settings WHERE key = ?", (key,))
        if not found:
            return default
        try:
            value = from_json_text(found[0][0])
        except MISFITS as error:
            self._tables.set_aside.add(_TABLE, key, error)
            return default
        if fits(value):
            return value
        self._tables.set_aside.add(_TABLE, key, ValueError("the value is none of those that are allowed"))
        return default

    def set(self, key: str, value: Any) -> None:
        """Store a JSON value under `key`; TypeError if it is not JSON."""
        self._tables.write("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, json.dumps(value)))
        self._tables.set_aside.forget(_TABLE, key)
