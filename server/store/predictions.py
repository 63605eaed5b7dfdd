"""What the user guessed before seeing the verdict."""

import time
from collections.abc import Iterable

from server.model.claim import Outcome
from server.store.tables import Tables


class Predictions:
    """Every guess, in the order made."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, lab: str, claim: str, guess: Outcome) -> None:
        """Record a guess."""
        self._tables.write(
            "INSERT INTO predictions (lab, claim, guess, guessed_at) VALUES (?, ?, ?, ?)",
            (lab, claim, guess, time.time()),
        )

    def of(self, lab: str) -> dict[str, Outcome]:
        """The last guess of each claim of a lab."""
        found = self._tables.read("SELECT claim, guess FROM predictions WHERE lab = ? ORDER BY id", (lab,))
        return {claim: Outcome(guess) for claim, guess in found}

    def remove(self, labs: Iterable[str]) -> None:
        """Forget every guess about the claims of these labs."""
        for lab in labs:
            self._tables.write("DELETE FROM predictions WHERE lab = ?", (lab,))
