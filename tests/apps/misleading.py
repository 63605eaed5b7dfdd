"""Apps in which an explanation that sounds right would be false, each below its own path."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Flask, Response, abort, redirect, request, session
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, Rule

from tests.apps import replaced_methods

Environ = dict[str, Any]
Start = Callable[..., Any]

shop = Flask("shop")
shop.secret_key = "a-key-of-33-characters-and-no-more"


class Guarded(BaseConverter):
    """A converter that answers by itself."""

    def to_python(self, value: str) -> str:
        """Refuse everything with an exception of its own."""
        if value == "broken":
            raise RuntimeError(value)
        abort(404)


shop.url_map.converters["guarded"] = Guarded


@shop.get("/")
def index() -> str:
    """Answer."""
    return "hello"


@shop.get("/slash/", endpoint="not.a_blueprint")
def slash() -> str:
    """Answer, under an endpoint with a dot that belongs to no blueprint."""
    return "slash"


@shop.get("/guarded/<guarded:value>")
def guarded(value: str) -> str:
    """Never run."""
    return value


@shop.get("/forbidden")
def forbidden() -> str:
    """End with an exception that is a response."""
    abort(403)


@shop.get("/nothing")
def nothing() -> Any:
    """Return nothing."""
    return None


@shop.get("/breaks-off")
def break_off() -> Iterator[str]:
    """Begin a body, and fail before its end."""
    yield "begun"
    raise EOFError


@shop.get("/crash")
def crash() -> str:
    """Fail."""
    raise KeyError("crash")


@shop.get("/handled")
def handled() -> str:
    """Fail in a way that is handled."""
    raise LookupError("handled")


@shop.get("/badly-handled")
def badly_handled() -> str:
    """Fail in a way whose handler returns nothing."""
    raise ArithmeticError("badly handled")


@shop.errorhandler(LookupError)
def handle(error: LookupError) -> tuple[str, int]:
    """Answer, but leave KeyErrors to Flask."""
    if isinstance(error, KeyError):
        raise error
    return "sorry", 400


@shop.errorhandler(ArithmeticError)
def forget(error: ArithmeticError) -> Any:
    """Return nothing."""


@shop.get("/swapped")
def swapped() -> str:
    """Answer, in vain."""
    return "never seen"


@shop.after_request
def swap(response: Response) -> Response:
    """Put another response in the place of one."""
    return Response("swapped") if request.path == "/swapped" else response


@shop.get("/cached")
def cached() -> Response:
    """Answer without a body."""
    return Response(status=304)


@shop.get("/parts")
def parts() -> Response:
    """Answer in two parts that are ready before."""
    return Response([b"one", b"two"])


@shop.get("/emptied")
def emptied() -> str:
    """Empty the session."""
    session["user"] = "Ada"
    session.clear()
    return "emptied"


@shop.get("/elsewhere")
def elsewhere() -> Any:
    """Redirect by itself."""
    return redirect("/shop/")


@shop.get("/inner")
def inner() -> str:
    """Answer, though a request that it sends to the same app fails."""
    shop.test_client().get("/crash")
    return "inner"


@shop.teardown_request
def clear_up(_: BaseException | None) -> None:
    """Fail, if it is asked to."""
    if request.args.get("fail") == "late":
        raise RuntimeError("late")


shop.url_map.add(Rule("/moved", endpoint="index", redirect_to="/"))


class KeptSession(dict[str, Any], SessionMixin):
    """A session that notices nothing."""


class ServerSide(SessionInterface):
    """Keeps the session on the server, for everybody."""

    kept = KeptSession()

    def open_session(self, app: Flask, request: Any) -> KeptSession:
        """Return the one session."""
        return KeptSession(self.kept)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Keep it, without a cookie."""
        ServerSide.kept = KeptSession(session)


kept = Flask("kept")
kept.session_interface = ServerSide()


@kept.get("/<value>")
def keep(value: str) -> str:
    """Keep a value."""
    session["value"] = value
    return "kept"


class NoSession(ServerSide):
    """Never opens a session."""

    def open_session(self, app: Flask, request: Any) -> Any:
        """Return none, for a reason of its own."""
        return None


closed = Flask("closed")
closed.secret_key = "a-key-of-33-characters-and-no-more"
closed.session_interface = NoSession()
closed.add_url_rule("/", view_func=index)

trusted = Flask("trusted")
trusted.config["TRUSTED_HOSTS"] = ["example.test"]
trusted.add_url_rule("/", view_func=index)

loud = Flask("loud")
loud.config["PROPAGATE_EXCEPTIONS"] = True
loud.add_url_rule("/", view_func=crash)


def bare(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Answer without Flask."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"bare"]


def softening(app: Any) -> Any:
    """Return a middleware that answers one path itself, and makes 200 of each 404."""

    def middleware(environ: Environ, start_response: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/health":
            return bare(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response("200 OK" if status.startswith("404") else status, headers, *more)

        answer: Iterator[bytes] = app(environ, start)
        return answer

    return middleware


soft = Flask("soft")
soft.add_url_rule("/", view_func=index)

app = DispatcherMiddleware(
    bare,
    {
        "/shop": ProxyFix(shop),
        "/kept": kept,
        "/closed": closed,
        "/trusted": trusted,
        "/loud": loud,
        "/soft": softening(soft),
        "/replaced": replaced_methods.app,
    },
)
