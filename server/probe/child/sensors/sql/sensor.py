"""What is asked of databases through SQLAlchemy and sqlite3, each thing once, with its values and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...patch.import_hooks import when_imported
from ..sensor import Library, Sensor
from . import sqlalchemy_events, sqlite
from .statement import KIND, WAITING

if TYPE_CHECKING:
    from ...recording.call import Call
    from ...recording.probe import Probe


def closed(call: Call) -> None:
    """Report what was not fetched to its end."""
    for statement in call.exchange.data.get(WAITING, ()):
        statement.report()


def attach(probe: Probe) -> None:
    """Wait for the guest to import what it speaks to databases with."""
    when_imported(KIND, "sqlite3", sqlite.watch)
    when_imported(KIND, "sqlalchemy", sqlalchemy_events.watch)
    probe.on_close.append((KIND, closed))


SENSOR = Sensor(
    KIND,
    attach,
    libraries=(
        Library("sqlalchemy", "SQLAlchemy"),
        Library("sqlite3", "sqlite3"),
    ),
)
