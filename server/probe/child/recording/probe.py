"""What the sensors share: the recorder, the adapter to Flask, and the callbacks of each stage of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from ..adapters.base import Adapter
    from .channel import Channel
    from .wsgi_call import Call

from .recorder import Recorder
from .thread_work import ThreadWork, current_work

Listener = Callable[..., None]


class Probe:
    """The state of the probe in one guest.

    Sensors append `(kind, listener)` to the lists `on_...`; each listener is called with the `Call`, those of
    `on_failure` also with the exception and the place where it appeared. Those of `on_thread_end` are called
    with the `ThreadWork` that a thread has done.
    """

    run_id = ""
    """The host's identifier of this start of the guest."""

    def __init__(
        self,
        channel: Channel,
        adapter: Adapter | None,
        no_flask_reason: str | None,
        mail_port: int | None = None,
    ) -> None:
        self.recorder = Recorder(channel)
        # None if the guest has no Flask that is supported; `no_flask_reason` then says why.
        self.adapter = adapter
        self.no_flask_reason = no_flask_reason
        # Where the host catches mail; None if it cannot.
        self.mail_port = mail_port
        self.on_request: list[tuple[str, Listener]] = []
        self.on_response_start: list[tuple[str, Listener]] = []
        self.on_close: list[tuple[str, Listener]] = []
        self.on_failure: list[tuple[str, Listener]] = []
        self.on_thread_end: list[tuple[str, Listener]] = []

    @staticmethod
    def notify(listeners: list[tuple[str, Listener]], call: Call, *args: Any) -> None:
        """Call every listener; one that raises is reported as a fault and does not affect the others."""
        for name, listener in listeners:
            try:
                listener(call, *args)
            except Exception as error:
                call.exchange.report_fault(name, error)

    def notify_thread_end(self, work: ThreadWork) -> None:
        """Call the listeners to the end of a thread's work; one that raises is reported as a fault."""
        for name, listener in self.on_thread_end:
            try:
                listener(work)
            except Exception as error:
                work.report_fault(name, error)


def report_fault(sensor: str, error: BaseException) -> None:
    """Report that a sensor failed in the current exchange, or in the background."""
    work = current_work()
    if work is not None:
        work.report_fault(sensor, error)
