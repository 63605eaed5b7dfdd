"""The guests of one lab that run from one folder: its app, and those beside it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from server.handbook.undecided import Undecided
from server.model.guest import GuestState, GuestStatus, Target, TargetKind
from server.model.lab import Lab
from server.runner.guests.guests import Guest, Guests

START_SECONDS: Final = 30.0

Found = TypeVar("Found")


class LabGuests:
    """Starts a lab's guests when they are first asked for; safe between threads.

    `folder` is a copy of the lab, None the lab as printed; once `ended` is set, no guest is started anew.
    """

    def __init__(
        self, guests: Guests, lab: Lab, *, python: Path | None, folder: Path | None, ended: threading.Event
    ) -> None:
        self.guests = guests
        self.lab = lab
        self.python = python
        self.folder = folder or lab.folder
        # What is done to a guest by one experiment must not be seen by another.
        self.one_at_a_time = threading.Lock()
        self._ended = ended
        self._lock = threading.Lock()
        self._open: dict[str, Guest] = {}
        self._making = threading.RLock()  # what is found may be found in a folder that is made for it
        self._made: dict[str, Path] = {}
        self._found: dict[str, Any] = {}

    def guest(self, app: str | None = None) -> Guest:
        """The guest that runs the lab's app, or another `app` of its folder, which may still be starting."""
        target = lab_target(self.lab, folder=self.folder, app=app)
        with self._lock:
            found = self._open.get(target.app)
            if found is None:
                found = self._open[target.app] = self.guests.open(target, python=self.python)
            return found

    def ready(self, guest: Guest) -> GuestStatus:
        """How a guest is once it serves; undecided where it does not, after one more try."""
        status = guest.wait(START_SECONDS)
        if status.state is not GuestState.READY and not self._ended.is_set():
            # What crashed under one claim must not decide the next.
            guest.restart()
            status = guest.wait(START_SECONDS)
        if status.state is GuestState.READY:
            return status
        if status.problem is not None:
            raise Undecided(status.problem.cause, status.problem.remedy)
        raise Undecided("The lab's app did not start.", "Look at what it printed, then try again.")

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """A folder that `make` has filled, the first time that it is asked for."""
        with self._making:
            if name not in self._made:
                folder = self.guests.scratch.make()
                try:
                    make(folder)
                except BaseException:
                    self.guests.scratch.remove(folder)
                    raise
                self._made[name] = folder
            return self._made[name]

    def found(self, name: str, find: Callable[[], Found]) -> Found:
        """What `find` has given, the first time that it is asked for."""
        with self._making:
            if name not in self._found:
                self._found[name] = find()
            result: Found = self._found[name]
            return result

    def dismiss(self) -> None:
        """Have the guests ended; returns at once, and what is asked for afterwards starts anew."""
        for guest in self._take():
            self.guests.remove(guest.id, wait=False)

    def close(self) -> None:
        """End the guests, and wait until nothing of them is left."""
        for guest in self._take():
            self.guests.remove(guest.id)

    def _take(self) -> tuple[Guest, ...]:
        with self._lock:
            taken = tuple(self._open.values())
            self._open.clear()
            made = tuple(self._made.values())
            self._made.clear()
            self._found.clear()
        for folder in made:
            self.guests.scratch.remove(folder)
        return taken


def lab_target(lab: Lab, *, folder: Path | None = None, app: str | None = None) -> Target:
    """What to run for a lab, from its own folder or from a copy in `folder`: its app, or another `app`."""
    return Target(
        kind=TargetKind.LAB,
        spec=f"lab:{lab.slug}",
        root=folder or lab.folder,
        app=app or lab.app,
        name=lab.title,
    )
