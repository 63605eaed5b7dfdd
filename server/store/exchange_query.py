"""Builds the SQL for a filter, using the trigram index."""

from dataclasses import fields
from typing import Any, Final

from server.model.exchange import Exchange, ExchangeRow
from server.store.exchange_filter import ExchangeFilter

SHORTEST_INDEXED: Final = 3
# A text that is too short for the index is searched in this many of the newest exchanges.
NEWEST_SCANNED: Final = 10_000
COLUMN_NAMES: Final = tuple(field.name for field in fields(ExchangeRow))
COLUMNS: Final = ", ".join(COLUMN_NAMES)
_WORDS: Final = (
    "method || ' ' || path || ' ' || query || ' ' || content_type"
    " || ' ' || coalesce(endpoint, '') || ' ' || coalesce(error, '')"
)
SERVER_ERROR: Final = 500


def words(row: ExchangeRow) -> str:
    """Return the text of a row that is searched for the filter's text."""
    return " ".join((row.method, row.path, row.query, row.content_type, row.endpoint or "", row.error or ""))


def facets(row: ExchangeRow) -> str:
    """Return the other searchable properties of a row, each between bars."""
    found = [f"|m{row.method.upper()}|", f"|g{row.guest}|", f"|r{row.run}|"]
    if row.status is not None:
        found.append(f"|s{row.status // 100}|")
    if failed(row):
        found.append("|f|")
    return " ".join(found)


def failed(row: ExchangeRow) -> bool:
    """Return whether an exchange counts as failed."""
    return row.error is not None or row.state == "lost" or (row.status or 0) >= SERVER_ERROR


def query(row_filter: ExchangeFilter, before: int | None, limit: int) -> tuple[str, list[Any]]:
    """Return the SELECT for a filter, newest first, and its parameters."""
    match = _match(row_filter)
    text = row_filter.text.strip()
    short = bool(text) and len(text) < SHORTEST_INDEXED
    where: list[str] = []
    parameters: list[Any] = []
    source = "exchanges"
    if match:
        source = "search JOIN exchanges ON exchanges.id = search.rowid"
        where.append("search MATCH ?")
        parameters.append(match)
    key = "search.rowid" if match else "exchanges.id"
    if row_filter.project is not None:
        where.append("exchanges.project = ?")
        parameters.append(row_filter.project)
    if row_filter.path is not None:
        where.append("exchanges.path = ?")
        parameters.append(row_filter.path)
    if row_filter.except_guest is not None:
        where.append("exchanges.guest != ?")
        parameters.append(row_filter.except_guest)
    if before is not None:
        where.append(f"{key} < ?")
        parameters.append(before)
    if short:
        newest = "coalesce(?, (SELECT max(id) + 1 FROM exchanges))"
        where.append(f"{key} > {newest} - ?")
        where.append(f"instr(lower({_WORDS}), lower(?))")
        parameters += [before, NEWEST_SCANNED, text]
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    statement = (
        f"SELECT {COLUMNS} FROM {source}{condition}"  # noqa: S608 - constants of this file; what is typed is a parameter
        f" ORDER BY {key} DESC LIMIT ?"
    )
    return statement, [*parameters, limit]


def _match(row_filter: ExchangeFilter) -> str:
    """Return the full-text expression for a filter, empty if the index cannot help."""
    parts = []
    text = row_filter.text.strip()
    if len(text) >= SHORTEST_INDEXED:
        parts.append(f"words : {_phrase(text)}")
    for letter, value in (("g", row_filter.guest), ("r", row_filter.run)):
        if value:
            parts.append(f"facets : {_phrase(f'|{letter}{value}|')}")
    if row_filter.method:
        parts.append(f"facets : {_phrase(f'|m{row_filter.method.upper()}|')}")
    if row_filter.status_class is not None:
        parts.append(f"facets : {_phrase(f'|s{row_filter.status_class}|')}")
    if row_filter.failed:
        parts.append(f"facets : {_phrase('|f|')}")
    return " AND ".join(parts)


def _phrase(text: str) -> str:
    """Return the text as one quoted phrase of the full-text language."""
    return '"' + text.replace('"', '""').replace("\0", "") + '"'


def row_of(exchange: Exchange) -> ExchangeRow:
    """Return an exchange as a row of a list."""
    routing = exchange.first("routing")
    raised = [event for event in exchange.of("exception") if event.body.get("http") is None]
    response = exchange.response
    error = None
    if raised:
        name, message = raised[-1].body.get("type"), raised[-1].body.get("message")
        error = (f"{name}: {message}" if message else str(name))[:500]
    return ExchangeRow(
        id=exchange.id,
        run=exchange.run,
        guest=exchange.guest,
        started_at=exchange.started_at,
        took=exchange.took,
        state=exchange.state,
        method=exchange.request.method[:32],
        path=exchange.request.path[:2000],
        query=exchange.request.query[:2000],
        status=response.status if response is not None else None,
        size=response.body.size if response is not None else 0,
        content_type=(response.header("Content-Type") or "")[:200] if response is not None else "",
        endpoint=routing.body.get("endpoint") if routing is not None else None,
        error=error,
    )
