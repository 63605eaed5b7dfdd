"""What templates need to draw an exchange."""

import secrets

from flask import Flask

from server.lenses.render.panel import look


def register(app: Flask) -> None:
    """Give templates `look_inside(exchange, sensors)` and `panel_name()`."""
    app.jinja_env.globals.update(look_inside=look, panel_name=panel_name)


def panel_name() -> str:
    """A prefix for the ids of one panel: two on a page, or a fragment loaded later, never share one."""
    return f"x{secrets.token_hex(4)}"
