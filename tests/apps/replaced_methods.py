"""Flask apps, each below its own path, whose methods are replaced on the instance or overridden."""

from functools import partial
from typing import Any

from flask import Flask, Response, request
from flask.globals import app_ctx
from werkzeug.middleware.dispatcher import DispatcherMiddleware


def with_views(made: Flask) -> Flask:
    """Add the same views and hooks to an app."""

    @made.get("/")
    def index() -> str:
        return "hello"

    @made.get("/crash")
    def crash() -> dict[str, Any]:
        return {"missing": made.config["missing"]}

    @made.before_request
    def look() -> None:
        pass

    @made.after_request
    def mark(response: Response) -> Response:
        return response

    @made.teardown_request
    def forget(_: Any) -> None:
        pass

    return made


class OwnDispatch(Flask):
    """Overrides what Flask does with a request and with exceptions, without super."""

    def dispatch_request(self, *_: Any) -> Any:
        """Call the view without `ensure_sync`."""
        rule = request.url_rule
        assert rule is not None
        return self.view_functions[rule.endpoint](**(request.view_args or {}))

    def handle_user_exception(self, *given: Any) -> Any:
        """Answer every exception."""
        return {"error": str(given[-1])}, 500


class OwnFullDispatch(Flask):
    """Swallows what a view raises, before Flask can handle it."""

    def full_dispatch_request(self, *given: Any) -> Any:
        """Do without hooks and handlers."""
        try:
            answer = self.dispatch_request(*given)
        except KeyError:
            answer = "sorry"
        return self.make_response(answer)


class OwnPreprocess(Flask):
    """Calls hooks in its own way."""

    def preprocess_request(self, *_: Any) -> Any:
        """Call them without `ensure_sync`."""
        for hook in self.before_request_funcs[None]:
            hook()


class PastRegistry(Flask):
    """Calls hooks that it has kept in a place of its own."""

    def preprocess_request(self, *_: Any) -> Any:
        """Call them without `ensure_sync`."""
        for hook in vars(self)["before_request_funcs"][None]:
            hook()


class OwnAround(Flask):
    """Calls the hooks after the view and at the end in its own way."""

    def process_response(self, *given: Any) -> Any:
        """Call them in the order in which they were registered."""
        for hook in self.after_request_funcs.get(None, ()):
            given = (*given[:-1], hook(given[-1]))
        return given[-1]

    def do_teardown_request(self, *given: Any) -> None:
        """Call them backwards, as Flask does."""
        for hook in reversed(self.teardown_request_funcs.get(None, ())):
            hook(None)


class CallsSuper(Flask):
    """Overrides a method and calls Flask's own."""

    def dispatch_request(self, *given: Any) -> Any:
        """Do as Flask does."""
        return super().dispatch_request(*given)


class Silent(Flask):
    """Never asks its registry for a view."""

    def dispatch_request(self, *_: Any) -> Any:
        """Answer by itself."""
        return "silent"


class Toolbar:
    """Replaces a method on the instance, as Flask-DebugToolbar does."""

    def __init__(self, made: Flask) -> None:
        self.app = made
        made.dispatch_request = self.dispatch_request  # type: ignore[method-assign]

    def dispatch_request(self, *_: Any) -> Any:
        """Call the view without `ensure_sync`."""
        rule = request.url_rule
        assert rule is not None
        view = self.app.view_functions.get(rule.endpoint)
        assert view is not None
        return view(**(request.view_args or {}))


def error_router(original: Any, *given: Any) -> Any:
    """Answer errors of the API, as Flask-RESTX does; leave the others to Flask."""
    if request.path == "/crash":
        return app_ctx.app.make_response(({"message": type(given[-1]).__name__}, 500))
    return original(*given)


def routed() -> Flask:
    """Return an app whose exception handling is replaced on the instance."""
    made = with_views(Flask("routed"))
    made.handle_exception = partial(error_router, made.handle_exception)  # type: ignore[method-assign]
    made.handle_user_exception = partial(  # type: ignore[method-assign]
        error_router, made.handle_user_exception
    )

    @made.get("/other")
    def other() -> str:
        raise ValueError("other")

    return made


toolbar = with_views(Flask("toolbar"))
Toolbar(toolbar)
app = DispatcherMiddleware(
    with_views(Flask("root")),
    {
        "/own": with_views(OwnDispatch("own")),
        "/full": with_views(OwnFullDispatch("full")),
        "/hooks": with_views(OwnPreprocess("hooks")),
        "/past": with_views(PastRegistry("past")),
        "/around": with_views(OwnAround("around")),
        "/super": with_views(CallsSuper("super")),
        "/silent": with_views(Silent("silent")),
        "/toolbar": toolbar,
        "/routed": routed(),
    },
)
