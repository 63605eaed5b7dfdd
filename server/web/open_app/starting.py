"""Start the app of a target, or switch to it if it is open: an app has one entry in the list of open apps."""

import threading
from pathlib import Path
from typing import Final

from server import preferences
from server.model.guest import GuestState, Target, TargetKind
from server.runner.environments.choice import InterpreterChoice
from server.runner.guests.guests import Guest
from server.runner.targets.same_app import is_same_app
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
    chosen = store.projects.settings(target)
    limits = preferences.limits(settings(), chosen)
    notice = interpreter.notice(choice, target)
    with _OPENING:
        guest = open_guest(target)
        if guest is not None:
            is_alive = guest.status.state in _ALIVE
            if is_alive and (not choice.is_named or python == guest.python):
                return guest
            guest.notice = notice
            guest.use_python(python)
            guest.configure(limits, chosen.port)
            guest.restart()
            return guest
        guest = services().guests.open(
            target, python=python, limits=limits, port=chosen.port or chosen.last_port, notice=notice
        )
    store.projects.add_opening(guest.id, target)
    follow_saves(guest)
    return guest


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
