"""What a request wrote was not committed."""

from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import compose
from server.model.event import Event
from server.model.exchange import Exchange, ExchangeState

_WRITES: Final = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_ENDS: Final = ("commit", "rollback")


def _find(exchange: Exchange) -> Iterator[Finding]:
    if exchange.lost_events or exchange.losses or exchange.state is not ExchangeState.DONE:
        return
    if exchange.first("exception") is not None:
        return  # then nothing is meant to be committed
    teardown = _first_teardown(exchange)
    written: Event | None = None
    begun = False
    for event, body in readings(exchange, "sql"):
        if event.thread is not None:
            return
        operation, library = body.text("operation"), body.text("library")
        begun = (begun or operation == "begin") and operation not in _ENDS
        if operation == "rollback" and written is not None and teardown is not None and event.seq > teardown:
            yield _finding(written, event)
        if operation in _ENDS:
            written = None
        elif begun and not body.text("error") and body.text("statement").lstrip().upper().startswith(_WRITES):
            written = event
    if written is not None and begun and library == "sqlite3":
        yield _finding(written, None)


def _first_teardown(exchange: Exchange) -> int | None:
    """Return the number of the first teardown function that ran; None if there was none."""
    hooks = readings(exchange, "hook")
    return min(
        (event.seq for event, body in hooks if body.text("phase").startswith("teardown")), default=None
    )


def _finding(written: Event, rollback: Event | None) -> Finding:
    if rollback is None:
        says = _("The request ended before the transaction that wrote the data was committed.")
    else:
        says = _("What was written was rolled back when the request ended: nothing had committed it.")
    return found(
        "not-committed",
        Severity.CAUSE,
        (written,) if rollback is None else (written, rollback),
        compose(says),
        compose(
            _("Commit it in the view: %(code)s."),
            code="connection.commit()" if rollback is None else "db.session.commit()",
        ),
        lab="sqlalchemy",
    )


RULE: Final = Rule(codes=("not-committed",), find=_find)
