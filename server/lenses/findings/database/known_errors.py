"""Exceptions of databases whose cause is always the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule, uncaught
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange

_ALCHEMY: Final = "sqlalchemy.exc."


@dataclass(frozen=True, slots=True)
class _Known:
    """An exception: its types, what its message contains, and what is to be said of it."""

    code: str
    types: tuple[str, ...]
    contains: str
    says: Lazy
    remedy: Lazy
    write: str
    lab: str | None = None


_KNOWN: Final = (
    _Known(
        "sqlite-other-thread",
        ("sqlite3.ProgrammingError", f"{_ALCHEMY}ProgrammingError"),
        "SQLite objects created in a thread can only be used in that same thread",
        lazy_gettext("A connection to SQLite was opened in one thread and used in another."),
        lazy_gettext(
            "Open a connection for each request, kept in %(write)s and closed in a teardown function."
        ),
        "g",
        "contexts",
    ),
    _Known(
        "database-locked",
        ("sqlite3.OperationalError", f"{_ALCHEMY}OperationalError"),
        "database is locked",
        lazy_gettext(
            "Another connection held the lock for writing to the SQLite file until the time was up."
        ),
        lazy_gettext("End each transaction soon with %(write)s, and keep slow work outside of it."),
        "commit()",
    ),
    _Known(
        "table-missing",
        ("sqlite3.OperationalError", f"{_ALCHEMY}OperationalError"),
        "no such table",
        lazy_gettext("The database that the app has opened lacks a table: %(message)s."),
        lazy_gettext(
            "Create the tables first (%(write)s, or the migrations), and check which file is opened."
        ),
        "db.create_all()",
        "migrations",
    ),
    _Known(
        "column-missing",
        ("sqlite3.OperationalError", f"{_ALCHEMY}OperationalError"),
        "no such column",
        lazy_gettext("A table of the database lacks a column: %(message)s."),
        lazy_gettext("Migrate the database: %(write)s does not change a table that exists."),
        "db.create_all()",
        "migrations",
    ),
    _Known(
        "detached-instance",
        ("sqlalchemy.orm.exc.DetachedInstanceError",),
        "",
        lazy_gettext("An object of a session that has ended was asked for data that had not been loaded."),
        lazy_gettext(
            "Load it before the session ends, for example with %(write)s, or add the object to a session."
        ),
        "selectinload()",
        "sqlalchemy",
    ),
    _Known(
        "pending-rollback",
        (f"{_ALCHEMY}PendingRollbackError",),
        "",
        lazy_gettext("A statement failed before, and the transaction of the session was not rolled back."),
        lazy_gettext("Call %(write)s where the first exception is caught."),
        "db.session.rollback()",
        "sqlalchemy",
    ),
    _Known(
        "pool-exhausted",
        (f"{_ALCHEMY}TimeoutError",),
        "QueuePool limit",
        lazy_gettext("All connections of the pool are in use, and none was given back in time."),
        lazy_gettext(
            "Close each session (%(write)s does it at the end of a request), also in threads of your own."
        ),
        "db.session.remove()",
        "sqlalchemy",
    ),
)


def _find(exchange: Exchange) -> Iterator[Finding]:
    for known in _KNOWN:
        for event, body in uncaught(exchange, *known.types):
            if known.contains in body.text("message"):
                yield found(
                    known.code,
                    Severity.CAUSE,
                    (event,),
                    compose(str(known.says), message=body.text("message").partition("\n")[0]),
                    compose(str(known.remedy), write=known.write),
                    lab=known.lab,
                )


RULE: Final = Rule(codes=tuple(known.code for known in _KNOWN), find=_find)
