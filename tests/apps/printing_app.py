"""An app that prints in each possible way."""

from __future__ import annotations

import contextlib
import io
import sys
import warnings

from flask import Flask

app = Flask(__name__)


@app.route("/")
def index() -> str:
    """Print to both streams, in parts, and through logging and warnings."""
    print("one", 2)
    print("oh", file=sys.stderr)
    sys.stdout.write("no end")
    app.logger.warning("logged")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("warned", UserWarning, stacklevel=1)
    return f"{type(sys.stdout).__name__} {sys.stdout is sys.__stdout__} {sys.stdout.write('ab')}"


@app.route("/elsewhere")
def elsewhere() -> str:
    """Print into a string."""
    kept = io.StringIO()
    with contextlib.redirect_stdout(kept):
        print("kept")
    return kept.getvalue()


@app.route("/own")
def own() -> str:
    """Replace the stream by another one on the same descriptor."""
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), encoding="utf-8", line_buffering=True)  # noqa: SIM115 - it stays
    return "set"


@app.route("/line")
def line() -> str:
    """Print one line."""
    print("a line")
    return "printed"


@app.route("/wrong")
def wrong() -> str:
    """Write bytes to a text stream."""
    try:
        sys.stdout.write(b"bytes")  # type: ignore[arg-type]  # on purpose
    except TypeError as error:
        return type(error).__name__
    return "no error"


@app.route("/flood")
def flood() -> str:
    """Print very much."""
    for number in range(1000):
        print("x" * 100, number)
    return "flooded"


@app.route("/long")
def long() -> str:
    """Print much at once."""
    print("y" * 5000)
    return "long"
