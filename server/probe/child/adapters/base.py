"""What the sensors ask of Flask's internals."""

from __future__ import annotations

from typing import Any


class Adapter:
    """Flask 2.2 and later, as far as the versions agree; every method may be asked inside a request only."""

    since: tuple[int, int] = (2, 2)

    def context(self) -> Any:
        """The current request's context, or None."""
        raise NotImplementedError

    def context_class(self) -> Any:
        """The class whose `match_request` routes a request."""
        raise NotImplementedError

    def request(self) -> Any:
        """The current request object, or None."""
        context = self.context()
        return None if context is None else context.request

    def session(self, context: Any) -> Any:
        """The session object as it is, without marking it accessed; None before it is opened."""
        raise NotImplementedError

    def app_of(self, first: Any) -> Any:
        """The app from the first argument of `flask.templating._render` and `_stream`."""
        return first
