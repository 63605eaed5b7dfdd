"""SQLite: the history of exchanges, settings, recent apps, trust, predictions, verdicts and trials."""

from server.store.filter import RowFilter
from server.store.search import row_of
from server.store.store import Store
from server.store.values import Change, RecentTarget, StoredVerdict, Trial

__all__ = ["Change", "RecentTarget", "RowFilter", "Store", "StoredVerdict", "Trial", "row_of"]
