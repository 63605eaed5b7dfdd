"""SQLite: the history of exchanges, settings, recent apps, trust, predictions and verdicts."""

from server.store.filter import RowFilter
from server.store.search import row_of
from server.store.store import Store
from server.store.values import RecentTarget, StoredVerdict

__all__ = ["RecentTarget", "RowFilter", "Store", "StoredVerdict", "row_of"]
