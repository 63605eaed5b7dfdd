"""What a bench stands on during one experiment; all of it is cleared away at its end."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Final

from server.handbook.bench.distributions import Distributions
from server.handbook.bench.lab_guests import Found, LabGuests
from server.handbook.bench.processes import Ground, Processes
from server.handbook.web_engine.engine import Engine, Engines
from server.model.exchange import Exchange
from server.runner.guests.guests import Guest

MOST_ARRIVALS: Final = 5000


class OutsideExchanges:
    """The exchanges that a guest had with others than the bench, in the order in which they ended."""

    def __init__(self) -> None:
        self._found: list[Exchange] = []
        self._changed = threading.Condition()

    def add(self, exchange: Exchange) -> None:
        """One has ended."""
        with self._changed:
            if len(self._found) < MOST_ARRIVALS:
                self._found.append(exchange)
            self._changed.notify_all()

    def wait(self, path: str | None, count: int, seconds: float) -> tuple[Exchange, ...]:
        """Those of a path (None: all), once there are `count` of them or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._of(path)) >= count, seconds)
            return self._of(path)

    def _of(self, path: str | None) -> tuple[Exchange, ...]:
        return tuple(each for each in self._found if path is None or each.request.path == path)


class Workplace:
    """A lab's guests, its interpreter and its folder; what is opened here is closed with `belongings`."""

    def __init__(
        self, stand: LabGuests, distributions: Distributions, engines: Engines, belongings: ExitStack
    ) -> None:
        self._stand = stand
        self._engines = engines
        self._distributions = distributions
        self._belongings = belongings

    @property
    def folder(self) -> Path:
        """The lab's files as they run."""
        return self._stand.folder

    def guest(self, app: str | None) -> Guest:
        """The lab's guest, or the one beside it that runs `app`, once it serves."""
        guest = self._stand.guest(app)
        self._stand.ready(guest)
        return guest

    def arrivals(self, guest: Guest) -> OutsideExchanges:
        """What arrives at a guest from now on."""
        arrivals = OutsideExchanges()
        leave: Callable[[], None] = guest.subscribe(arrivals.add)
        self._belongings.callback(leave)
        return arrivals

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """A folder that `make` has filled for all experiments on these files of the lab."""
        return self._stand.made(name, make)

    def found(self, name: str, find: Callable[[], Found]) -> Found:
        """What `find` has given, for all experiments on these files of the lab."""
        return self._stand.found(name, find)

    def engine(self, profile: Path | None) -> Engine:
        """A page of the web engine."""
        engine = self._engines.open(profile)
        self._belongings.callback(engine.close)
        return engine

    def need(self, *distributions: str) -> None:
        """Undecided where the interpreter lacks one of these."""
        self._distributions.need(self._stand.python, *distributions)

    @cached_property
    def processes(self) -> Processes:
        """The programs of the experiment."""
        guests = self._stand.guests
        ground = Ground(
            programs=guests.programs,
            scratch=guests.scratch,
            python=self._stand.python,
            folder=self._stand.folder,
        )
        processes = Processes(ground)
        self._belongings.callback(processes.close)
        return processes
