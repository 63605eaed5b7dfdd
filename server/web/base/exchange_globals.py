"""The functions with which templates draw an exchange."""

import secrets

from flask import Flask, url_for

from server.lenses.journey.journey import Journey
from server.lenses.render.exchange_panel import Panel, build_panel
from server.lenses.render.on_demand import is_large, without_details
from server.model.exchange import Exchange


def register(app: Flask) -> None:
    """Give templates the functions that draw an exchange."""
    app.jinja_env.globals.update(
        build_panel=build_panel, panel_name=panel_name, is_large=is_large, shown_journey=shown_journey
    )


def shown_journey(exchange: Exchange, panel: Panel) -> Journey:
    """Return the Journey as a page shows it: that of a large exchange fetches the details of its lines."""
    if not is_large(exchange):
        return panel.journey
    return without_details(
        panel.journey, lambda place: url_for("exchanges.journey_line", id=exchange.id, place=place)
    )


def panel_name() -> str:
    """Return a random prefix for the ids of one panel: two panels on a page must not share ids."""
    return f"x{secrets.token_hex(4)}"
