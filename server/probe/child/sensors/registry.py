"""All sensors, how they are attached, and the state of each that the `ready` message reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..patch import import_hooks
from . import (
    app,
    cache,
    cookie,
    exception,
    flash,
    form,
    g,
    hook,
    http,
    job,
    log,
    login,
    output,
    response,
    session,
    signal,
    stream,
    template,
    thread,
    view,
    warning,
    wsgi,
)
from .config import sensor as config
from .mail import sensor as mail
from .routing import sensor as routing
from .sql import sensor as sql
from .token import sensor as token
from .websocket import sensor as websocket

if TYPE_CHECKING:
    from ..recording.probe import Probe
    from .sensor import Library, Sensor

SENSORS: tuple[Sensor, ...] = (
    wsgi.SENSOR,
    app.SENSOR,
    exception.SENSOR,
    routing.SENSOR,
    config.SENSOR,
    g.SENSOR,
    session.SENSOR,
    hook.SENSOR,
    view.SENSOR,
    template.SENSOR,
    sql.SENSOR,
    mail.SENSOR,
    http.SENSOR,
    cache.SENSOR,
    signal.SENSOR,
    flash.SENSOR,
    form.SENSOR,
    login.SENSOR,
    token.SENSOR,
    job.SENSOR,
    thread.SENSOR,
    websocket.SENSOR,
    log.SENSOR,
    warning.SENSOR,
    output.SENSOR,
    cookie.SENSOR,
    response.SENSOR,
    stream.SENSOR,
)
"""In the order in which they are attached, listed in `ready`, and notified at the end of an exchange."""


def attach_all(probe: Probe) -> dict[str, str]:
    """Attach every sensor that this guest can have; return the reason for each one that raised."""
    failures = {}
    for sensor in SENSORS:
        if sensor.needs_flask and probe.adapter is None:
            continue
        try:
            sensor.attach(probe)
        except Exception as error:
            failures[sensor.kind] = f"It could not be attached: {type(error).__name__}: {error}"
    return failures


def states(probe: Probe, failures: dict[str, str], *, has_flask_app: bool) -> list[dict[str, str | None]]:
    """Return name, state (`on`, `off` or `absent`) and reason of each sensor for the `ready` message."""
    found: list[dict[str, str | None]] = []
    for sensor in SENSORS:
        state, why = state_of(sensor, probe, failures.get(sensor.kind), has_flask_app=has_flask_app)
        found.append({"name": sensor.kind, "state": state, "why": why})
    return found


def state_of(
    sensor: Sensor, probe: Probe, failure: str | None, *, has_flask_app: bool
) -> tuple[str, str | None]:
    """Return state and reason of one sensor; `failure` is why it could not be attached."""
    if failure is not None:
        return "off", failure
    if sensor.needs_flask and probe.adapter is None:
        return "absent", probe.no_flask_reason
    if sensor.needs_flask and not has_flask_app:
        return "absent", "No Flask app was made while the guest was loaded."
    why_off = import_hooks.failure_of(sensor.kind) or sensor.blocked_by(probe)
    if why_off:
        return "off", why_off
    why_absent = missing_libraries(sensor.libraries)
    return ("absent" if why_absent else "on"), why_absent


def missing_libraries(libraries: tuple[Library, ...]) -> str | None:
    """Return why there is nothing to observe; None if the guest has imported one of these libraries."""
    if not libraries or import_hooks.is_any_imported(*(library.module for library in libraries)):
        return None
    installed = [library.title for library in libraries if import_hooks.is_installed(library.module)]
    if installed:
        return f"The app has not imported {' or '.join(installed)}."
    titles = " and ".join(library.title for library in libraries)
    return f"{titles} {'is' if len(libraries) == 1 else 'are'} not installed."
