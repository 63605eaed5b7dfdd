"""What the sensors share: the recorder, the moments they listen to, and how they came up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from ..adapters.base import Adapter
    from .call import Call
    from .channel import Channel

from .recorder import Recorder, current_exchange

Listener = Callable[..., None]


class Probe:
    """Sensors append to the lists; `adapter` is None where the guest has no Flask that we know.

    `mail_port` is where mail is caught, None where it cannot be; `run` is the host's name for this start.
    """

    run = ""

    def __init__(
        self, channel: Channel, adapter: Adapter | None, absent: str | None, mail_port: int | None = None
    ) -> None:
        self.recorder = Recorder(channel)
        self.adapter = adapter
        self.no_flask_reason = absent
        self.mail_port = mail_port
        self.on_request: list[tuple[str, Listener]] = []
        self.on_response_start: list[tuple[str, Listener]] = []
        self.on_close: list[tuple[str, Listener]] = []
        self.on_failure: list[tuple[str, Listener]] = []

    @staticmethod
    def tell(listeners: list[tuple[str, Listener]], call: Call, *args: Any) -> None:
        """Call every listener; one that fails is reported and takes nothing else down."""
        for name, listener in listeners:
            try:
                listener(call, *args)
            except Exception as error:
                call.exchange.report_fault(name, error)


def report_fault(sensor: str, error: BaseException) -> None:
    """Report that a sensor failed in the current exchange."""
    exchange = current_exchange()
    if exchange is not None:
        exchange.report_fault(sensor, error)
