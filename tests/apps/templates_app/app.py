"""Templates with a parent, an include, a macro, a context processor, inline and streamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask, render_template, render_template_string, stream_template

app = Flask(__name__)


class Slow:
    """Its repr is bad."""

    def __repr__(self) -> str:
        raise ValueError("no repr")


@app.context_processor
def season() -> dict[str, str]:
    """Adds the season to every template."""
    return {"season": "winter"}


@app.route("/child")
def child() -> str:
    """A child of a base, with a part and a macro."""
    return render_template("child.html", name="Ann", rows=[1, 2], slow=Slow())


@app.route("/inline")
def inline() -> str:
    """From a string."""
    return render_template_string("Hello {{ name }}", name="Ann")


@app.route("/stream")
def stream() -> Iterator[str]:
    """Bit by bit."""
    return stream_template("child.html", name="Ann", rows=range(3), slow=None)


@app.route("/two")
def two() -> str:
    """Two templates in one view."""
    return render_template("part.html") + render_template("part.html")


@app.route("/missing")
def missing() -> Any:
    """One that is not there."""
    return render_template("nowhere.html")
