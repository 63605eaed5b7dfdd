"""Every page of the workbench."""

from typing import Final

from flask import Blueprint

from server.web import bench, events, exchanges, handbook, home, mail, opening, settings

ALL: Final[tuple[Blueprint, ...]] = (
    home.blueprint,
    opening.blueprint,
    bench.blueprint,
    exchanges.blueprint,
    mail.blueprint,
    events.blueprint,
    handbook.blueprint,
    settings.blueprint,
)
