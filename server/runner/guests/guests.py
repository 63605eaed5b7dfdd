"""Every guest of this Fumehood: opened, found again, and ended together."""

import importlib.util
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.model.exchange import Exchange
from server.model.guest import Target, TargetKind
from server.model.mail import MailMessage
from server.runner.guests.dispatcher import Dispatcher
from server.runner.guests.guest import Guest
from server.runner.guests.limits_monitor import LimitsMonitor
from server.runner.guests.run import LaunchSpec
from server.runner.guests.session import SharedResources
from server.runner.guests.warm_pool import WarmPool
from server.runner.mail.catcher import Catcher
from server.runner.processes.limits import Limits
from server.runner.processes.programs import Programs
from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.recording.task_updates import TaskUpdates

__all__ = ["Guest", "Guests"]


class Guests:
    """The guests that are open; callbacks are called on threads of the runner, and may fail without harm.

    `on_change` is called with an exchange that had ended, when something came to it.

    `next_id` gives an exchange its number in the store; without it every exchange has id 0.
    `spares` is how many processes are kept warm for the interpreters in use, so that a restart is quick.
    `script` stands in for the probe where the runner itself is tested.
    """

    def __init__(  # noqa: PLR0913 - each is optional and named
        self,
        *,
        on_begin: Callable[[Exchange], None] | None = None,
        on_exchange: Callable[[Exchange], None] | None = None,
        on_status: Callable[[Guest], None] | None = None,
        on_change: Callable[[Exchange], None] | None = None,
        on_mail: Callable[[MailMessage], None] | None = None,
        next_id: Callable[[], int] | None = None,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
        spares: int = 0,
        script: Path | None = None,
    ) -> None:
        self._limits = limits
        self._script = script
        self._guests: dict[str, Guest] = {}
        self._lock = threading.Lock()
        self._closed = False
        self.scratch = ScratchFolders()
        self.programs = Programs(self.scratch)
        self._watch = LimitsMonitor()
        self._dispatcher = Dispatcher()
        self._spares = WarmPool(spares, self._watch)
        self._catcher = Catcher(on_mail or _ignore)
        changed = on_change or _ignore
        self._around = SharedResources(
            spares=self._spares,
            dispatcher=self._dispatcher,
            on_begin=on_begin or _ignore,
            on_exchange=on_exchange or _ignore,
            on_status=on_status or _ignore,
            next_id=next_id or (lambda: 0),
            waitress=lent_waitress(),
            mail_port=self._catcher.port_of,
            late=TaskUpdates(lambda exchange: self._dispatcher.post(lambda: changed(exchange), patient=True)),
        )

    def open(self, target: Target, *, python: Path | None = None, limits: Limits | None = None) -> Guest:
        """Start a guest and return at once; `python` None means our own interpreter."""
        recipe = self._recipe(python, limits)
        if target.kind is TargetKind.LAB:
            recipe = replace(recipe, scratch=self.scratch)
        guest = Guest(target, recipe, self._around)
        with self._lock:
            if self._closed:
                raise RuntimeError("the guests are closed")
            self._guests[guest.id] = guest
        guest.restart()
        return guest

    def warm(self, *, python: Path | None = None, limits: Limits | None = None) -> None:
        """Have spares ready before the first guest is opened; returns at once."""
        self._spares.fill(self._recipe(python, limits))

    def get(self, id: str) -> Guest | None:  # noqa: A002 - it is the guest's id
        """The guest of that id, or None."""
        with self._lock:
            return self._guests.get(id)

    def all(self) -> tuple[Guest, ...]:
        """Every guest, in the order opened."""
        with self._lock:
            return tuple(self._guests.values())

    def forget(self, id: str) -> None:  # noqa: A002 - it is the guest's id
        """Stop a guest and leave it out of the list."""
        with self._lock:
            guest = self._guests.pop(id, None)
        if guest is not None:
            guest.stop()
            self._catcher.release(id)

    def dismiss(self, id: str) -> None:  # noqa: A002 - it is the guest's id
        """Have a guest stopped and leave it out of the list; returns at once, `close` waits for its end."""
        with self._lock:
            guest = self._guests.pop(id, None)
        if guest is not None:
            guest.ask_to_stop()
            self._catcher.release(id)

    def close(self, deadline: float = 3.0) -> None:
        """End every guest and spare, within `deadline` seconds; nothing of them is left afterwards."""
        limit = time.monotonic() + deadline
        with self._lock:
            self._closed = True
            guests = tuple(self._guests.values())
        for guest in guests:
            guest.ask_to_stop()
        self._spares.close()
        self.programs.close(_left(limit))
        for guest in guests:
            guest.stop(_left(limit))
        for run in self._watch.runs():
            run.close(_left(limit))
        self._watch.close(_left(limit))
        self._catcher.close(_left(limit))
        self._dispatcher.close(_left(limit))
        self.scratch.close()

    def _recipe(self, python: Path | None, limits: Limits | None) -> LaunchSpec:
        return LaunchSpec(python=python, limits=limits or self._limits, script=self._script)


def lent_waitress() -> str:
    """The folder of our Waitress, for a guest that has none; empty if ours does not lie on disk."""
    found = importlib.util.find_spec("waitress")
    folders = found.submodule_search_locations if found is not None else None
    folder = Path(next(iter(folders), "")) if folders else Path()
    return str(folder) if (folder / "__init__.py").is_file() else ""


def _left(limit: float) -> float:
    """Seconds until `limit` (monotonic), and always a moment."""
    return max(limit - time.monotonic(), 0.05)


def _ignore(_: Any) -> None:
    """What is done where nobody listens."""
