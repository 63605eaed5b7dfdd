"""SQLite storage: exchanges, settings, recent apps, trusted folders, mail, predictions and verdicts."""

from server.store.exchange_filter import ExchangeFilter
from server.store.exchange_query import row_of
from server.store.records import InterpreterResult, MailRow, RecentTarget, StoredVerdict, VerdictChange
from server.store.store import Store

__all__ = [
    "ExchangeFilter",
    "InterpreterResult",
    "MailRow",
    "RecentTarget",
    "Store",
    "StoredVerdict",
    "VerdictChange",
    "row_of",
]
