"""The interface through which the sensors access Flask's internals."""

from __future__ import annotations

from typing import Any


class Adapter:
    """Flask 2.2 and later, as far as the versions agree; call its methods within a request only."""

    since: tuple[int, int] = (2, 2)

    def context(self) -> Any:
        """Return the current request's context, or None."""
        raise NotImplementedError

    def context_class(self) -> Any:
        """Return the class whose `match_request` routes a request."""
        raise NotImplementedError

    def request(self) -> Any:
        """Return the current request object, or None."""
        context = self.context()
        return None if context is None else context.request

    def session(self, context: Any) -> Any:
        """Return the session object without marking it accessed; None before it is opened."""
        raise NotImplementedError

    def app_of(self, first: Any) -> Any:
        """Return the app from the first argument of `flask.templating._render` and `_stream`."""
        return first
