"""Finds statements that one line sent repeatedly, and those of them that are an N+1 problem."""

from dataclasses import dataclass
from typing import Final

from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.lens import readings
from server.model.event import Caller, Event
from server.model.exchange import Exchange

MANY: Final = 3
"""From so many alike on, they are called a repetition."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SentStatement:
    """One statement that was sent."""

    event: Event
    body: EventReader

    @property
    def caller(self) -> Caller | None:
        """Return the line of the guest that sent it."""
        return self.event.caller

    @property
    def given(self) -> tuple[tuple[str, str], ...]:
        """Return its parameters in a form that can be compared."""
        return tuple((name, value.text) for name, value in self.body.values("parameters"))

    @property
    def selects(self) -> bool:
        """Return whether it returns rows."""
        return self.body.text("statement").lstrip(" \t\r\n(")[:6].upper() in ("SELECT", "WITH")


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat:
    """Similar statements of one line; `parent` returned the rows they were sent for, None if none did."""

    statements: tuple[SentStatement, ...]
    parent: SentStatement | None
    differing: bool

    @property
    def first(self) -> SentStatement:
        """Return the first of them."""
        return self.statements[0]

    @property
    def took(self) -> float:
        """Return the total time in milliseconds."""
        return sum(one.event.took or 0.0 for one in self.statements)


def sent_statements(exchange: Exchange) -> tuple[SentStatement, ...]:
    """Return every statement of an exchange, in the order sent."""
    return tuple(SentStatement(event=event, body=body) for event, body in readings(exchange, "sql"))


def repeats(everything: tuple[SentStatement, ...]) -> tuple[Repeat, ...]:
    """Return the SELECTs that one line sent three times or more, in the order in which they started."""
    groups: dict[tuple[str, str, int], list[SentStatement]] = {}
    for one in everything:
        if not one.selects or one.body.text("error"):
            continue
        caller = one.caller
        place = (caller.file, caller.line) if caller else ("", 0)
        groups.setdefault((one.event.family or "", *place), []).append(one)
    found = []
    for alike in groups.values():
        if len(alike) < MANY:
            continue
        differing = len({one.given for one in alike}) > 1
        parent = _parent(everything, alike) if differing else None
        found.append(Repeat(statements=tuple(alike), parent=parent, differing=differing))
    return tuple(found)


def _parent(everything: tuple[SentStatement, ...], alike: list[SentStatement]) -> SentStatement | None:
    """Return the last earlier SELECT with two rows or more, and not many fewer rows than repeats; or None."""
    first = alike[0]
    before = [one for one in everything if one.event.seq < first.event.seq and one.selects]
    for one in reversed(before):
        rows = one.body.maybe_whole("rows")
        if one.event.family == first.event.family or rows is None:
            continue
        if rows >= max(2, len(alike) // 2):
            return one
    return None
