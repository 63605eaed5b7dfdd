"""Flask 3.1: as before, but since 3.1.3 reading `session` of the context marks it accessed."""

from __future__ import annotations

from typing import Any

from .flask22 import Flask22


class Flask31(Flask22):
    """The session behind its property where there is one."""

    since = (3, 1)

    def session(self, context: Any) -> Any:
        """The session object as it is, without marking it accessed."""
        state = vars(context)
        return state["_session"] if "_session" in state else state.get("session")
