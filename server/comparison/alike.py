"""Find the exchanges that one is usefully compared with: the same app answered the same request."""

from dataclasses import replace
from typing import Final

from server.model.exchange import Exchange, ExchangeRow
from server.store import ExchangeFilter, Store

MOST: Final = 30
_LONGEST_PATH: Final = 2000


def alike(store: Store, exchange: Exchange) -> tuple[ExchangeRow, ...]:
    """Return other exchanges of the same app with this method and path: the newest, and those before it."""
    project = store.projects.of_guest(exchange.guest)
    wanted = ExchangeFilter(method=exchange.request.method, path=exchange.request.path[:_LONGEST_PATH])
    wanted = replace(wanted, guest=exchange.guest) if project is None else replace(wanted, project=project)
    older = store.rows(wanted, before=exchange.id, limit=MOST)
    newer = store.rows(wanted, limit=MOST)
    found = {row.id: row for row in (*newer, *older) if row.id != exchange.id}
    return tuple(sorted(found.values(), key=lambda row: row.id, reverse=True))


def previous(rows: tuple[ExchangeRow, ...], exchange: Exchange) -> int | None:
    """Return the id of the newest of the rows that is older than the exchange, or None."""
    return next((row.id for row in rows if row.id < exchange.id), None)
