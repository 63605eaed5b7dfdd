"""SQLite storage: exchanges, settings, recent apps, trusted folders, mail, predictions and verdicts."""

from server.store.exchange_filter import NEWEST_FIRST, ExchangeFilter, SortColumn, SortOrder
from server.store.exchange_query import row_of
from server.store.records import InterpreterResult, MailRow, RecentTarget, StoredVerdict, VerdictChange
from server.store.store import Store

__all__ = [
    "NEWEST_FIRST",
    "ExchangeFilter",
    "InterpreterResult",
    "MailRow",
    "RecentTarget",
    "SortColumn",
    "SortOrder",
    "Store",
    "StoredVerdict",
    "VerdictChange",
    "row_of",
]
