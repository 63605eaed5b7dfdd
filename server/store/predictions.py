"""The user's predictions of verdicts."""

import time
from collections.abc import Iterable

from server.model.claim import Outcome
from server.store.access import TableAccess
from server.store.checked.values import text


class Predictions:
    """All predictions, in the order in which they were made."""

    def __init__(self, tables: TableAccess) -> None:
        self._tables = tables

    def add(self, lab: str, claim: str, guess: Outcome) -> None:
        """Record a prediction."""
        self._tables.write(
            "INSERT INTO predictions (lab, claim, guess, guessed_at) VALUES (?, ?, ?, ?)",
            (lab, claim, guess, time.time()),
        )

    def of(self, lab: str) -> dict[str, Outcome]:
        """Return the last prediction for each claim of a lab."""
        found = self._tables.read("SELECT claim, guess FROM predictions WHERE lab = ? ORDER BY id", (lab,))
        return dict(
            self._tables.set_aside.fitting(
                "predictions",
                found,
                lambda row: (text(row[0]), Outcome(row[1])),
                lambda row: f"{lab} {row[0]}",
            )
        )

    def remove(self, labs: Iterable[str]) -> None:
        """Delete all predictions for the claims of these labs."""
        for lab in labs:
            self._tables.write("DELETE FROM predictions WHERE lab = ?", (lab,))
