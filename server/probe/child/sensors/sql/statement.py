"""One statement, from its sending until its last row was fetched."""

from __future__ import annotations

import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from ...describe.code_ownership import ownership
from ...describe.describe import describe_all, text_of
from ...describe.exception_text import summarize
from ...describe.static_access import is_a, items_of, text_or_none
from ...recording.encoding import RawJson, to_json
from .statement_family import family_of

if TYPE_CHECKING:
    from ...recording.recorder import Exchange

KIND = "sql"
PENDING = "sql waiting"
"""The key in `Exchange.data` of the statements whose rows are still being fetched."""
RUNNING = "sql running"
"""The key in `Exchange.data` of the statements that SQLAlchemy's engine is sending."""

STATEMENT_LIMIT = 20_000
PARAMETER_LIMIT = 40
PENDING_LIMIT = 500
CACHE_LIMIT = 200
IMMUTABLE_TYPES = frozenset((bool, bytes, float, int, str, type(None), datetime.date, datetime.datetime))
"""Types whose values never change, and whose description runs no code of the guest."""

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
    """Return what a statement does to the transaction, or `otherwise`."""
    if otherwise != "execute":
        return otherwise
    word = text.lstrip()[:10].upper().partition(" ")[0].rstrip(";")
    return CONTROL.get(word, otherwise)


def parameters_of(parameters: Any, names: Any) -> tuple[dict[str, Any], int]:
    """Return parameters by name, or by number from 1, and how many were left out; runs no guest code."""
    if parameters is None:
        return {}, 0
    if is_a(parameters, dict):
        named = islice(dict.items(parameters), PARAMETER_LIMIT)
        found = {text_or_none(name) or text_of(name): value for name, value in named}
        return found, max(0, dict.__len__(parameters) - PARAMETER_LIMIT)
    values = items_of(parameters)
    if values is None:
        return {"*": parameters}, 0
    size = len(values)
    # SQLAlchemy 1.4 has names of a subclass of str.
    keys = [name for name in map(text_or_none, items_of(names) or ()) if name is not None]
    if len(set(keys)) != size:
        keys = [str(number) for number in range(1, size + 1)]
    return dict(zip(keys, values[:PARAMETER_LIMIT])), max(0, size - PARAMETER_LIMIT)


class Statement:
    """A statement; it is reported once: when its rows are known, or at the end of its exchange."""

    __slots__ = (
        "_caller",
        "_described",
        "_ended",
        "_error",
        "_exchange",
        "_parameters",
        "_source",
        "_span",
        "_text",
        "batches",
        "begin_span",
        "reported",
        "rows",
    )

    def __init__(  # noqa: PLR0913 - the facts of a statement
        self,
        exchange: Exchange,
        library: str,
        dialect: str,
        text: Any,
        parameters: Any = None,
        *,
        names: Any = None,
        operation: str = "execute",
        batches: int | None = None,
        begin_span: tuple[int, float] | None = None,
    ) -> None:
        self._exchange = exchange
        self._source = library, dialect, operation
        plain = text_or_none(text)
        self._text = text_of(text) if plain is None else plain
        # Immutable parameters are described later, by the channel's thread.
        is_immutable = parameters is None or (
            type(parameters) is tuple and IMMUTABLE_TYPES.issuperset(map(type, parameters))
        )
        self._described = None if is_immutable else describe_parameters(parameters, names)
        self._parameters = (parameters, names) if is_immutable else None
        self._caller = ownership.caller(2)
        self._error: str | None = None
        self._ended: float | None = None
        self.batches = batches
        self.begin_span = begin_span
        self.reported = False
        self.rows: int | None = None
        self._span = exchange.start_span()

    def report_begin(self) -> None:
        """Report, once and at its place, that the driver began a transaction for this statement."""
        span, self.begin_span = self.begin_span, None
        if span is None:
            return
        library, dialect, _ = self._source
        body = body_of(library, dialect, "begin", "BEGIN")
        self._exchange.emit(KIND, span, body, timed=False, caller=self._caller, family="BEGIN")

    def counts_rows(self) -> bool:
        """Return whether its rows may be counted: it is reported at the latest when its exchange ends."""
        return self._exchange.counts_rows()

    def executed(self, rows: int | None, *, fetching: bool) -> None:
        """Record that the database executed it; with `fetching`, its rows will be counted."""
        self._ended = self._exchange.now()
        self.rows = rows
        if not fetching:
            self.report()
            return
        pending = self._exchange.data.setdefault(PENDING, [])
        if len(pending) >= PENDING_LIMIT:
            pending.pop(0).report()
        pending.append(self)

    def failed(self, error: BaseException) -> None:
        """Report that the database, or its library, refused it."""
        self._ended = self._exchange.now()
        self._error = summarize(error)
        self.report()

    def report(self) -> None:
        """Report it, unless it was reported before."""
        if self.reported:
            return
        self.reported = True
        family = family_of(self._text)
        self._exchange.emit(
            KIND, self._span, self.body, ended=self._ended, caller=self._caller, family=family
        )

    def body(self) -> RawJson:
        """Return the body of the event; the part that is the same each time is cached."""
        parameters, omitted = self._described or describe_parameters(*(self._parameters or (None, None)))
        facts = {
            "parameters": parameters,
            "omitted": omitted,
            "batches": self.batches,
            "rows": self.rows,
            "error": self._error,
        }
        return RawJson(f"{body_start(self._source, self._text)},{to_json(facts)[1:]}")


_start_cache: dict[tuple[tuple[str, str, str], str], str] = {}


def body_start(source: tuple[str, str, str], text: str) -> str:
    """Return the first fields of a body as JSON without its end; cached, for apps repeat statements."""
    start = _start_cache.get((source, text))
    if start is None:
        library, dialect, operation = source
        text_shown = text[:STATEMENT_LIMIT]
        facts = {
            "library": library,
            "dialect": dialect,
            "operation": operation_of(text_shown, operation),
            "statement": text_shown,
            "cut": len(text) > STATEMENT_LIMIT,
        }
        start = to_json(facts)[:-1]
        if len(_start_cache) >= CACHE_LIMIT:
            _start_cache.clear()
        _start_cache[source, text] = start
    return start


def describe_parameters(parameters: Any, names: Any) -> tuple[dict[str, Any], int]:
    """Return described parameters by name, and how many were left out."""
    parameters, omitted = parameters_of(parameters, names)
    return describe_all(parameters), omitted


def body_of(library: str, dialect: str, operation: str, statement: str) -> dict[str, Any]:
    """Return the body of an event that has no parameters and no rows."""
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
    """Report an operation of the library on a transaction; whether the driver sends it is unknown."""
    body = {**body_of(library, dialect, operation, statement), "implicit": True}
    caller = ownership.caller(2)
    exchange.emit(KIND, exchange.start_span(), body, timed=False, caller=caller, family=statement)
