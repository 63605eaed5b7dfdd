"""Adapter to Flask 3.2: one context for app and request, in which the session is opened late."""

from __future__ import annotations

from typing import Any

from .base import Adapter


class Flask32(Adapter):
    """Contexts are in `flask.globals._cv_app`."""

    since = (3, 2)

    def __init__(self) -> None:
        from flask import ctx
        from flask.globals import _cv_app

        self._app_context = _cv_app
        self._class = ctx.AppContext

    def context(self) -> Any:
        """Return the current request's context, or None."""
        context = self._app_context.get(None)
        has_request = getattr(context, "has_request", False)
        return context if has_request else None

    def context_class(self) -> Any:
        """Return the class whose `match_request` routes a request."""
        return self._class

    def session(self, context: Any) -> Any:
        """Return the session object; None until it is opened."""
        return vars(context).get("_session")

    def app_of(self, first: Any) -> Any:
        """Return the app of the context that the template functions are given."""
        return first.app
