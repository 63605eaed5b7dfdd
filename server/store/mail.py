"""Caught mail: limited in number and total size, the oldest messages are deleted first."""

import json
import sqlite3
import zlib
from typing import Any, Final

from server.mail_parser import parse_headers
from server.model.mail import MailMessage
from server.store.access import TableAccess
from server.store.checked.faults import Fault, MisfitError
from server.store.checked.values import from_json_text, items, moment, optional, text, whole
from server.store.packing import unzip
from server.store.records import MailRow

MOST_MESSAGES: Final = 500
MOST_BYTES: Final = 64 << 20
HEADER_LIMIT: Final = 500
HEAD_BYTES: Final = 1 << 16
_ROW: Final = "number, id, guest, app, exchange, received_at, sender, recipients, subject, size, seen"


class Mail:
    """The caught messages; safe between threads."""

    def __init__(self, tables: TableAccess) -> None:
        self._tables = tables

    def add(self, letter: MailMessage) -> MailRow | None:
        """Store a message and return its row once it is written; None if it cannot be read back."""
        packed = zlib.compress(letter.source)
        values = (
            letter.id,
            letter.guest,
            letter.app,
            letter.exchange,
            letter.received_at,
            letter.sender,
            json.dumps(letter.recipients),
            subject_of(letter.source),
            len(letter.source),
            packed,
            len(packed),
        )

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO letters (id, guest, app, exchange, received_at, sender, recipients, subject,"
                " size, data, kept) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            prune(connection)

        self._tables.write_with(work, len(packed))
        return self.row(letter.id)

    def set_exchange(self, id: str, exchange: int) -> None:  # noqa: A002 - it is the letter's id
        """Record which exchange sent the message."""
        self._tables.write("UPDATE letters SET exchange = ? WHERE id = ?", (exchange, id))

    def list(self, before: int | None = None, limit: int = 100) -> tuple[MailRow, ...]:
        """Return rows, newest first, of numbers below `before`."""
        if before is None:
            return self._rows("ORDER BY number DESC LIMIT ?", (limit,))
        return self._rows("WHERE number < ? ORDER BY number DESC LIMIT ?", (before, limit))

    def get(self, id: str) -> MailMessage | None:  # noqa: A002 - it is the letter's id
        """Return the whole message of that id, or None."""
        found = self._tables.read(
            "SELECT guest, app, exchange, received_at, sender, recipients, data, seen FROM letters"
            " WHERE id = ?",
            (id,),
        )
        if not found:
            return None
        letters = self._tables.set_aside.fitting(
            "letters", found, lambda row: _message(id, row), lambda _: id
        )
        return letters[0] if letters else None

    def row(self, id: str) -> MailRow | None:  # noqa: A002 - it is the message's id
        """Return the message of that id as lists show it; None if there is none."""
        return next(iter(self._rows("WHERE id = ?", (id,))), None)

    def mark_seen(self, id: str) -> None:  # noqa: A002 - it is the letter's id
        """Mark the message as read."""
        self._tables.write("UPDATE letters SET seen = 1 WHERE id = ?", (id,))

    def unseen_count(self) -> int:
        """Return how many messages are unread."""
        return sum(count for (count,) in self._tables.read("SELECT count(*) FROM letters WHERE seen = 0"))

    def delete(self, id: str) -> None:  # noqa: A002 - it is the letter's id
        """Delete one message."""
        self._tables.write("DELETE FROM letters WHERE id = ?", (id,))

    def clear(self) -> None:
        """Delete all messages."""
        self._tables.write("DELETE FROM letters", ())

    def _rows(self, rest: str, parameters: tuple[Any, ...]) -> tuple[MailRow, ...]:
        found = self._tables.read(f"SELECT {_ROW} FROM letters {rest}", parameters)  # noqa: S608 - ours
        names = _ROW.split(", ")
        return tuple(
            self._tables.set_aside.fitting(
                "letters", found, lambda row: _row(dict(zip(names, row, strict=True))), lambda row: row[1]
            )
        )


def _row(fields: dict[str, Any]) -> MailRow:
    return MailRow(
        number=whole(fields["number"]),
        id=text(fields["id"]),
        guest=text(fields["guest"]),
        app=text(fields["app"]),
        exchange=optional(whole, fields["exchange"]),
        received_at=moment(fields["received_at"]),
        sender=text(fields["sender"]),
        recipients=_recipients(fields["recipients"]),
        subject=text(fields["subject"]),
        size=whole(fields["size"]),
        seen=bool(fields["seen"]),
    )


def _message(id: str, row: tuple[Any, ...]) -> MailMessage:  # noqa: A002 - it is the letter's id
    guest, app, exchange, received_at, sender, recipients, data, seen = row
    try:
        source = unzip(data, MOST_BYTES)
    except zlib.error as error:
        raise MisfitError(Fault.PACKED, str(error)) from None
    return MailMessage(
        id=id,
        guest=text(guest),
        app=text(app),
        exchange=optional(whole, exchange),
        received_at=moment(received_at),
        sender=text(sender),
        recipients=_recipients(recipients),
        source=source,
        seen=bool(seen),
    )


def _recipients(stored: object) -> tuple[str, ...]:
    return tuple(text(each) for each in items(from_json_text(stored)))


def prune(connection: sqlite3.Connection) -> None:
    """Delete the oldest messages beyond the limits of number and size; the newest always stays."""
    found = connection.execute("SELECT number, kept FROM letters ORDER BY number DESC").fetchall()
    room = MOST_BYTES
    for place, (number, kept) in enumerate(found):
        room -= kept if isinstance(kept, int) else 0
        if place and (place >= MOST_MESSAGES or room < 0):
            connection.execute("DELETE FROM letters WHERE number <= ?", (number,))
            return


def subject_of(source: bytes) -> str:
    """Return the decoded subject of a message, empty if there is none or it cannot be parsed."""
    return str(parse_headers(source[:HEAD_BYTES]).get("Subject", ""))[:HEADER_LIMIT]
