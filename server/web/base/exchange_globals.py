"""The functions with which templates draw an exchange; they import the lenses when the first one is drawn."""

import secrets
from typing import TYPE_CHECKING

from flask import Flask, url_for

from server.model.exchange import Exchange
from server.model.guest import SensorState

if TYPE_CHECKING:
    from server.lenses.journey.journey import Journey
    from server.lenses.render.exchange_panel import Panel


def register(app: Flask) -> None:
    """Give templates the functions that draw an exchange."""
    app.jinja_env.globals.update(
        build_panel=build_panel, panel_name=panel_name, is_large=is_large, shown_journey=shown_journey
    )


def build_panel(exchange: Exchange, sensors: tuple[SensorState, ...] = ()) -> "Panel":
    """Return all that a page shows of an exchange."""
    from server.lenses.render import exchange_panel  # noqa: PLC0415 - the home page shows no exchange

    return exchange_panel.build_panel(exchange, sensors)


def is_large(exchange: Exchange) -> bool:
    """Return whether the page of a stored exchange is to fetch parts of it on demand."""
    from server.lenses.render import on_demand  # noqa: PLC0415 - as above

    return on_demand.is_large(exchange)


def shown_journey(exchange: Exchange, panel: "Panel") -> "Journey":
    """Return the Journey as a page shows it: that of a large exchange fetches the details of its lines."""
    from server.lenses.render.on_demand import without_details  # noqa: PLC0415 - as above

    if not is_large(exchange):
        return panel.journey
    return without_details(
        panel.journey, lambda place: url_for("exchanges.journey_line", id=exchange.id, place=place)
    )


def panel_name() -> str:
    """Return a random prefix for the ids of one panel: two panels on a page must not share ids."""
    return f"x{secrets.token_hex(4)}"
