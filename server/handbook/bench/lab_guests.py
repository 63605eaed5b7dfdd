"""The guests of one lab that run from one folder: its app, and other files that claims run as apps."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from server.handbook.undecided import Undecided
from server.i18n import gettext as _
from server.model.guest import GuestState, GuestStatus, Target, TargetKind
from server.model.lab import Lab
from server.runner.guests.guests import Guest, Guests

START_SECONDS: Final = 30.0

Found = TypeVar("Found")


class LabGuests:
    """Starts a lab's guests on first use, and holds what its claims share; safe between threads.

    `folder` is a copy of the lab, None the printed lab. Once `stopped` is set, no guest is restarted.
    """

    def __init__(
        self, guests: Guests, lab: Lab, *, python: Path | None, folder: Path | None, stopped: threading.Event
    ) -> None:
        self.guests = guests
        self.lab = lab
        self.python = python
        self.folder = folder or lab.folder
        # Held by an experiment while it runs, so that no other sees what it does to a guest.
        self.experiment_lock = threading.Lock()
        self._stopped = stopped
        self._lock = threading.Lock()
        self._open: dict[str, Guest] = {}
        self._sharing = threading.RLock()  # reentrant: `find` may call `made`
        self._made: dict[str, Path] = {}
        self._found: dict[str, Any] = {}

    def guest(self, app: str | None = None) -> Guest:
        """Return the guest of the lab's app, or of another `app` of its folder; it may still be starting."""
        target = lab_target(self.lab, folder=self.folder, app=app)
        with self._lock:
            guest = self._open.get(target.app)
            if guest is None:
                guest = self._open[target.app] = self.guests.open(target, python=self.python)
            return guest

    def ready(self, app: str | None = None) -> Guest:
        """Return the guest of `app` once it serves; Undecided if it does not, even after one restart."""
        guest = self.guest(app)
        status = guest.wait(START_SECONDS)
        if status.state is not GuestState.READY and not self._stopped.is_set():
            # A crash that one claim causes must not decide the next.
            guest.restart()
            status = guest.wait(START_SECONDS)
        if status.state is GuestState.READY:
            return guest
        if status.problem is not None:
            raise Undecided(status.problem.cause, status.problem.remedy)
        raise Undecided(_("The lab's app did not start."), _("Look at what it printed, then try again."))

    def status(self) -> GuestStatus:
        """Return the status of the lab's guest once it serves or could not start."""
        return self.guest().wait(START_SECONDS)

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """Return the shared folder `name`; `make` fills it on first use."""
        with self._sharing:
            if name not in self._made:
                folder = self.guests.scratch_folders.make()
                try:
                    make(folder)
                except BaseException:
                    self.guests.scratch_folders.remove(folder)
                    raise
                self._made[name] = folder
            return self._made[name]

    def found(self, name: str, find: Callable[[], Found]) -> Found:
        """Return the shared value `name`; `find` computes it on first use."""
        with self._sharing:
            if name not in self._found:
                self._found[name] = find()
            value: Found = self._found[name]
            return value

    def stop(self) -> None:
        """Stop the guests in the background; later calls start new ones."""
        for guest in self._take():
            self.guests.remove(guest.id, wait=False)

    def close(self) -> None:
        """Stop the guests, and return when nothing of them is left."""
        for guest in self._take():
            self.guests.remove(guest.id)

    def _take(self) -> tuple[Guest, ...]:
        with self._lock:
            guests = tuple(self._open.values())
            self._open.clear()
            folders = tuple(self._made.values())
            self._made.clear()
            self._found.clear()
        for folder in folders:
            self.guests.scratch_folders.remove(folder)
        return guests


def lab_target(lab: Lab, *, folder: Path | None = None, app: str | None = None) -> Target:
    """Return what to run for a lab: its app or another `app`, from its own folder or a copy in `folder`."""
    return Target(
        kind=TargetKind.LAB,
        spec=f"lab:{lab.slug}",
        root=folder or lab.folder,
        app=app or lab.app,
        name=lab.title,
    )
