"""Signals that somebody listens to: Flask's own, and those of the guest and its libraries."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe_all
from ..describe.functions import definition_of, name_of
from ..describe.tracebacks import summarize
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Library, Sensor

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.probe import Probe

KIND = "signal"

RECEIVERS = 20
ARGUMENTS = 20
OF_FLASK = "flask."


class SignalDelivery:
    """One signal on its way through its receivers."""

    def __init__(self, exchange: Exchange, signal: Any, sender: Any, arguments: dict[str, Any]) -> None:
        self._exchange = exchange
        receivers = list(islice(signal.receivers_for(sender), RECEIVERS + 1))
        self._name = str(getattr(signal, "name", "") or "")
        self._caller = ownership.caller(4)
        chosen = dict(list(arguments.items())[:ARGUMENTS])
        described = describe_all({"": sender, **chosen})
        self._body: dict[str, Any] = {
            "name": self._name,
            "sender": described.pop(""),
            "arguments": described,
            "receivers": [receiver_of(receiver) for receiver in receivers[:RECEIVERS]],
            "omitted": max(0, len(signal.receivers) - RECEIVERS) if len(receivers) > RECEIVERS else 0,
            "raised": None,
        }
        self._span = exchange.start_span()

    def done(self, error: BaseException | None) -> None:
        """Every receiver has been called, or one has raised."""
        try:
            ended = self._exchange.now()
            self._body["raised"] = None if error is None else summarize(error)
            self._exchange.emit(
                KIND, self._span, self._body, ended=ended, caller=self._caller, family=self._name
            )
        except Exception as problem:
            report_fault(KIND, problem)


def receiver_of(receiver: Any) -> dict[str, Any]:
    """Name and place of a receiver."""
    file, line = definition_of(receiver)
    return {"name": name_of(receiver), "file": file, "line": line}


def begin(calling: Any, signal: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> SignalDelivery | None:
    """Begin to watch a sending; None outside of an exchange, and for one of Flask's that nobody hears."""
    exchange = current_exchange()
    if exchange is None:
        return None
    try:
        if not signal.receivers and str(calling.f_globals.get("__name__", "")).startswith(OF_FLASK):
            return None
        arguments = {name: value for name, value in kwargs.items() if not name.startswith("_")}
        return SignalDelivery(exchange, signal, args[0] if args else arguments.pop("sender", None), arguments)
    except Exception as error:
        report_fault(KIND, error)
        return None


def watching(original: Any) -> Any:
    """Around `Signal.send`."""

    def send(self: Any, *args: Any, **kwargs: Any) -> Any:
        sending = begin(sys._getframe(1), self, args, kwargs)
        if sending is None:
            return original(self, *args, **kwargs)
        try:
            answers = original(self, *args, **kwargs)
        except BaseException as error:
            sending.done(error)
            raise
        sending.done(None)
        return answers

    return send


def watch(module: ModuleType) -> None:
    """Stand around the sending of every signal."""
    wrap(module.Signal, "send", watching)


def attach(probe: Probe) -> None:
    """Wait for the guest, or its Flask, to import blinker."""
    when_imported(KIND, "blinker", watch)


SENSOR = Sensor(KIND, attach, libraries=(Library("blinker", "blinker"),))
