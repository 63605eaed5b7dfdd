"""An app in which each part of a request can raise an exception that is no Exception."""

import threading
from collections.abc import Iterator

from flask import Flask, Response, request


class Farewell(SystemExit):
    """A subclass of SystemExit."""


class Odd(BaseException):
    """An exception of the app's own that is no Exception."""


RAISED = {
    "exit": SystemExit(3),
    "farewell": Farewell("bye"),
    "interrupt": KeyboardInterrupt(),
    "generator-exit": GeneratorExit(),
    "odd": Odd("odd"),
}

app = Flask(__name__)


def fail(place: str) -> None:
    """Raise what the request asks for, if it asks for it at this place."""
    if request.view_args and request.view_args.get("place") == place:
        raise RAISED[request.args["what"]]


@app.before_request
def before() -> None:
    """Fail before the view."""
    fail("before")


@app.after_request
def after(response: Response) -> Response:
    """Fail after the view."""
    fail("after")
    return response


@app.teardown_request
def teardown(error: "BaseException | None") -> None:
    """Fail in the end."""
    fail("teardown")


@app.get("/<place>")
def view(place: str) -> str | Response:
    """Fail in the view, in a thread of it, or while the body is sent."""
    fail("view")
    raised = RAISED.get(request.args.get("what", ""))

    def body(first: tuple[str, ...]) -> Iterator[str]:
        yield from first
        assert raised is not None
        raise raised

    def work() -> None:
        assert raised is not None
        raise raised

    if place == "body":
        return Response(body(("first",)))
    if place == "empty-body":
        return Response(body(()))
    if place == "thread":
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    return "answered"
