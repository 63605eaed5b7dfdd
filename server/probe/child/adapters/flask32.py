"""Flask 3.2: one context for app and request, the session opened late, and handed to the dispatch methods."""

from __future__ import annotations

from typing import Any

from .base import Adapter


class Flask32(Adapter):
    """Contexts in `flask.globals._cv_app`."""

    since = (3, 2)

    def __init__(self) -> None:
        from flask import ctx
        from flask.globals import _cv_app

        self._app_context = _cv_app
        self._class = ctx.AppContext

    def context(self) -> Any:
        """The current request's context, or None."""
        context = self._app_context.get(None)
        has_request = getattr(context, "has_request", False)
        return context if has_request else None

    def context_class(self) -> Any:
        """The class whose `match_request` routes a request."""
        return self._class

    def session(self, context: Any) -> Any:
        """The session object as it is; None as long as nobody opened it."""
        return vars(context).get("_session")

    def app_of(self, first: Any) -> Any:
        """The app of the context that the template functions are given."""
        return first.app
