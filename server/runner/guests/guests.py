"""All guests of this Fumehood: opened, looked up by id, and closed together."""

import importlib.util
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from server.model.exchange import Exchange
from server.model.guest import Target, TargetKind
from server.model.mail import MailMessage
from server.model.notice import LazyNotice
from server.model.notifications import ExchangeUpdated, MailCaught, Notification, Subscriber
from server.runner.guests.fork_servers import ForkServers
from server.runner.guests.guest import Guest
from server.runner.guests.limits_monitor import LimitsMonitor
from server.runner.guests.notification_queue import NotificationQueue
from server.runner.guests.run import LaunchSpec
from server.runner.guests.session import SharedResources
from server.runner.guests.start_settings import StartSettings
from server.runner.guests.warm_pool import WarmPool
from server.runner.mail.catcher import MailCatcher
from server.runner.processes.limits import Limits
from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.processes.supervised_programs import Programs
from server.runner.recording.task_updates import TaskUpdates
from server.runner.recording.weight import weight_of_all

__all__ = ["Guest", "Guests"]


class Guests:
    """The guests that are open; every method may be called from any thread.

    `notify` is called with everything that happens to them (server/model/notifications.py says when, and on
    which thread); an exception in it does not harm the guests.
    `next_id` gives an exchange its number in the store; without it every exchange has id 0.
    `warm` is how many processes are kept warm for each interpreter in use, so that a restart is quick.
    `script` replaces the probe's boot script in tests of the runner. `fork_servers` belong to other guests;
    without them these have some of their own. `pause_seconds` is how long `breakpoint()` pauses a request at
    most; with 0 it never does, because nobody could let it go on.
    """

    def __init__(  # noqa: PLR0913 - each has a default
        self,
        *,
        notify: Subscriber | None = None,
        next_id: Callable[[], int] | None = None,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
        warm: int = 0,
        script: Path | None = None,
        fork_servers: ForkServers | None = None,
        pause_seconds: float = 0.0,
    ) -> None:
        self._limits = limits
        self._script = script
        self._guests: dict[str, Guest] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._notify = notify or _ignore
        self.scratch_folders = ScratchFolders()
        self.programs = Programs(self.scratch_folders)
        self._monitor = LimitsMonitor()
        self._notifications = NotificationQueue()
        self.fork_servers = fork_servers or ForkServers()
        self._owns_fork_servers = fork_servers is None
        self._warm_pool = WarmPool(warm, self._monitor, self.fork_servers)
        self._catcher = MailCatcher(self._publish_mail)
        self._shared = SharedResources(
            warm_pool=self._warm_pool,
            notifications=self._notifications,
            notify=self._notify,
            next_id=next_id or (lambda: 0),
            waitress=lent_waitress_folder(),
            pause_seconds=pause_seconds,
            mail_port=self._catcher.port_of,
            task_updates=TaskUpdates(self._publish_update),
        )

    def open(  # noqa: PLR0913 - each under its name
        self,
        target: Target,
        *,
        python: Path | None = None,
        limits: Limits | None = None,
        port: int | None = None,
        notice: LazyNotice | None = None,
        settings: StartSettings | None = None,
    ) -> Guest:
        """Start a guest and return at once; `python` None means our own interpreter.

        It is served on `port` if that can be had, or else on any free one. `notice` is what the bench says
        about the interpreter, `settings` what the user has set for the app.

        RuntimeError after `close`.
        """
        spec = self._spec(python, limits)
        if target.kind is TargetKind.LAB:
            spec = replace(spec, scratch=self.scratch_folders)
        guest = Guest(target, spec, self._shared, port)
        guest.notice = notice
        if settings is not None:
            guest.use_settings(settings)
        with self._lock:
            if self._closed:
                raise RuntimeError("the guests are closed")
            self._guests[guest.id] = guest
        guest.restart()
        return guest

    def fill_warm_pool(self, *, python: Path | None = None, limits: Limits | None = None) -> None:
        """Start the warm processes before the first guest is opened; return at once."""
        self._warm_pool.fill(self._spec(python, limits))

    def get(self, id: str) -> Guest | None:  # noqa: A002 - it is the guest's id
        """Return the guest of that id; None if there is none."""
        with self._lock:
            return self._guests.get(id)

    def all(self) -> tuple[Guest, ...]:
        """Return every guest, in the order opened."""
        with self._lock:
            return tuple(self._guests.values())

    def remove(self, id: str, *, wait: bool = True) -> None:  # noqa: A002 - it is the guest's id
        """Stop a guest and remove it from the list; ignore an unknown id.

        With `wait=False` return at once: `close` waits for its end.
        """
        with self._lock:
            guest = self._guests.pop(id, None)
        if guest is not None:
            guest.watch(False)
            guest.stop(wait=wait)
            self._catcher.release(id)

    def close(self, deadline: float = 3.0) -> None:
        """End every guest and warm process within about `deadline` seconds; no process of theirs is left."""
        limit = time.monotonic() + deadline
        with self._lock:
            self._closed = True
            guests = tuple(self._guests.values())
        for guest in guests:
            guest.watch(False)
            guest.stop(wait=False)
        self._warm_pool.close()
        if self._owns_fork_servers:
            self.fork_servers.close()
        self.programs.close(_left(limit))
        for guest in guests:
            guest.stop(_left(limit))
        for run in self._monitor.runs():
            run.close(_left(limit))
        self._monitor.close(_left(limit))
        self._catcher.close(_left(limit))
        self._notifications.close(_left(limit))
        self.scratch_folders.close()

    def _spec(self, python: Path | None, limits: Limits | None) -> LaunchSpec:
        return LaunchSpec(python=python, limits=limits or self._limits, script=self._script)

    def _publish_update(self, exchange: Exchange) -> None:
        """Publish an exchange as it is by then: two workers may report updates of it at the same time."""
        latest = self._shared.task_updates.latest
        self._notifications.post(
            lambda: self._notify(ExchangeUpdated(latest(exchange))),
            patient=True,
            weight=weight_of_all(exchange.events),
        )

    def _publish_mail(self, message: MailMessage) -> None:
        """Publish at once, on the SMTP server's thread: the answer to the guest depends on it."""
        guest = self.get(message.guest)
        name = guest.target.name if guest is not None else ""
        self._notify(MailCaught(replace(message, app=name)))


def lent_waitress_folder() -> str:
    """Return the folder of the Waitress that we lend to guests without one; empty if it is not on disk."""
    spec = importlib.util.find_spec("waitress")
    folders = spec.submodule_search_locations if spec is not None else None
    folder = Path(next(iter(folders), "")) if folders else Path()
    return str(folder) if os.path.isfile(folder / "__init__.py") else ""


def _left(limit: float) -> float:
    """Return the seconds until `limit` (monotonic), and at least a moment."""
    return max(limit - time.monotonic(), 0.05)


def _ignore(_: Notification) -> None:
    """Do nothing, where there is no subscriber."""
