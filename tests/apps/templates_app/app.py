"""An app with templates: a parent, an include, a macro, a context processor, inline and streamed ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask, render_template, render_template_string, stream_template

app = Flask(__name__)


class RaisingRepr:
    """An object whose `repr` raises."""

    def __repr__(self) -> str:
        raise ValueError("no repr")


@app.context_processor
def season() -> dict[str, str]:
    """Add the season to every template's context."""
    return {"season": "winter"}


@app.route("/child")
def child() -> str:
    """Render a template with a parent, an include and a macro."""
    return render_template("child.html", name="Ann", rows=[1, 2], slow=RaisingRepr())


@app.route("/inline")
def inline() -> str:
    """Render a template from a string."""
    return render_template_string("Hello {{ name }}", name="Ann")


@app.route("/stream")
def stream() -> Iterator[str]:
    """Stream a template."""
    return stream_template("child.html", name="Ann", rows=range(3), slow=None)


@app.route("/two")
def two() -> str:
    """Render two templates."""
    return render_template("part.html") + render_template("part.html")


@app.route("/missing")
def missing() -> Any:
    """Render a template that does not exist."""
    return render_template("nowhere.html")
