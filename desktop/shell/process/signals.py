"""What the signals that end a process do: stop the window or the server, or interrupt a command."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS: tuple[signal.Signals, ...] = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
# A process that a signal ends has the exit code 128 + its number.
SIGNAL_EXIT_BASE = 128
# More than the steps of an ordered end may take together (`shutdown.DEADLINE`).
STOP_SECONDS = 12.0


class Terminated(KeyboardInterrupt):
    """A signal asked the process to end; `code` is the exit code that says so."""

    def __init__(self, number: int) -> None:
        """Remember the number of the signal."""
        super().__init__(number)
        self.code = SIGNAL_EXIT_BASE + number


def stop_on_signals(stop: Callable[[], None], seconds: float = STOP_SECONDS) -> None:
    """Call `stop` in the main thread at the first signal; the second one ends the process at once.

    If the process has not ended within so many seconds, whatever it hangs in, it is ended then.
    """
    received = threading.Event()

    def handle(number: int, _frame: FrameType | None) -> None:
        if received.is_set():
            os._exit(SIGNAL_EXIT_BASE + number)
        received.set()
        _end_after(seconds, number)
        stop()

    for number in SIGNALS:
        signal.signal(number, handle)


def _end_after(seconds: float, number: int) -> None:
    """End the process after so many seconds; its supervisors then end the processes that it has started."""
    timer = threading.Timer(seconds, os._exit, (SIGNAL_EXIT_BASE + number,))
    timer.daemon = True
    timer.start()


@contextmanager
def terminates_on_signals() -> Iterator[None]:
    """Raise Terminated in the main thread at the first signal within the block, and ignore later ones.

    A command that runs child processes so gets to stop them before it ends.
    """
    previous = {number: signal.getsignal(number) for number in SIGNALS}

    def terminate(number: int, _frame: FrameType | None) -> None:
        for each in SIGNALS:
            # Stopping the children must not be cut short; if we were killed, their supervisors would do it.
            signal.signal(each, signal.SIG_IGN)
        raise Terminated(number)

    for number in SIGNALS:
        signal.signal(number, terminate)
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
