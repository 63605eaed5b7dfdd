"""The services of the app that answers now."""

from typing import Final, cast

from flask import current_app

from server.resources import Resources
from server.services import Services
from server.store.settings import Settings

SERVICES: Final = "fumehood.services"
RESOURCES: Final = "fumehood.resources"


def services() -> Services:
    """The object graph behind the current request."""
    return cast(Services, current_app.extensions[SERVICES])


def settings() -> Settings:
    """What the user has set."""
    return services().store.settings


def resources() -> Resources:
    """Our own files."""
    return cast(Resources, current_app.extensions[RESOURCES])
