"""One session of a guest, from the loading of its app to the end of its process.

The way of a finished exchange: `GuestRun` reads a message from the channel and calls `GuestSession.handle`;
the `Assembler` returns the exchange; `_finished` adds the task updates, keeps the original request for replay
and finds the pending request that it belongs to; `publish_finished` hands it to the notification
queue, which calls `notify` (the store, then the live feed) and after that resolves the pending request, on
which `Guest.send` waits.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol

from server.model.exchange import AnswerProgress, Exchange, ExchangeState
from server.model.notifications import (
    ExchangeFinished,
    ExchangeProgressed,
    ExchangeStarted,
    ExchangeUpdated,
    Notification,
    Subscriber,
)
from server.model.origin import Origin
from server.model.outgoing_request import OutgoingRequest
from server.model.stack import PausedRequest, Stacks
from server.model.versions import Versions
from server.runner.channel.pause_messages import PauseMessage, ResumedRequest
from server.runner.channel.protocol import (
    AppAnswer,
    End,
    Events,
    LibrariesImported,
    Message,
    Ready,
    Rested,
)
from server.runner.guests.notification_queue import NotificationQueue
from server.runner.guests.problems import Exited, LazyProblem
from server.runner.guests.questions import Questions
from server.runner.guests.run import GuestRun
from server.runner.guests.warm_pool import WarmPool
from server.runner.recording import background
from server.runner.recording.assembler import Assembled, Assembler
from server.runner.recording.limits_named import with_limit
from server.runner.recording.task_updates import TaskUpdates
from server.runner.recording.weight import weight_of_all
from server.runner.redaction.answers import redacted_answer
from server.runner.redaction.paused import redacted_pause
from server.runner.requests import standstill
from server.runner.requests.guest_requests import GuestRequests
from server.runner.requests.paused_requests import PausedRequests
from server.runner.requests.pending import PendingRequest

# How many of the requests that a guest was answering when it died are named.
_NAMED_REQUESTS: Final = 3
_REMEMBERED_CANCELLED: Final = 256
STACKS_SECONDS: Final = 0.5


class SessionOwner(Protocol):
    """The lifecycle that a session belongs to; called on the session's threads."""

    def session_ready(self, session: "GuestSession") -> None:
        """Note that the session serves requests."""

    def session_imported(self, session: "GuestSession", message: LibrariesImported) -> None:
        """Note what the app has imported of libraries."""

    def session_ended(self, session: "GuestSession", reason: LazyProblem) -> None:
        """Note that the session has ended, and why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedResources:
    """What all guests share.

    `notify` is called on the notification thread; `next_id` gives an exchange its number in the store;
    `waitress` is the folder of the Waitress that we lend; `pause_seconds` is how long a request is paused at
    most, 0 for never; `mail_port` gives the port that catches the mail of
    the guest of that id.
    """

    warm_pool: WarmPool
    notifications: NotificationQueue
    notify: Subscriber
    next_id: Callable[[], int]
    waitress: str
    pause_seconds: float
    mail_port: Callable[[str], int | None]
    task_updates: TaskUpdates


class GuestSession:
    """Turns the messages of one run into exchanges and states.

    `is_stopping` is set once its end was asked for, so that the end is no crash.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one session
        self,
        run: GuestRun,
        name: str,
        guest: str,
        owner: SessionOwner,
        shared: SharedResources,
        requests: GuestRequests,
    ) -> None:
        self.run = run
        self.name = name
        self.guest = guest
        self.shared = shared
        self.requests = requests
        self.ready: Ready | None = None
        self.is_stopping = False
        self._owner = owner
        self._stacks: Stacks | None = None
        self._changed = threading.Condition()
        self.questions = Questions(run)
        self.paused = PausedRequests()
        self.background = background.BackgroundLog()
        self._cancelled: deque[int] = deque(maxlen=_REMEMBERED_CANCELLED)
        self._assembler = Assembler(run=name, guest=guest, versions=Versions(), next_id=shared.next_id)

    @property
    def versions(self) -> Versions:
        """The versions that the guest has reported so far."""
        known = self.run.versions
        if self.ready is None:
            return known
        packages = self.ready.packages
        return replace(
            known,
            flask=packages.get("flask") or known.flask,
            werkzeug=packages.get("werkzeug") or known.werkzeug,
            server=self.ready.server,
        )

    @property
    def origin(self) -> Origin | None:
        """What runs the app and where it comes from, once it serves."""
        return self.ready.origin if self.ready is not None else None

    @property
    def address(self) -> str:
        """Host and port as a browser would name them, once it serves."""
        return f"localhost:{self.ready.port}" if self.ready is not None else "localhost"

    def handle(self, _: GuestRun, message: Message) -> None:
        """Handle a message from the guest's process."""
        match message:
            case Events():
                for event in message.events:
                    if event.exchange == background.NUMBER:
                        self.background.take(event)
                    else:
                        self._publish(self._assembler.take(with_limit(event, self.run.spec.limits)))
                self._publish(self._assembler.updated())
                self.publish_progress(
                    {event.exchange for event in message.events if event.kind == "websocket"}
                )
            case Stacks():
                with self._changed:
                    self._stacks = standstill.redacted(message)
                    self._changed.notify_all()
            case AppAnswer():
                self.questions.take(redacted_answer(message))
            case PausedRequest() | ResumedRequest():
                self._paused(message)
            case LibrariesImported():
                self._owner.session_imported(self, message)
            case End():
                self.paused.end(message.exchange)
                self._publish(self._assembler.end(message))
            case Rested():
                with self._changed:
                    self._assembler.rest(message.exchange)
                    self._changed.notify_all()
            case Ready() if self.ready is None:
                self.ready = message
                self._assembler.versions = exchange_versions(self.versions, message.framework)
                self._assembler.with_flask = self.versions
                self._assembler.origin = message.origin
                self._owner.session_ready(self)

    def _paused(self, message: PauseMessage) -> None:
        """Note that a request is paused or goes on; its sender waits so much longer."""
        if isinstance(message, PausedRequest):
            self.paused.take(redacted_pause(message))
            for exchange in self._assembler.open_exchanges():
                pending = self.requests.pending.find(exchange)
                if exchange.number == message.exchange and pending is not None and pending.extend is not None:
                    pending.extend(message.seconds)
        else:
            self.paused.take(message)
        self.publish_progress({message.exchange})

    def open_exchange(self, id: int) -> Exchange | None:  # noqa: A002 - it is the exchange's id
        """Return an open exchange with what was recorded of it so far; None if it is not open."""
        return self._assembler.open_exchange(id)

    def answer_progress(self, id: int) -> AnswerProgress | None:  # noqa: A002 - it is the exchange's id
        """Return what has come of the answer to a request of ours; None if nothing is known of it."""
        if id in self._cancelled:
            return AnswerProgress(cancelled=True)
        pending = self._pending(id)
        return pending.progress if pending is not None else None

    def cancel(self, id: int) -> bool:  # noqa: A002 - it is the exchange's id
        """Close the connection of an open exchange whose request is ours; return whether there is one."""
        pending = self._pending(id)
        if pending is None or pending.cancel is None:
            return False
        self._cancelled.append(id)
        pending.cancel()
        return True

    def _pending(self, id: int) -> PendingRequest | None:  # noqa: A002 - it is the exchange's id
        started = next((each for each in self._assembler.open_exchanges() if each.id == id), None)
        return self.requests.pending.find(started) if started is not None else None

    def stacks(self, seconds: float = STACKS_SECONDS) -> Stacks | None:
        """Ask the guest where its open exchanges stand; None if it does not answer within so many seconds."""
        with self._changed:
            self._stacks = None
            self.run.ask_for_stacks()
            self._changed.wait_for(lambda: self._stacks is not None, seconds)
            return self._stacks

    def wait_for_threads(self, seconds: float) -> bool:
        """Return once no thread of a finished exchange is at work; False if one still is after `seconds`.

        Also return when the run ends.
        """

        def is_at_rest() -> bool:
            return self.run.ended.is_set() or not self._assembler.has_threads_at_work()

        with self._changed:
            return self._changed.wait_for(is_at_rest, seconds)

    def run_ended(self, run: GuestRun, reason: LazyProblem) -> None:
        """Finish every open exchange as LOST, and tell the owner why the run has ended."""
        if isinstance(reason, Exited):
            open_exchanges = self._assembler.open_exchanges()[:_NAMED_REQUESTS]
            # What was printed before the first of these requests says nothing about them.
            since = min((each.started_at for each in open_exchanges), default=0)
            reason = replace(
                reason,
                output=run.output(since) if since else reason.output,
                starting=self.ready is None,
                answering=tuple(f"{each.request.method} {each.request.path}" for each in open_exchanges),
            )
        self._publish(self._assembler.lose_all())
        self._owner.session_ended(self, reason)

    def publish_finished(self, exchange: Exchange, afterwards: Callable[[], object]) -> None:
        """Have the notification queue publish a finished exchange and then call `afterwards`, in any case."""

        def job() -> None:
            try:
                # A worker may have reported on a task while the exchange was waiting here.
                latest = self.shared.task_updates.latest(exchange)
                if latest.response is None:
                    latest = replace(latest, response=exchange.response)
                self.shared.notify(ExchangeFinished(latest))
            finally:
                afterwards()

        self.shared.notifications.post(job, patient=True, weight=weight_of_all(exchange.events))

    def _publish(self, assembled: Sequence[Assembled]) -> None:
        for each in assembled:
            if each.exchange.state is ExchangeState.OPEN:
                self._started(each.exchange)
            elif each.again:
                self._updated(each.exchange)
            else:
                self._finished(each.exchange, each.request)

    def publish_progress(self, numbers: set[int]) -> None:
        """Publish that these open exchanges go on: by their websockets, or by more of their answers."""
        for exchange in self._assembler.open_exchanges() if numbers else ():
            if exchange.number in numbers:
                self._notify(ExchangeProgressed(exchange))

    def _notify(self, notification: Notification) -> None:
        """Have the notification queue publish something that must not be dropped."""
        weight = (
            weight_of_all(notification.exchange.events) if isinstance(notification, ExchangeUpdated) else 0
        )
        self.shared.notifications.post(partial(self.shared.notify, notification), patient=True, weight=weight)

    def _started(self, exchange: Exchange) -> None:
        self.requests.pending.match(exchange)
        self._notify(ExchangeStarted(exchange))

    def _updated(self, exchange: Exchange) -> None:
        """Publish an exchange again, to which a thread of it has added events."""
        exchange = self.shared.task_updates.renew(exchange)
        self._notify(ExchangeUpdated(exchange))

    def _finished(self, exchange: Exchange, observed: OutgoingRequest | None) -> None:
        """Publish an exchange, then wake the sender of its request.

        `observed` is the request as the probe saw it, unredacted.
        """
        exchange = self.shared.task_updates.finish(exchange)
        pending = self.requests.pending.find(exchange)
        original = pending.outgoing if pending is not None else observed
        if original is not None:
            self.requests.originals.add(exchange.id, original)
        if pending is None:
            self.publish_finished(exchange, lambda: self.requests.notify_listeners(exchange))
        # The sender reads the response from the wire, and publishes the exchange with it.
        elif exchange.response is not None or not pending.resolve(exchange, published=False):
            self.publish_finished(exchange, lambda: pending.resolve(exchange, published=True))


def exchange_versions(versions: Versions, framework: str) -> Versions:
    """Return the versions for exchanges: without Flask's where another framework answers the requests."""
    return versions if framework == "flask" else replace(versions, flask=None, werkzeug=None)
