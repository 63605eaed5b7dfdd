"""The sensors, in the order of attaching; each has a `NAME`, `FLASK` (needs it) and `attach(probe)`.

One that watches libraries names them in `NEEDS`, pairs of a module and what people call it; one suffices.
One that may be hindered says by what in `hindered(probe)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..patch import import_hooks
from . import (
    cookie,
    exception,
    flash,
    form,
    hook,
    job,
    log,
    login,
    output,
    response,
    session,
    signal,
    template,
    view,
    warning,
    wsgi,
)
from .mail import sensor as mail
from .routing import sensor as routing
from .sql import sensor as sql
from .token import sensor as token

if TYPE_CHECKING:
    from ..recording.probe import Probe

SENSORS: tuple[Any, ...] = (
    wsgi,
    exception,
    routing,
    session,
    hook,
    view,
    template,
    sql,
    mail,
    signal,
    flash,
    form,
    login,
    token,
    job,
    log,
    warning,
    output,
    cookie,
    response,
)


def attach_all(probe: Probe) -> dict[str, str]:
    """Attach every sensor that can be; returns why for each that cannot."""
    failed = {}
    for sensor in SENSORS:
        if sensor.FLASK and probe.adapter is None:
            continue
        try:
            sensor.attach(probe)
        except Exception as error:
            failed[sensor.NAME] = f"It could not be attached: {type(error).__name__}: {error}"
    return failed


def states(probe: Probe, failed: dict[str, str], *, flask: bool) -> list[dict[str, str | None]]:
    """What `ready` says of each sensor; `flask` is whether the guest has made a Flask app."""
    found: list[dict[str, str | None]] = []
    for sensor in SENSORS:
        state, why = "on", None
        if sensor.NAME in failed:
            state, why = "off", failed[sensor.NAME]
        elif sensor.FLASK and probe.adapter is None:
            state, why = "absent", probe.absent
        elif sensor.FLASK and not flask:
            state, why = "absent", "The guest is not a Flask app."
        else:
            why = lacking(getattr(sensor, "NEEDS", ()))
            state = "absent" if why else "on"
            hindrance = getattr(sensor, "hindered", unhindered)(probe)
            if hindrance:
                state, why = "off", hindrance
            failure = import_hooks.failure_of(sensor.NAME)
            if failure:
                state, why = "off", failure
        found.append({"name": sensor.NAME, "state": state, "why": why})
    return found


def unhindered(_: Probe) -> str | None:
    """Why a sensor that may always watch cannot: there is no reason."""
    return None


def lacking(needs: tuple[tuple[str, str], ...]) -> str | None:
    """Why there is nothing to watch, None where there is something or nothing was needed."""
    if not needs or import_hooks.imported(*(module for module, _ in needs)):
        return None
    here = [title for module, title in needs if import_hooks.installed(module)]
    if here:
        return f"The app has not imported {' or '.join(here)}."
    return f"{' and '.join(title for _, title in needs)} {'is' if len(needs) == 1 else 'are'} not installed."
