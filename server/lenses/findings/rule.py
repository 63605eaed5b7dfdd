"""A rule: a function that looks for one kind of mistake in an exchange."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from server.lenses.findings.finding import Finding
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.lens import readings
from server.model.event import Event
from server.model.exchange import Exchange


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """Looks for mistakes of one kind; `codes` are those of the findings that it can give.

    `find` depends on nothing but the exchange. It may raise UnreadableError: then it has found nothing.
    """

    codes: tuple[str, ...]
    find: Callable[[Exchange], Iterator[Finding]]


def uncaught(exchange: Exchange, *names: str) -> Iterator[tuple[Event, EventReader]]:
    """Yield the exceptions of these types that no error handler of the app answered.

    A name is like `sqlalchemy.exc.TimeoutError`, without `builtins.`.
    """
    for event, body in readings(exchange, "exception"):
        name = ".".join(filter(None, (body.text("module"), body.text("type")))).removeprefix("builtins.")
        if name in names and not body.maybe_flag("handled"):
            yield event, body


def own_line(body: EventReader) -> tuple[str, int, str] | None:
    """Return file, number and text of the innermost line of the guest's own code that an exception passed."""
    own = None
    for frame in body.parts("frames"):
        if frame.flag("own"):
            number = frame.whole("line")
            text = next((text for line, text in frame.lines("source") if line == number), "")
            own = frame.text("file"), number, text
    return own
