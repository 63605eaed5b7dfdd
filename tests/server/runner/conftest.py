"""Guests that are all gone when a test is over."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from server.model.exchange import Exchange
from server.model.guest import GuestState, Target, TargetKind
from server.model.notifications import ExchangeFinished, ExchangeStarted, GuestChanged, Notification
from server.runner.guests.guests import Guest, Guests
from server.runner.processes.limits import Limits

FAKE = Path(__file__).with_name("fake_guest.py")
SECONDS = 60.0


class Stage:
    """Guests on the fake script, and what they told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: list[Exchange] = []
        self.finished: list[Exchange] = []
        self.states: list[GuestState] = []
        # A browser of other tests may be running too.
        self._others = {process.pid for process in psutil.Process().children()}
        self._opened: list[Guests] = []

    def guests(self, limits: Limits | None = None, warm: int = 0, script: Path | None = FAKE) -> Guests:
        """Guests that are closed with the test."""
        numbers = iter(range(1, 1_000_000))
        guests = Guests(
            notify=self._handle,
            next_id=lambda: next(numbers),
            limits=limits or Limits(),
            warm=warm,
            script=script,
        )
        self._opened.append(guests)
        return guests

    def _handle(self, notification: Notification) -> None:
        match notification:
            case ExchangeStarted(exchange):
                self.begun.append(exchange)
            case ExchangeFinished(exchange):
                self.finished.append(exchange)
            case GuestChanged(_, state):
                self.states.append(state)
            case _:
                pass

    def target(self, app: str) -> Target:
        """A target that is told to do `app`."""
        return Target(kind=TargetKind.FOLDER, spec=app, root=self.folder, app=app, name=app)

    def open(self, app: str = "serve", limits: Limits | None = None) -> Guest:
        """One guest, once it is no longer starting."""
        guest = self.guests(limits).open(self.target(app))
        guest.wait(SECONDS)
        return guest

    @property
    def family(self) -> list[psutil.Process]:
        """Every process that came with the guests: each keeper and what stands below it."""
        keepers = [one for one in psutil.Process().children() if one.pid not in self._others]
        return [process for keeper in keepers for process in (keeper, *keeper.children(recursive=True))]

    def close(self) -> None:
        """End all."""
        for guests in self._opened:
            guests.close()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A stage that leaves neither a process nor a thread behind."""
    threads = set(threading.enumerate())
    stage = Stage(tmp_path)
    yield stage
    stage.close()
    assert not stage.family
    assert not [thread for thread in threading.enumerate() if thread not in threads]


@pytest.fixture
def gone() -> Callable[[int], bool]:
    """Whether a process ends within the time there is."""

    def check(pid: int) -> bool:
        try:
            psutil.Process(pid).wait(SECONDS)
        except psutil.NoSuchProcess:
            return True
        except psutil.TimeoutExpired:
            return False
        return True

    return check
