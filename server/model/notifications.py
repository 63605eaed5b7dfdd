"""The facts that the runner publishes while guests run: one frozen value for each.

`Guests(notify=...)` passes every notification to one callable. Notifications about exchanges and guests are
published one after another on the thread of the notification queue ("guests-notifications"), in the order in
which things happened; an exception there is logged, and the next notification is published. `MailCaught` is
published on the thread of the SMTP server, so `notify` must be safe to call from two threads at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from server.model.exchange import Exchange
from server.model.guest import GuestState
from server.model.mail import MailMessage


@dataclass(frozen=True, slots=True)
class ExchangeStarted:
    """Published when the probe reports a new request; `exchange` is OPEN and holds its first event only.

    Published on the notification thread. Requests that the probe does not see have no such notification.
    """

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class ExchangeFinished:
    """Published when an exchange is DONE or LOST, with its redacted events and the task updates so far.

    Published on the notification thread. `Guest.send` returns the exchange only after all subscribers have
    handled this notification.
    """

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class ExchangeProgressed:
    """Published when an open exchange has a websocket message, or more of the answer that we read.

    Published on the notification thread; `exchange` is OPEN and holds its first event only.
    `Guest.open_exchange` returns what has been recorded so far, `Guest.answer_progress` what has been read.
    """

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class ExchangeUpdated:
    """Published when an exchange that has finished has one more event: of a Celery worker or of a thread.

    Published on the notification thread; `exchange` is the whole exchange with the new event.
    """

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class GuestChanged:
    """Published when a guest, or the Celery worker beside it, has entered another state.

    Published on the notification thread. `guest` is the guest's id, `state` its state at the time of
    publishing: two changes in quick succession may both be published with the later state.
    """

    guest: str
    state: GuestState


@dataclass(frozen=True, slots=True)
class SourceSaved:
    """Published when files of a guest's project were saved, once for a burst.

    Published on the notification thread. With `restarts` the guest is started again, and GuestChanged says
    when it is ready; otherwise the next request renders what was saved.
    """

    guest: str
    files: tuple[str, ...]
    restarts: bool


@dataclass(frozen=True, slots=True)
class MailCaught:
    """Published when a guest has sent a mail message; `message.app` is the guest's name.

    Published on the SMTP server's thread, before the guest gets its answer: an exception from `notify`
    refuses the message with the SMTP code 451.
    """

    message: MailMessage


@dataclass(frozen=True, slots=True)
class SendWaits:
    """Published when a request that a page sends waits behind `before` others; 0 when it waits no more.

    `ticket` is the page's name for the request.
    """

    guest: str
    ticket: str
    before: int


@dataclass(frozen=True, slots=True)
class StoreChanged:
    """Published when the store can no longer be written, or can be written again."""


Notification = (
    ExchangeStarted
    | ExchangeProgressed
    | ExchangeFinished
    | ExchangeUpdated
    | GuestChanged
    | SourceSaved
    | MailCaught
    | SendWaits
    | StoreChanged
)
Subscriber = Callable[[Notification], None]
