"""SQLite: the history of exchanges, settings, recent apps, trust, mail, predictions, verdicts and trials."""

from server.store.filter import RowFilter
from server.store.search import row_of
from server.store.store import Store
from server.store.values import Change, LetterRow, RecentTarget, StoredVerdict, Trial

__all__ = ["Change", "LetterRow", "RecentTarget", "RowFilter", "Store", "StoredVerdict", "Trial", "row_of"]
