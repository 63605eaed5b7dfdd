"""SQLite: the history of exchanges, settings, recent apps, trust, mail, predictions, verdicts and trials."""

from server.store.filter import RowFilter
from server.store.search import row_of
from server.store.store import Store
from server.store.values import MailRow, RecentTarget, StoredVerdict, Trial, VerdictChange

__all__ = [
    "MailRow",
    "RecentTarget",
    "RowFilter",
    "Store",
    "StoredVerdict",
    "Trial",
    "VerdictChange",
    "row_of",
]
