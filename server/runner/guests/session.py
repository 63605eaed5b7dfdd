"""One life of a guest: what its run says becomes exchanges and states."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest
from server.model.versions import Versions
from server.runner.channel.protocol import End, Events, Message, Ready
from server.runner.guests.dispatcher import Dispatcher
from server.runner.guests.problems import Exited, Reason
from server.runner.guests.run import GuestRun
from server.runner.guests.warm_pool import WarmPool
from server.runner.recording.assembler import Assembler
from server.runner.recording.task_updates import TaskUpdates
from server.runner.requests.pending import PendingRequests
from server.runner.requests.replay_cache import ReplayCache

# How many of the requests that died with an app are named.
_NAMED: Final = 3


class SessionOwner(Protocol):
    """The guest whose life it is."""

    id: str

    def became_ready(self, life: "GuestSession") -> None:
        """It serves."""

    def is_over(self, life: "GuestSession", reason: Reason) -> None:
        """It has ended."""

    def was_asked(self, exchange: Exchange) -> None:
        """A request that was not ours is over, and has been told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedResources:
    """What all guests share, and whom they tell."""

    spares: WarmPool
    dispatcher: Dispatcher
    on_begin: Callable[[Exchange], None]
    on_exchange: Callable[[Exchange], None]
    on_status: Callable[[Any], None]
    next_id: Callable[[], int]
    waitress: str
    mail_port: Callable[[str], int | None]
    late: TaskUpdates


class GuestSession:
    """Listens to one run from its `load` to its end; `unwanted` once its end was asked for."""

    def __init__(  # noqa: PLR0913, PLR0917 - what one life consists of
        self,
        run: GuestRun,
        name: str,
        owner: SessionOwner,
        around: SharedResources,
        tickets: PendingRequests,
        sent: ReplayCache,
    ) -> None:
        self.run = run
        self.name = name
        self.guest = owner.id
        self.around = around
        self.tickets = tickets
        self.sent = sent
        self.ready: Ready | None = None
        self.unwanted = False
        self._owner = owner
        self._assembler = Assembler(
            run=name, guest=owner.id, versions=Versions(), sink=self, next_id=around.next_id
        )

    @property
    def versions(self) -> Versions:
        """What the guest runs on, as far as it has said."""
        return replace(self.run.versions, server=self.ready.server if self.ready is not None else None)

    @property
    def address(self) -> str:
        """Host and port as browsers name it, once it serves."""
        return f"localhost:{self.ready.port}" if self.ready is not None else "localhost"

    def heard(self, _: GuestRun, message: Message) -> None:
        """Take what the run said."""
        match message:
            case Events():
                for event in message.events:
                    self._assembler.take(event)
            case End():
                self._assembler.end(message)
            case Ready() if self.ready is None:
                self.ready = message
                self._assembler.versions = serving(self.versions, message.framework)
                self._owner.became_ready(self)

    def over(self, _: GuestRun, reason: Reason) -> None:
        """The run has ended, and with it every exchange that was open."""
        if isinstance(reason, Exited):
            open_now = self._assembler.under_way()
            reason = replace(
                reason,
                starting=self.ready is None,
                answering=tuple(f"{each.request.method} {each.request.path}" for each in open_now[:_NAMED]),
            )
        self._assembler.lose_all()
        self._owner.is_over(self, reason)

    def begun(self, exchange: Exchange) -> None:
        """An exchange began."""
        self.tickets.begun(exchange)
        self.around.dispatcher.post(lambda: self.around.on_begin(exchange), patient=True)

    def finished(self, exchange: Exchange, sent: OutgoingRequest | None) -> None:
        """An exchange is over: tell it, and then whoever sent its request."""
        exchange = self.around.late.finished(exchange)
        ticket = self.tickets.of(exchange)
        kept = ticket.outgoing if ticket is not None else sent
        if kept is not None:
            self.sent.keep(exchange.id, kept)
        if ticket is not None and exchange.response is None and ticket.offer(exchange, told=False):
            return
        self.tell(
            exchange,
            lambda: ticket.offer(exchange, told=True) if ticket else self._owner.was_asked(exchange),
        )

    def tell(self, exchange: Exchange, afterwards: Callable[[], object]) -> None:
        """Have a finished exchange told, then do what is to come after it."""

        def job() -> None:
            try:
                # A worker may have been faster than the threads on this way.
                self.around.on_exchange(self.around.late.latest(exchange))
            finally:
                afterwards()

        self.around.dispatcher.post(job, patient=True)


def serving(versions: Versions, framework: str) -> Versions:
    """What answers in exchanges: a Flask that is only installed beside another framework does not."""
    return versions if framework == "flask" else replace(versions, flask=None, werkzeug=None)
