"""Builds the SQL for a filter, using the trigram index."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from server.model.exchange import Exchange, ExchangeRow
from server.store.exchange_filter import ExchangeFilter, RowRange, SortColumn, SortOrder

SHORTEST_INDEXED: Final = 3
# A text that is too short for the index is searched in this many of the newest exchanges.
NEWEST_SCANNED: Final = 10_000
MARK_NAMES: Final = ("pinned", "note", "visitor")
COLUMN_NAMES: Final = tuple(field.name for field in fields(ExchangeRow) if field.name not in MARK_NAMES)
COLUMNS: Final = ", ".join(COLUMN_NAMES)
ROW_NAMES: Final = (*COLUMN_NAMES, *MARK_NAMES)
ROW: Final = ", ".join(
    (
        *(f"exchanges.{name}" for name in COLUMN_NAMES),
        "coalesce(marks.pinned, 0)",
        "coalesce(marks.note, '')",
        "coalesce(marks.visitor, '')",
    )
)
WITH_MARKS: Final = "LEFT JOIN marks ON marks.exchange = exchanges.id"
_WORDS: Final = (
    "method || ' ' || path || ' ' || query || ' ' || content_type"
    " || ' ' || coalesce(endpoint, '') || ' ' || coalesce(error, '')"
)
SERVER_ERROR: Final = 500
_SORTED: Final = {
    SortColumn.PATH: "path",
    SortColumn.STATUS: "status",
    SortColumn.TOOK: "took",
    SortColumn.SIZE: "size",
    SortColumn.SQL: "sql_count",
}


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


def query(row_filter: ExchangeFilter, part: RowRange) -> tuple[str, list[Any]]:
    """Return the SELECT for a part of the rows that match a filter, and its parameters."""
    before = part.before
    match = _match(row_filter)
    source = "search JOIN exchanges ON exchanges.id = search.rowid" if match else "exchanges"
    key = "search.rowid" if match else "exchanges.id"
    conditions: list[tuple[str, tuple[Any, ...]]] = [("search MATCH ?", (match,))] if match else []
    conditions += [("marks.removed IS NULL", ()), *_comparisons(row_filter)]
    if before is not None:
        conditions.append((f"{key} < ?", (before,)))
    text = row_filter.text.strip()
    if text and len(text) < SHORTEST_INDEXED:
        newest = "coalesce(?, (SELECT max(id) + 1 FROM exchanges))"
        conditions.append((f"{key} > {newest} - ?", (before, NEWEST_SCANNED)))
        conditions.append((f"instr(lower({_WORDS}), lower(?))", (text,)))
    where = " AND ".join(condition for condition, _values in conditions)
    parameters = [value for _condition, values in conditions for value in values]
    return (
        f"SELECT {ROW} FROM {source} {WITH_MARKS} WHERE {where}"  # noqa: S608 - constants of this file; what is typed is a parameter
        f" ORDER BY {_ordering(part.order, key)} LIMIT ? OFFSET ?",
        [*parameters, part.limit, part.skip],
    )


def _comparisons(row_filter: ExchangeFilter) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the conditions on columns, with their values."""
    for condition, value in (
        ("exchanges.project = ?", row_filter.project),
        ("exchanges.path = ?", row_filter.path),
        ("exchanges.guest != ?", row_filter.except_guest),
        ("exchanges.took >= ?", row_filter.took),
        ("exchanges.size >= ?", row_filter.size),
        ("exchanges.sql_count >= ?", row_filter.sql_count),
        ("exchanges.started_at >= ?", row_filter.since),
        ("exchanges.id IN (SELECT exchange FROM marks WHERE visitor = ?)", row_filter.visitor),
    ):
        if value is not None:
            yield condition, (value,)
    if row_filter.raised:
        yield "exchanges.error IS NOT NULL", ()
    if row_filter.found:
        yield "exchanges.findings != ''", ()
    if row_filter.pinned:
        yield "exchanges.id IN (SELECT exchange FROM marks WHERE pinned = 1)", ()


def _ordering(order: SortOrder, key: str) -> str:
    direction = "ASC" if order.ascending else "DESC"
    column = _SORTED.get(order.by)
    return f"{key} {direction}" if column is None else f"exchanges.{column} {direction}, {key} {direction}"


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
    # What has raised an exception counts as failed, so that the index narrows both.
    if row_filter.failed or row_filter.raised:
        parts.append(f"facets : {_phrase('|f|')}")
    return " AND ".join(parts)


def _phrase(text: str) -> str:
    """Return the text as one quoted phrase of the full-text language."""
    return '"' + text.replace('"', '""').replace("\0", "") + '"'


def row_of(exchange: Exchange, findings: str | None = None) -> ExchangeRow:
    """Return an exchange as a row of a list, with the codes of its findings."""
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
        sql_count=sum(
            1 + (event.folded.count if event.folded is not None else 0) for event in exchange.of("sql")
        ),
        findings=findings,
    )
