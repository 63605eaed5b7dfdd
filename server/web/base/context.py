"""Access to the services, settings and resources of the current app."""

from typing import Final, cast

from flask import Flask, current_app

from server.resources import Resources
from server.services import Services
from server.store.settings import Settings

SERVICES: Final = "fumehood.services"
RESOURCES: Final = "fumehood.resources"


def register(app: Flask, services: Services, resources: Resources) -> None:
    """Attach the services and the resource files to the app."""
    app.extensions[SERVICES] = services
    app.extensions[RESOURCES] = resources


def services() -> Services:
    """Return the services of the current app."""
    return cast(Services, current_app.extensions[SERVICES])


def settings() -> Settings:
    """Return the settings of the user."""
    return services().store.settings


def resources() -> Resources:
    """Return the locations of the templates, static files and translations."""
    return cast(Resources, current_app.extensions[RESOURCES])
