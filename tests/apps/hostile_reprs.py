"""Objects whose repr hangs, raises, lies or is endless."""

from __future__ import annotations

import logging
import threading
from typing import Any

from flask import Flask, g, render_template_string

app = Flask(__name__)


class Hangs:
    """Waits for ever."""

    def __repr__(self) -> str:
        threading.Event().wait()
        return "never"


class Raises:
    """Raises."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


class Exits:
    """Raises what ends a thread."""

    def __repr__(self) -> str:
        raise SystemExit


class Logs:
    """Logs, and needs the app's context."""

    def __repr__(self) -> str:
        logging.getLogger("repr").warning("described")
        return f"<Logs {g.get('who')}>"


class Long:
    """Says too much."""

    def __repr__(self) -> str:
        return "x" * 100_000


@app.route("/")
def index() -> str:
    """Gives them all to a template that shows none."""
    g.who = "me"
    values: dict[str, Any] = {
        "hangs": Hangs(),
        "raises": Raises(),
        "exits": Exits(),
        "logs": Logs(),
        "long": Long(),
        "nested": [{"raises": Raises()}],
        "plain": {"a": [1, (2,), {3}]},
    }
    values["itself"] = loop = [1]
    loop.append(loop)  # type: ignore[arg-type]  # the loop is the point
    return render_template_string("shown", **values)
