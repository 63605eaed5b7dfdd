"""Guests whose process runs fake_guest.py instead of the probe, and everything that they publish."""

from pathlib import Path

import psutil

from server.model.exchange import Exchange
from server.model.guest import GuestState, Target, TargetKind
from server.model.notifications import ExchangeFinished, ExchangeStarted, GuestChanged, Notification
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.guests.guests import Guest, Guests
from server.runner.processes.limits import Limits

FAKE_SCRIPT = Path(__file__).with_name("fake_guest.py")
SECONDS = 60.0
OK_REQUEST = OutgoingRequest(method="GET", path="/ok")


class FakeScriptGuests:
    """Opens guests on the fake script and collects the notifications about them.

    `started` and `finished` are the published exchanges, `states` the published states of guests.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[Exchange] = []
        self.finished: list[Exchange] = []
        self.states: list[GuestState] = []
        # A browser of other tests may be running too.
        self._other_children = {process.pid for process in psutil.Process().children()}
        self._guests: list[Guests] = []

    def guests(
        self, limits: Limits | None = None, warm: int = 0, script: Path | None = FAKE_SCRIPT
    ) -> Guests:
        """Return new `Guests`, which `close` closes."""
        ids = iter(range(1, 1_000_000))
        guests = Guests(
            notify=self._handle,
            next_id=lambda: next(ids),
            limits=limits or Limits(),
            warm=warm,
            script=script,
        )
        self._guests.append(guests)
        return guests

    def target(self, behaviour: str) -> Target:
        """Return a target for which the fake script behaves like that (one of its BEHAVIOURS)."""
        return Target(kind=TargetKind.FOLDER, spec=behaviour, root=self.folder, app=behaviour, name=behaviour)

    def open(self, behaviour: str = "serve", limits: Limits | None = None) -> Guest:
        """Open one guest, and return it when it is no longer starting."""
        guest = self.guests(limits).open(self.target(behaviour))
        guest.wait(SECONDS)
        return guest

    @property
    def supervisors(self) -> list[psutil.Process]:
        """The supervisors of the guests that run."""
        return [process for process in psutil.Process().children() if process.pid not in self._other_children]

    @property
    def processes(self) -> list[psutil.Process]:
        """Every process of the guests: the supervisors and what runs below them."""
        return [
            process
            for supervisor in self.supervisors
            for process in (supervisor, *supervisor.children(recursive=True))
        ]

    def close(self) -> None:
        """Close all guests."""
        for guests in self._guests:
            guests.close()

    def _handle(self, notification: Notification) -> None:
        match notification:
            case ExchangeStarted(exchange):
                self.started.append(exchange)
            case ExchangeFinished(exchange):
                self.finished.append(exchange)
            case GuestChanged(_, state):
                self.states.append(state)
            case _:
                pass


def expect_exchange(answer: Exchange | Problem) -> Exchange:
    """Return the answer, which must be an exchange."""
    assert isinstance(answer, Exchange), answer
    return answer


def expect_problem(answer: Exchange | Problem | None) -> Problem:
    """Return the answer, which must be a problem."""
    assert isinstance(answer, Problem), answer
    return answer
