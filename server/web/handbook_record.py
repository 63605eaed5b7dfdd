"""What a reader guessed, whether the guess was right, and where the reading stopped."""

import threading
from dataclasses import dataclass
from typing import Any, Final, Protocol

from server.model.claim import Outcome

RECORD: Final = "handbook.record."
HIDDEN: Final = "handbook.hidden."
HERE: Final = "handbook.here"


class Settings(Protocol):
    """The part of the store that keeps named JSON values."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value of `key`, or `default`."""

    def set(self, key: str, value: Any) -> None:
        """Keep a JSON value under `key`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Guessed:
    """The first guess about a claim, and how the claim came out that time."""

    guess: Outcome
    outcome: Outcome

    @property
    def right(self) -> bool:
        """Whether the guess was what came out."""
        return self.guess is self.outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where the reading stopped; `claim` is the last one answered, None where none was."""

    lab: str
    claim: str | None


class Record:
    """First guesses a claim, kept one value a lab, and claims that are hidden to be predicted again.

    Only the first guess counts: a second one is made by someone who has seen the verdict.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()

    def judge(self, lab: str, claim: str, guess: Outcome, outcome: Outcome) -> None:
        """Keep a first guess and what came out; later ones and undecided claims change nothing."""
        if outcome is Outcome.UNDECIDED:
            return
        with self._lock:
            kept = self._dict(RECORD + lab)
            if claim not in kept:
                self._settings.set(RECORD + lab, {**kept, claim: [guess.value, outcome.value]})

    def of(self, lab: str) -> dict[str, Guessed]:
        """The first guesses about the claims of a lab; what cannot be read is left out."""
        found = {}
        for claim, pair in self._dict(RECORD + lab).items():
            try:
                guess, outcome = pair
                found[claim] = Guessed(guess=Outcome(guess), outcome=Outcome(outcome))
            except (TypeError, ValueError):
                continue
        return found

    def hide(self, lab: str, claim: str) -> None:
        """Hide the verdict until the claim is predicted again."""
        with self._lock:
            self._settings.set(HIDDEN + lab, sorted({*self.hidden(lab), claim}))

    def show(self, lab: str, claim: str) -> None:
        """Show the verdict again."""
        with self._lock:
            hidden = self.hidden(lab)
            if claim in hidden:
                self._settings.set(HIDDEN + lab, sorted(hidden - {claim}))

    def hidden(self, lab: str) -> frozenset[str]:
        """The claims of a lab whose verdicts are hidden."""
        value = self._settings.get(HIDDEN + lab, [])
        return frozenset(str(item) for item in value) if isinstance(value, list) else frozenset()

    def stop_at(self, lab: str, claim: str | None) -> None:
        """Remember where the reading is."""
        self._settings.set(HERE, {"lab": lab, "claim": claim})

    def here(self) -> Place | None:
        """Where the reading stopped, or None before it began."""
        value = self._dict(HERE)
        lab, claim = value.get("lab"), value.get("claim")
        if not isinstance(lab, str):
            return None
        return Place(lab=lab, claim=claim if isinstance(claim, str) else None)

    def _dict(self, key: str) -> dict[str, Any]:
        value = self._settings.get(key, {})
        return value if isinstance(value, dict) else {}
