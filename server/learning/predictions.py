"""The reader's predictions: last guesses, scored first guesses, and hidden and skipped claims."""

import threading
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

from server.model.claim import Claim, Outcome
from server.model.lab import Lab
from server.store import Store

FIRST_GUESSES: Final = "handbook.record."
HIDDEN: Final = "handbook.hidden."
SKIPPED: Final = "handbook.skipped."
NO_GUESS: Final = ["skipped", "skipped"]  # neither is an outcome, so `first_guesses` leaves the pair out
EMPTY: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredPrediction:
    """The first guess about a claim, and the claim's outcome at that time."""

    guess: Outcome
    outcome: Outcome

    @property
    def right(self) -> bool:
        """Whether the guess was the outcome."""
        return self.guess is self.outcome


class PredictionRecord:
    """The guesses of one reader; methods may be called from any thread.

    The store holds every guess. The settings hold, one value per lab, the first guess about each claim, the
    claims that are hidden until they are predicted again, and those that the reader skipped. Only the first
    guess is scored: a reader who makes a second one has seen the verdict.
    """

    def __init__(self, store: Store) -> None:
        self._settings = store.settings
        self._guesses = store.predictions
        self._lock = threading.Lock()

    def add(self, lab: str, claim: str, guess: Outcome) -> None:
        """Record a guess, and let the verdict be shown."""
        self._guesses.add(lab, claim, guess)
        with self._lock:
            self._change(HIDDEN + lab, remove={claim})
            self._change(SKIPPED + lab, remove={claim})

    def guesses(self, lab: str) -> dict[str, Outcome]:
        """Return the last guess about each claim of a lab, without the claims that are hidden."""
        hidden = self.hidden(lab)
        return {claim: guess for claim, guess in self._guesses.of(lab).items() if claim not in hidden}

    def is_shown(self, lab: Lab, claim: Claim) -> bool:
        """Whether the reader may see the claim's verdict: it was predicted or skipped."""
        return claim.id in self.guesses(lab.slug) or claim.id in self.skipped(lab.slug)

    def score(self, lab: str, claim: str, outcome: Outcome) -> None:
        """Score the reader's guess, if there is one, by an outcome.

        Only the first call for a claim counts, and an undecided outcome scores nothing.
        """
        guess = self._guesses.of(lab).get(claim)
        if guess is None or outcome is Outcome.UNDECIDED:
            return
        self._set_first(lab, claim, [guess.value, outcome.value])

    def first_guesses(self, lab: str) -> dict[str, ScoredPrediction]:
        """Return the scored first guess about each claim of a lab; unreadable ones are left out."""
        scored = {}
        for claim, pair in self._dict(FIRST_GUESSES + lab).items():
            try:
                guess, outcome = pair
                scored[claim] = ScoredPrediction(guess=Outcome(guess), outcome=Outcome(outcome))
            except (TypeError, ValueError):
                continue
        return scored

    def hide(self, lab: str, claim: str) -> None:
        """Hide the verdict until the claim is predicted again."""
        with self._lock:
            self._change(HIDDEN + lab, add={claim})
            self._change(SKIPPED + lab, remove={claim})

    def hidden(self, lab: str) -> frozenset[str]:
        """Return the claims of a lab whose verdicts are hidden."""
        return self._names(HIDDEN + lab)

    def skip(self, lab: str, claim: str) -> None:
        """Show the verdict without a guess; a guess made later is not scored as the first."""
        with self._lock:
            self._change(SKIPPED + lab, add={claim})
        self._set_first(lab, claim, NO_GUESS)

    def skipped(self, lab: str) -> frozenset[str]:
        """Return the claims of a lab that the reader skipped."""
        return self._names(SKIPPED + lab)

    def forget(self, labs: Iterable[str]) -> None:
        """Forget every guess about these labs, and what was hidden or skipped."""
        labs = tuple(labs)
        self._guesses.remove(labs)
        with self._lock:
            for lab in labs:
                for key, empty in ((FIRST_GUESSES, {}), (HIDDEN, []), (SKIPPED, [])):
                    if self._settings.get(key + lab):
                        self._settings.set(key + lab, empty)

    def _set_first(self, lab: str, claim: str, pair: list[str]) -> None:
        with self._lock:
            pairs = self._dict(FIRST_GUESSES + lab)
            if claim not in pairs:
                self._settings.set(FIRST_GUESSES + lab, {**pairs, claim: pair})

    def _change(self, key: str, *, add: AbstractSet[str] = EMPTY, remove: AbstractSet[str] = EMPTY) -> None:
        before = self._names(key)
        after = (before | add) - remove
        if after != before:
            self._settings.set(key, sorted(after))

    def _names(self, key: str) -> frozenset[str]:
        return frozenset(str(item) for item in self._settings.get(key, [], _is_list))

    def _dict(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] = self._settings.get(key, {}, _is_dict)
        return found


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _is_dict(value: object) -> bool:
    return isinstance(value, dict)
