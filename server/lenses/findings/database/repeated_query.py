"""The same line sent the same query again and again, once for each row of another one."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import compose
from server.model.event import Event
from server.model.exchange import Exchange

FEWEST: Final = 10


def _find(exchange: Exchange) -> Iterator[Finding]:
    alike: dict[tuple[str, str, int], list[Event]] = defaultdict(list)
    for event, body in readings(exchange, "sql"):
        reads = body.text("statement").lstrip().upper().startswith("SELECT")
        if reads and event.family and event.caller is not None and body.text("operation") == "execute":
            alike[event.family, event.caller.file, event.caller.line].append(event)
    for events in alike.values():
        times = sum(event.times for event in events)
        if times < FEWEST:
            continue
        says = _("One line sent the same query %(times)d times, with other values each time.")
        if not _differ(events):
            says = _("One line sent the same query %(times)d times.")
        yield found(
            "repeated-query",
            Severity.RISK,
            tuple(events),
            compose(says, times=times),
            compose(
                _("Read all rows with one query: a join, %(sql)s, or %(option)s of SQLAlchemy."),
                sql="WHERE … IN",
                option="selectinload()",
            ),
            lab="sqlalchemy",
        )


def _differ(events: list[Event]) -> bool:
    """Return whether no two of the statements that were kept have the same values."""
    values = [repr(sorted(event.body.get("parameters", {}).items())) for event in events]
    return all(event.folded is None for event in events) and len(set(values)) == len(values)


RULE: Final = Rule(codes=("repeated-query",), find=_find)
