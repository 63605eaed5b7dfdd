"""Finds statements that one line sent repeatedly, and those of them that are an N+1 problem."""

import re
from dataclasses import dataclass
from typing import Final

from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.lens import readings
from server.model.event import Caller, Event
from server.model.exchange import Exchange

_WRITES: Final = re.compile(r"\b(?:insert\s+into|update|delete\s+from|merge\s+into)\b", re.IGNORECASE)
_FROM: Final = re.compile(r"\bfrom\b", re.IGNORECASE)
_CATALOGUE: Final = re.compile(
    r"\b(?:information_schema|pg_catalog|pg_(?:class|namespace|attribute|type|constraint|index)\w*"
    r"|sqlite_(?:temp_)?(?:master|schema)|pragma_\w+|(?:user|all|dba)_tab\w*)\b",
    re.IGNORECASE,
)
"""Tables in which a database describes itself; migrations ask them many times, and cannot ask at once."""
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|--[^\n]*", re.DOTALL)

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
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return its parameters in a form that can be compared."""
        return tuple((name, value.text) for name, value in self.body.values("parameters"))

    @property
    def implicit(self) -> bool:
        """Return whether it is an operation of a library that the driver may not have sent."""
        return self.body.flag("implicit")

    @property
    def changes(self) -> bool:
        """Return whether it may have changed what a SELECT gives."""
        return self.body.text("operation").startswith("execute") and not self._reads

    @property
    def selects(self) -> bool:
        """Return whether it reads rows of the app's own tables."""
        return (
            self._reads
            and _FROM.search(self._statement) is not None
            and _CATALOGUE.search(self._statement) is None
        )

    @property
    def _statement(self) -> str:
        return _COMMENT.sub(" ", self.body.text("statement"))

    @property
    def _reads(self) -> bool:
        word = self._statement.lstrip("( \t\r\n")[:6].upper()
        return word == "SELECT" or (word.startswith("WITH") and _WRITES.search(self._statement) is None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat:
    """Similar statements of one line.

    `parent` returned enough rows for them to have been sent one for each row, None if none did; `between` is
    true if something else than a SELECT was sent between the first and the last of them.
    """

    statements: tuple[SentStatement, ...]
    parent: SentStatement | None
    differing: bool
    between: bool = False

    @property
    def first(self) -> SentStatement:
        """Return the first of them."""
        return self.statements[0]

    @property
    def times(self) -> int:
        """Return how many there were, with those that were only counted."""
        return sum(sent.event.times for sent in self.statements)

    @property
    def took(self) -> float:
        """Return the total time in milliseconds."""
        return sum(sent.event.total_took for sent in self.statements)


def sent_statements(exchange: Exchange) -> tuple[SentStatement, ...]:
    """Return every statement of an exchange, in the order sent."""
    return tuple(SentStatement(event=event, body=body) for event, body in readings(exchange, "sql"))


def repeats(everything: tuple[SentStatement, ...]) -> tuple[Repeat, ...]:
    """Return the SELECTs that one line sent three times or more, in the order in which they started."""
    groups: dict[tuple[str, str, int], list[SentStatement]] = {}
    for sent in everything:
        if not sent.selects or sent.body.text("error"):
            continue
        caller = sent.caller
        place = (caller.file, caller.line) if caller else ("", 0)
        groups.setdefault((sent.event.family or "", *place), []).append(sent)
    found = []
    for similar in groups.values():
        if len(similar) < MANY:
            continue
        differing = len({sent.parameters for sent in similar}) > 1
        times = sum(sent.event.times for sent in similar)
        parent = _parent(everything, similar[0], times) if differing else None
        between = any(
            similar[0].event.seq < sent.event.seq < similar[-1].event.seq and sent.changes
            for sent in everything
        )
        found.append(Repeat(statements=tuple(similar), parent=parent, differing=differing, between=between))
    return tuple(found)


def _parent(everything: tuple[SentStatement, ...], first: SentStatement, times: int) -> SentStatement | None:
    """Return the last earlier SELECT with two rows or more, and not many fewer rows than repeats; or None."""
    before = [sent for sent in everything if sent.event.seq < first.event.seq and sent.selects]
    for sent in reversed(before):
        rows = sent.body.maybe_whole("rows")
        if sent.event.family == first.event.family or rows is None:
            continue
        if rows >= max(2, times // 2):
            return sent
    return None
