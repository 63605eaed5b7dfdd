"""Adapter to Flask 3.1: as 3.0, but since 3.1.3 reading `session` of the context marks it accessed."""

from __future__ import annotations

from typing import Any

from .flask22 import Flask22


class Flask31(Flask22):
    """The session is behind a property in later releases."""

    since = (3, 1)

    def session(self, context: Any) -> Any:
        """Return the session object without marking it accessed."""
        state = vars(context)
        return state["_session"] if "_session" in state else state.get("session")
