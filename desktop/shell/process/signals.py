"""Lets a command that runs guests end them when it is told to end itself."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from desktop.shell.process.shutdown import SIGNALS


class Terminated(KeyboardInterrupt):
    """A signal asked the process to end: what was begun is ended, and then it does."""

    def __init__(self, number: int) -> None:
        """`number` is the signal's."""
        super().__init__(number)
        self.code = 128 + number


@contextmanager
def terminates_on_signals() -> Iterator[None]:
    """Within it the first signal that ends a process raises Ended in the main thread, later ones nothing."""
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def end(number: int, _frame: FrameType | None) -> None:
        for each in SIGNALS:
            # What ends the guests must not be cut short; were we killed, their keepers would end them.
            signal.signal(each, signal.SIG_IGN)
        raise Terminated(number)

    for number in SIGNALS:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
