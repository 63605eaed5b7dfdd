"""Start the app of a target, or switch to it if it is open: an app has one entry in the list of open apps."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Final

from server import preferences
from server.model.guest import GuestState, Target, TargetKind
from server.runner.environments.choice import InterpreterChoice
from server.runner.guests.guests import Guest
from server.runner.guests.start_settings import StartSettings
from server.runner.targets.same_app import is_same_app
from server.store.records import ProjectSettings
from server.web.base.context import services, settings
from server.web.open_app import interpreter

_ALIVE: Final = (GuestState.STARTING, GuestState.READY)
# Two clicks on the same button are two requests at the same time.
_OPENING: Final = threading.Lock()


def start(target: Target, choice: InterpreterChoice, python: Path | None = None) -> Guest:
    """Return the guest of an app, which runs with the limits and the port of the app.

    A guest of the same app is started again if it has ended, or if the user named another interpreter for it.
    `python` is the program of the chosen interpreter, None for our own.
    """
    store = services().store
    store.recent.touch(target, interpreter.remembered(choice))
    with _OPENING:
        guest = open_guest(target)
        if guest is not None:
            is_alive = guest.status.state in _ALIVE
            if not is_alive or (choice.is_named and python != guest.python):
                restart_on(guest, choice, python)
            return guest
        _keep_interpreter(target, choice)
        chosen = store.projects.settings(target)
        guest = services().guests.open(
            target,
            python=python,
            limits=preferences.limits(settings(), chosen),
            port=chosen.port or chosen.last_port,
            notice=interpreter.lazy_notice(choice, target),
            settings=_start_settings(target, chosen),
        )
    store.projects.add_opening(guest.id, target)
    follow_saves(guest)
    return guest


def restart_on(guest: Guest, choice: InterpreterChoice, python: Path | None) -> None:
    """Restart a guest on an interpreter, with what is stored for its app."""
    _keep_interpreter(guest.target, choice)
    guest.notice = interpreter.lazy_notice(choice, guest.target)
    guest.use_python(python)
    configure(guest)
    guest.restart()


def _keep_interpreter(target: Target, choice: InterpreterChoice) -> None:
    if choice.is_named:
        projects = services().store.projects
        kept = interpreter.to_keep(choice, target)
        projects.save(target, replace(projects.settings(target), python=kept))


def configure(guest: Guest) -> None:
    """Have the next start of a guest use what is stored for its app."""
    chosen = services().store.projects.settings(guest.target)
    guest.configure(preferences.limits(settings(), chosen), chosen.port)
    guest.use_settings(_start_settings(guest.target, chosen))


def _start_settings(target: Target, chosen: ProjectSettings) -> StartSettings:
    secrets = services().secrets.of(target)
    variables = {
        each.name: secrets.get(each.name, "") if each.secret else each.value for each in chosen.variables
    }
    return StartSettings(
        entry=chosen.entry or "",
        arguments=chosen.arguments or "",
        folder=Path(chosen.folder) if chosen.folder else None,
        variables=variables,
        secrets=frozenset(each.name for each in chosen.variables if each.secret),
    )


def follow_saves(guest: Guest) -> None:
    """Have a guest restarted when its source is saved, unless the user has switched that off."""
    if is_watchable(guest.target):
        guest.watch(services().store.projects.settings(guest.target).restart_on_save)


def is_watchable(target: Target) -> bool:
    """Return whether the user can save its source: that of a lab only in a working copy."""
    return target.kind is not TargetKind.LAB or services().working_copies.contains(target.root)


def open_guest(target: Target) -> Guest | None:
    """Return the guest of this app, in any state; None if it is not open."""
    return next((guest for guest in services().guests.all() if is_same_app(guest.target, target)), None)
