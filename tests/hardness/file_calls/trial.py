"""What a trial does, and what it must not leave behind: a mistake of ours, or a traceback."""

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# How Fumehood calls a mistake of its own, and what nobody is shown.
_MISTAKE = re.compile(
    r"this is a bug in Fumehood|An error in Fumehood kept this page|Traceback \(most recent"
)


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing that a user does; `prepare` makes what it needs, and `run` returns what the user sees.

    `run` raises AssertionError if the user is left without an answer.
    """

    name: str
    run: Callable[[], str]
    prepare: Callable[[], None] = field(default=lambda: None)


class Complaints(logging.Handler):
    """Collects what was wrong while an action ran."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note a logged traceback."""
        if record.exc_info and record.exc_info[1] is not None:
            self.found.append(f"logged {record.getMessage()}: {record.exc_info[1]!r}")

    def of(self, action: Action) -> list[str]:
        """Run an action, and return what was wrong."""
        self.found.clear()
        with _threads(self.found):
            try:
                shown = action.run()
            except AssertionError as error:
                self.found.append(str(error))
            except BaseException as error:
                self.found.append(f"raised {error!r}")
            else:
                self.found += [match[0] for match in _MISTAKE.finditer(shown)]
        return list(self.found)


@contextmanager
def complaints() -> Iterator[Complaints]:
    """Yield a collector that hears what is logged."""
    handler = Complaints()
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler
    finally:
        root.removeHandler(handler)


@contextmanager
def _threads(found: list[str]) -> Iterator[None]:
    """Note exceptions that end a thread."""
    before = threading.excepthook
    threading.excepthook = lambda args: found.append(f"ended a thread: {args.exc_value!r}")
    try:
        yield
    finally:
        threading.excepthook = before
