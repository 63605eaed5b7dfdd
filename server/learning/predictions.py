"""What a reader guessed, whether the guess was right, and where the reading stopped."""

import threading
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final, Protocol

from server.model.claim import Outcome

RECORD: Final = "handbook.record."
HIDDEN: Final = "handbook.hidden."
SKIPPED: Final = "handbook.skipped."
HERE: Final = "handbook.here"
NO_GUESS: Final = ["skipped", "skipped"]  # no outcome, so that it is no guess to who reads the record
EMPTY: Final[frozenset[str]] = frozenset()


class SettingsStore(Protocol):
    """The part of the store that keeps named JSON values."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value of `key`, or `default`."""

    def set(self, key: str, value: Any) -> None:
        """Keep a JSON value under `key`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredPrediction:
    """The first guess about a claim, and how the claim came out that time."""

    guess: Outcome
    outcome: Outcome

    @property
    def right(self) -> bool:
        """Whether the guess was what came out."""
        return self.guess is self.outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingPosition:
    """Where the reading stopped; `anchor` is the heading, claim or picture last read, if any."""

    lab: str
    anchor: str | None


class PredictionRecord:
    """First guesses a claim, kept one value a lab, and claims that are hidden to be predicted again.

    Only the first guess counts: a second one is made by someone who has seen the verdict.
    """

    def __init__(self, settings: SettingsStore) -> None:
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

    def of(self, lab: str) -> dict[str, ScoredPrediction]:
        """The first guesses about the claims of a lab; what cannot be read is left out."""
        found = {}
        for claim, pair in self._dict(RECORD + lab).items():
            try:
                guess, outcome = pair
                found[claim] = ScoredPrediction(guess=Outcome(guess), outcome=Outcome(outcome))
            except (TypeError, ValueError):
                continue
        return found

    def hide(self, lab: str, claim: str) -> None:
        """Hide the verdict until the claim is predicted again."""
        with self._lock:
            self._change(HIDDEN + lab, add={claim})
            self._change(SKIPPED + lab, drop={claim})

    def show(self, lab: str, claim: str) -> None:
        """Show the verdict again."""
        with self._lock:
            self._change(HIDDEN + lab, drop={claim})
            self._change(SKIPPED + lab, drop={claim})

    def hidden(self, lab: str) -> frozenset[str]:
        """The claims of a lab whose verdicts are hidden."""
        return self._names(HIDDEN + lab)

    def skip(self, lab: str, claim: str) -> None:
        """Show the verdict to a reader who would rather not predict; a later guess is no first one."""
        with self._lock:
            self._change(SKIPPED + lab, add={claim})
            kept = self._dict(RECORD + lab)
            if claim not in kept:
                self._settings.set(RECORD + lab, {**kept, claim: NO_GUESS})

    def skipped(self, lab: str) -> frozenset[str]:
        """The claims of a lab that the reader would not predict."""
        return self._names(SKIPPED + lab)

    def forget(self, labs: Iterable[str]) -> None:
        """Forget every guess about these labs, and where the reading stopped."""
        with self._lock:
            for lab in labs:
                for key, nothing in ((RECORD, {}), (HIDDEN, []), (SKIPPED, [])):
                    if self._settings.get(key + lab):
                        self._settings.set(key + lab, nothing)
            self._settings.set(HERE, {})

    def stop_at(self, lab: str, anchor: str | None) -> None:
        """Remember where the reading is."""
        self._settings.set(HERE, {"lab": lab, "anchor": anchor})

    def here(self) -> ReadingPosition | None:
        """Where the reading stopped, or None before it began."""
        value = self._dict(HERE)
        lab, anchor = value.get("lab"), value.get("anchor")
        if not isinstance(lab, str):
            return None
        return ReadingPosition(lab=lab, anchor=anchor if isinstance(anchor, str) else None)

    def _change(self, key: str, *, add: AbstractSet[str] = EMPTY, drop: AbstractSet[str] = EMPTY) -> None:
        before = self._names(key)
        after = (before | add) - drop
        if after != before:
            self._settings.set(key, sorted(after))

    def _names(self, key: str) -> frozenset[str]:
        value = self._settings.get(key, [])
        return frozenset(str(item) for item in value) if isinstance(value, list) else frozenset()

    def _dict(self, key: str) -> dict[str, Any]:
        value = self._settings.get(key, {})
        return value if isinstance(value, dict) else {}
