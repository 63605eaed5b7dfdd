"""Adapter to Flask 2.2 to 3.0: a separate request context, whose session is a plain attribute."""

from __future__ import annotations

from typing import Any

from .base import Adapter


class Flask22(Adapter):
    """Contexts are in `flask.globals._cv_request`."""

    since = (2, 2)

    def __init__(self) -> None:
        from flask import ctx
        from flask.globals import _cv_request

        self._request_context = _cv_request
        self._class = ctx.RequestContext

    def context(self) -> Any:
        """Return the current request's context, or None."""
        return self._request_context.get(None)

    def context_class(self) -> Any:
        """Return the class whose `match_request` routes a request."""
        return self._class

    def session(self, context: Any) -> Any:
        """Return the session object; the attribute is plain, so reading it marks nothing."""
        return context.session
