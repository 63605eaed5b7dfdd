"""SQLite: the history of exchanges, settings, recent apps, trust, mail, predictions, verdicts and trials."""

from server.store.records import InterpreterResult, MailRow, RecentTarget, StoredVerdict, VerdictChange
from server.store.row_filter import RowFilter
from server.store.search import row_of
from server.store.store import Store

__all__ = [
    "InterpreterResult",
    "MailRow",
    "RecentTarget",
    "RowFilter",
    "Store",
    "StoredVerdict",
    "VerdictChange",
    "row_of",
]
