"""An app with objects whose `repr` hangs, raises, exits, logs or is endless."""

from __future__ import annotations

import logging
import threading
from typing import Any

from flask import Flask, g, render_template_string

app = Flask(__name__)


class HangingRepr:
    """An object whose `repr` hangs."""

    def __repr__(self) -> str:
        threading.Event().wait()
        return "never"


class RaisingRepr:
    """An object whose `repr` raises."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


class ExitingRepr:
    """An object whose `repr` ends its thread."""

    def __repr__(self) -> str:
        raise SystemExit


class LoggingRepr:
    """An object whose `repr` logs, and needs the app's context."""

    def __repr__(self) -> str:
        logging.getLogger("repr").warning("described")
        return f"<Logs {g.get('who')}>"


class LongRepr:
    """An object whose `repr` is very long."""

    def __repr__(self) -> str:
        return "x" * 100_000


@app.route("/")
def index() -> str:
    """Pass them all to a template that does not show them."""
    g.who = "me"
    values: dict[str, Any] = {
        "hangs": HangingRepr(),
        "raises": RaisingRepr(),
        "exits": ExitingRepr(),
        "logs": LoggingRepr(),
        "long": LongRepr(),
        "nested": [{"raises": RaisingRepr()}],
        "plain": {"a": [1, (2,), {3}]},
    }
    values["itself"] = loop = [1]
    loop.append(loop)  # type: ignore[arg-type]  # the loop is the point
    return render_template_string("shown", **values)
