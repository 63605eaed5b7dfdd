"""The sensor of SQL: each statement sent through SQLAlchemy or sqlite3, with parameters and row count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...patch.import_hooks import when_imported
from ..sensor import Library, Sensor
from . import sqlalchemy_events, sqlite
from .statement import KIND, PENDING

if TYPE_CHECKING:
    from ...recording.probe import Probe
    from ...recording.recorder import Exchange
    from ...recording.wsgi_call import Call


def on_close(call: Call) -> None:
    """Report the statements whose rows were not fetched to the end, also those of threads that go on."""
    for work in (call.exchange, *call.exchange.works):
        report_pending(work)


def report_pending(work: Exchange) -> None:
    """Report the statements of one thread whose rows were not fetched to the end."""
    for statement in list(work.data.get(PENDING, ())):
        statement.report()


def attach(probe: Probe) -> None:
    """Patch the database libraries as soon as they are imported."""
    when_imported(KIND, "sqlite3", sqlite.watch)
    when_imported(KIND, "sqlalchemy", sqlalchemy_events.watch)
    probe.on_close.append((KIND, on_close))
    probe.on_thread_end.append((KIND, report_pending))


SENSOR = Sensor(
    KIND,
    attach,
    libraries=(
        Library("sqlalchemy", "SQLAlchemy"),
        Library("sqlite3", "sqlite3"),
    ),
)
