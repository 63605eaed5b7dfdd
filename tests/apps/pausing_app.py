"""An app that stops at `breakpoint()`, raises exceptions, and goes on."""

from __future__ import annotations

from flask import Flask, request

app = Flask(__name__)


class Slow:
    """An object whose `repr` never comes to an end by itself."""

    def __repr__(self) -> str:
        while True:
            pass


@app.get("/stop")
def stop() -> str:
    """Stop in the middle of a view."""
    count = 3
    password = "hunter2-hunter2"
    slow = Slow()
    breakpoint()
    return f"{count} {bool(password)} {bool(slow)} {request.path}"


@app.get("/fail")
def fail() -> str:
    """Raise an exception that nothing handles."""
    wanted = "tea"
    raise LookupError(wanted)
