"""One thing asked of a database, from its sending to the last row that was fetched."""

from __future__ import annotations

import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from ...describe.code_ownership import ownership
from ...describe.describe import describe, describe_all
from ...describe.tracebacks import summarize
from ...recording.encoding import RawJson, to_json
from .fingerprint import family_of

if TYPE_CHECKING:
    from ...recording.recorder import Exchange

KIND = "sql"
WAITING = "sql waiting"
"""Where an exchange keeps the statements whose rows are still being fetched."""

STATEMENT_LIMIT = 20_000
PARAMETERS = 40
MOST_WAITING = 500
REMEMBERED = 200
LASTING = frozenset((bool, bytes, float, int, str, type(None), datetime.date, datetime.datetime))
"""Types of values that stay as they are, and whose description runs no code of the guest."""

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
    """Some parameters by name, or by number from 1, and how many were left out; runs no guest code."""
    if given is None:
        return {}, 0
    if isinstance(given, dict):
        found = {str(name): value for name, value in islice(dict.items(given), PARAMETERS)}
        return found, max(0, dict.__len__(given) - PARAMETERS)
    if not isinstance(given, (list, tuple)):
        return {"*": given}, 0
    plain: Any = list if isinstance(given, list) else tuple
    size = plain.__len__(given)
    values = islice(plain.__iter__(given), PARAMETERS)
    fits = isinstance(names, (list, tuple)) and len(names) == len(set(names)) == size
    keys = names if fits else range(1, size + 1)
    return {str(key): value for key, value in zip(keys, values)}, max(0, size - PARAMETERS)


class Statement:
    """What was asked; it is reported once, when its rows are known, or at the end of its exchange."""

    __slots__ = (
        "_caller",
        "_described",
        "_ended",
        "_error",
        "_exchange",
        "_given",
        "_span",
        "_text",
        "_what",
        "batches",
        "reported",
        "rows",
    )

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
        self._exchange = exchange
        self._what = library, dialect, operation
        self._text = text if isinstance(text, str) else describe(text)["repr"]
        # What cannot change any more is described later, when nobody waits for it.
        lasting = given is None or (type(given) is tuple and LASTING.issuperset(map(type, given)))
        self._described = None if lasting else described(given, names)
        self._given = (given, names) if lasting else None
        self._caller = ownership.caller(2)
        self._error: str | None = None
        self._ended: float | None = None
        self.batches = batches
        self.reported = False
        self.rows: int | None = None
        self._span = exchange.start_span()

    def report_begin(self, span: tuple[int, float]) -> None:
        """Report that the library began a transaction for it."""
        library, dialect, _ = self._what
        body = body_of(library, dialect, "begin", "BEGIN")
        self._exchange.emit(KIND, span, body, timed=False, caller=self._caller, family="BEGIN")

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
        self._error = summarize(error)
        self.report()

    def report(self) -> None:
        """Report it, if it was not."""
        if self.reported:
            return
        self.reported = True
        family = family_of(self._text)
        self._exchange.emit(
            KIND, self._span, self.body, ended=self._ended, caller=self._caller, family=family
        )

    def body(self) -> RawJson:
        """What is told of it; the part that is the same each time is written once."""
        parameters, omitted = self._described or described(*(self._given or (None, None)))
        facts = {
            "parameters": parameters,
            "omitted": omitted,
            "batches": self.batches,
            "rows": self.rows,
            "error": self._error,
        }
        return RawJson(f"{beginning(self._what, self._text)},{to_json(facts)[1:]}")


_beginnings: dict[tuple[tuple[str, str, str], str], str] = {}


def beginning(what: tuple[str, str, str], text: str) -> str:
    """The first fields of a body as JSON, without its end; remembered, for apps ask the same again."""
    known = _beginnings.get((what, text))
    if known is None:
        library, dialect, operation = what
        told = text[:STATEMENT_LIMIT]
        facts = {
            "library": library,
            "dialect": dialect,
            "operation": operation_of(told, operation),
            "statement": told,
            "cut": len(text) > STATEMENT_LIMIT,
        }
        known = to_json(facts)[:-1]
        if len(_beginnings) >= REMEMBERED:
            _beginnings.clear()
        _beginnings[what, text] = known
    return known


def described(given: Any, names: Any) -> tuple[dict[str, Any], int]:
    """Described parameters by name, and how many were left out."""
    parameters, omitted = parameters_of(given, names)
    return describe_all(parameters), omitted


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
    exchange.emit(KIND, exchange.start_span(), body, timed=False, caller=caller, family=statement)
