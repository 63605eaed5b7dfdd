"""The sensor of signals: Flask's own that have a receiver, and all those of the guest and its libraries."""

from __future__ import annotations

from collections.abc import Iterator
from sys import _getframe
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe_all
from ..describe.exception_text import summarize
from ..describe.functions import definition_of, name_of
from ..describe.static_access import stored, stored_text, text_or_none, truth_of
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Library, Sensor

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.probe import Probe

KIND = "signal"

RECEIVER_LIMIT = 20
ARGUMENT_LIMIT = 20
FLASK_PREFIX = "flask."


class SignalDelivery:
    """One signal while its receivers are called."""

    def __init__(self, exchange: Exchange, signal: Any, sender: Any, arguments: dict[str, Any]) -> None:
        self.exchange = exchange
        self.started = False
        self.signal = signal
        self._receivers: list[Any] = []
        self._rest: Iterator[Any] | None = None
        self._name = stored_text(signal, "name") or ""
        self._caller = ownership.caller(4)
        reported = dict(list(arguments.items())[:ARGUMENT_LIMIT])
        described = describe_all({"": sender, **reported})
        self._body: dict[str, Any] = {
            "name": self._name,
            "sender": described.pop(""),
            "arguments": described,
            "raised": None,
        }
        self._span = exchange.start_span()

    def pass_receivers(self, receivers: Iterator[Any]) -> Iterator[Any]:
        """Pass on the receivers that the signal looks up one by one while it calls them."""
        self._rest = receivers
        for receiver in receivers:
            self._receivers.append(receiver)
            yield receiver

    def finish(self, error: BaseException | None) -> None:
        """Report the signal: every receiver has been called, or one has raised."""
        try:
            ended = self.exchange.now()
            receivers = [*self._receivers, *(self._rest or ())]  # those after one that raised were not called
            self._body["receivers"] = [receiver_of(each) for each in receivers[:RECEIVER_LIMIT]]
            self._body["omitted"] = max(0, len(receivers) - RECEIVER_LIMIT)
            self._body["raised"] = None if error is None else summarize(error)
            self.exchange.emit(
                KIND, self._span, self._body, ended=ended, caller=self._caller, family=self._name
            )
        except Exception as problem:
            report_fault(KIND, problem)


def receiver_of(receiver: Any) -> dict[str, Any]:
    """Return name and location of a receiver."""
    file, line = definition_of(receiver)
    return {"name": name_of(receiver), "file": file, "line": line}


def start_delivery(
    caller_frame: Any, signal: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> SignalDelivery | None:
    """Start to record a signal; None outside of an exchange, and for one of Flask's without receivers."""
    exchange = current_exchange()
    if exchange is None:
        return None
    try:
        if truth_of(stored(signal, "receivers")) is False:
            caller_module = text_or_none(dict.get(caller_frame.f_globals, "__name__")) or ""
            if caller_module.startswith(FLASK_PREFIX):
                return None
        arguments = {name: value for name, value in kwargs.items() if not name.startswith("_")}
        return SignalDelivery(exchange, signal, args[0] if args else arguments.pop("sender", None), arguments)
    except Exception as error:
        report_fault(KIND, error)
        return None


def wrap_send(original: Any) -> Any:
    """Wrap `Signal.send`."""

    def send(self: Any, *args: Any, **kwargs: Any) -> Any:
        delivery = start_delivery(_getframe(1), self, args, kwargs)
        if delivery is None:
            return original(self, *args, **kwargs)
        deliveries = delivery.exchange.data.setdefault(KIND, [])
        deliveries.append(delivery)
        try:
            results = original(self, *args, **kwargs)
        except BaseException as error:
            delivery.finish(error)
            raise
        finally:
            deliveries.remove(delivery)
        delivery.finish(None)
        return results

    return send


def wrap_receivers_for(original: Any) -> Any:
    """Wrap `Signal.receivers_for`, by which a signal that is being sent looks up its receivers."""

    def receivers_for(self: Any, *args: Any, **kwargs: Any) -> Any:
        receivers = original(self, *args, **kwargs)
        exchange = current_exchange()
        deliveries = exchange.data.get(KIND) if exchange is not None else None
        if not deliveries or deliveries[-1].signal is not self or deliveries[-1].started:
            return receivers
        deliveries[-1].started = True
        return deliveries[-1].pass_receivers(receivers)

    return receivers_for


def patch_blinker(module: ModuleType) -> None:
    """Wrap the sending of every signal."""
    wrap(module.Signal, "send", wrap_send)
    wrap(module.Signal, "receivers_for", wrap_receivers_for)


def attach(probe: Probe) -> None:
    """Patch blinker as soon as the guest, or its Flask, imports it."""
    when_imported(KIND, "blinker", patch_blinker)


SENSOR = Sensor(KIND, attach, libraries=(Library("blinker", "blinker"),))
