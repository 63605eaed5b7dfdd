"""An app that raises exceptions in hooks, views, templates and error handlers."""

from __future__ import annotations

import contextlib
from typing import Any

from flask import Flask, Response, render_template_string, request

app = Flask(__name__)


class Refused(Exception):  # noqa: N818 - apps have exceptions of such names
    """An exception of the app."""


@app.before_request
def before() -> None:
    """Raise if the path says so."""
    if request.path == "/before":
        raise Refused("before")


@app.after_request
def after(response: Response) -> Response:
    """Raise if the path says so."""
    if request.path == "/after":
        raise Refused("after")
    return response


@app.teardown_request
def teardown(error: BaseException | None) -> None:
    """Raise if the path says so."""
    if request.path == "/teardown":
        raise Refused("teardown")


@app.errorhandler(Refused)
def refused(error: Refused) -> Any:
    """Handle the exception, or raise another one."""
    if request.path == "/handler":
        raise RuntimeError("the handler broke") from error
    return "refused", 418


@app.route("/<path:any>")
def answer(any: str) -> str:  # noqa: A002 - the name is the test's
    """Do what the path says."""
    numbers = {"one": 1}
    if any == "view":
        return str(numbers["two"])
    if any == "template":
        return render_template_string("a\nb {{ 1 // zero }}", zero=0)
    if any == "handler":
        raise Refused("handler")
    if any == "cause":
        try:
            numbers["three"]
        except KeyError as error:
            raise ValueError("because") from error
    if any == "swallowed":
        with contextlib.suppress(KeyError):
            numbers["four"]
    if any == "wrong":
        return 42  # type: ignore[return-value]  # the mistake under test
    if any == "deep":
        return str(deep(200))
    return any


def deep(levels: int) -> int:
    """Raise many calls down."""
    return deep(levels - 1) if levels else 1 // 0
