"""Flask 2.2 to 3.0: a request context of its own, whose session is a plain attribute."""

from __future__ import annotations

from typing import Any

from .base import Adapter


class Flask22(Adapter):
    """Contexts in `flask.globals._cv_request`."""

    since = (2, 2)

    def __init__(self) -> None:
        from flask import ctx
        from flask.globals import _cv_request

        self._request_context = _cv_request
        self._class = ctx.RequestContext

    def context(self) -> Any:
        """The current request's context, or None."""
        return self._request_context.get(None)

    def context_class(self) -> Any:
        """The class whose `match_request` routes a request."""
        return self._class

    def session(self, context: Any) -> Any:
        """The session object as it is; the attribute is plain, so reading it marks nothing."""
        return context.session
