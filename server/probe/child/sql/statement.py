"""One thing asked of a database, from its sending to the last row that was fetched."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from ..describe import describe, describe_all
from ..ownership import ownership
from ..traces import short
from .family import family_of

if TYPE_CHECKING:
    from ..recorder import Exchange

NAME = "sql"
WAITING = "sql waiting"
"""Where an exchange keeps the statements whose rows are still being fetched."""

STATEMENT_LIMIT = 20_000
PARAMETERS = 40
MOST_WAITING = 500
CONTROL = {
    "BEGIN": "begin",
    "START": "begin",
    "COMMIT": "commit",
    "END": "commit",
    "ROLLBACK": "rollback",
    "SAVEPOINT": "savepoint",
    "RELEASE": "release",
}


def operation_of(text: str, otherwise: str) -> str:
    """What a statement does to the transaction, or `otherwise`."""
    if otherwise != "execute":
        return otherwise
    word = text.lstrip()[:10].upper().partition(" ")[0].rstrip(";")
    return CONTROL.get(word, otherwise)


def parameters_of(given: Any, names: Any) -> tuple[dict[str, Any], int]:
    """Described parameters by name, or by number from 1, and how many were left out; runs no guest code."""
    if given is None:
        return {}, 0
    if isinstance(given, dict):
        found = {str(name): value for name, value in islice(dict.items(given), PARAMETERS)}
        return describe_all(found), max(0, dict.__len__(given) - PARAMETERS)
    if not isinstance(given, (list, tuple)):
        return {"*": describe(given)}, 0
    plain: Any = list if isinstance(given, list) else tuple
    size = plain.__len__(given)
    values = islice(plain.__iter__(given), PARAMETERS)
    fits = isinstance(names, (list, tuple)) and len(names) == len(set(names)) == size
    keys = names if fits else range(1, size + 1)
    return describe_all({str(key): value for key, value in zip(keys, values)}), max(0, size - PARAMETERS)


class Statement:
    """What was asked; it is reported once, when its rows are known, or at the end of its exchange."""

    __slots__ = ("_body", "_caller", "_ended", "_exchange", "_family", "_reported", "_span", "rows")

    def __init__(  # noqa: PLR0913 - the facts of a statement
        self,
        exchange: Exchange,
        library: str,
        dialect: str,
        text: Any,
        given: Any = None,
        *,
        names: Any = None,
        operation: str = "execute",
        batches: int | None = None,
    ) -> None:
        told = text[:STATEMENT_LIMIT] if isinstance(text, str) else describe(text)["repr"]
        parameters, omitted = parameters_of(given, names)
        self._exchange = exchange
        self._caller = ownership.caller(2)
        self._family = family_of(told)
        self._body = body_of(library, dialect, operation_of(told, operation), told)
        self._body.update(parameters=parameters, omitted=omitted, batches=batches)
        self._body["cut"] = isinstance(text, str) and len(text) > STATEMENT_LIMIT
        self._ended: float | None = None
        self._reported = False
        self.rows: int | None = None
        self._span = exchange.begin()

    def count_batches(self, number: int) -> None:
        """Say how many times it was done, where only the doing told."""
        self._body["batches"] = number

    def report_begin(self, span: tuple[int, float]) -> None:
        """Report that the library began a transaction for it."""
        body = body_of(self._body["library"], self._body["dialect"], "begin", "BEGIN")
        self._exchange.emit(NAME, span, body, timed=False, caller=self._caller, family="BEGIN")

    def executed(self, rows: int | None, *, fetching: bool) -> None:
        """The database has done it; with `fetching` its rows are about to be counted."""
        self._ended = self._exchange.now()
        self.rows = rows
        if not fetching:
            self.report()
            return
        waiting = self._exchange.data.setdefault(WAITING, [])
        if len(waiting) >= MOST_WAITING:
            waiting.pop(0).report()
        waiting.append(self)

    def failed(self, error: BaseException) -> None:
        """The database, or its library, refused."""
        self._ended = self._exchange.now()
        self._body["error"] = short(error)
        self.report()

    def report(self) -> None:
        """Report it, if it was not."""
        if self._reported:
            return
        self._reported = True
        self._body["rows"] = self.rows
        self._exchange.emit(
            NAME, self._span, self._body, ended=self._ended, caller=self._caller, family=self._family
        )


def body_of(library: str, dialect: str, operation: str, statement: str) -> dict[str, Any]:
    """The body of an event about something that has no parameters and no rows yet."""
    return {
        "library": library,
        "dialect": dialect,
        "operation": operation,
        "statement": statement,
        "cut": False,
        "parameters": {},
        "omitted": 0,
        "batches": None,
        "rows": None,
        "error": None,
    }


def report_control(exchange: Exchange, library: str, dialect: str, operation: str, statement: str) -> None:
    """Report something done to a transaction that took no statement of the guest's."""
    body = body_of(library, dialect, operation, statement)
    caller = ownership.caller(2)
    exchange.emit(NAME, exchange.begin(), body, timed=False, caller=caller, family=statement)
