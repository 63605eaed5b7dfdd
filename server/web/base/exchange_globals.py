"""Give templates the functions that draw an exchange."""

import secrets

from flask import Flask

from server.lenses.render.exchange_panel import build_panel


def register(app: Flask) -> None:
    """Give templates `build_panel(exchange, sensors)` and `panel_name()`."""
    app.jinja_env.globals.update(build_panel=build_panel, panel_name=panel_name)


def panel_name() -> str:
    """Return a random prefix for the ids of one panel: two panels on a page must not share ids."""
    return f"x{secrets.token_hex(4)}"
