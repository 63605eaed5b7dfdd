"""The reader's desk: predicts, decides and remembers, without knowing HTTP."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.working_copies import WorkingCopies
from server.handbook.prove.prover import Prover
from server.learning.edit_effects import EditEffects
from server.learning.jobs import Job, JobRunner, StartThread, failed
from server.learning.predictions import PredictionRecord
from server.learning.progress import ChapterRow, ClaimView, LabRow, Overview, Score, Tally
from server.learning.proof_run import ProofSession
from server.learning.version_results import version_results
from server.model.claim import Claim, Outcome, Verdict
from server.model.lab import Lab
from server.model.problem import Problem
from server.store import Store, StoredVerdict, VerdictChange

LOG = logging.getLogger(__name__)
DECIDE: Final = "decide"
ANEW_SECONDS: Final = 120.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownVerdict:
    """The last verdict of this start, whether it is of a working copy, and what it turned from, if it did.

    `edition` counts the edits before it with which the lab did not start.
    """

    verdict: StoredVerdict
    own: bool
    turned: Outcome | None
    edition: int


class Reader:
    """Everything the handbook's pages do for one reader; methods may be called from any thread.

    A verdict on the lab as printed is kept in the store. One on a working copy is shown, and forgotten with
    the copy, because it says nothing about the claim.
    """

    def __init__(
        self,
        *,
        store: Store,
        prover: Prover,
        catalogue: Catalogue,
        working_copies: WorkingCopies,
        start_thread: StartThread,
    ) -> None:
        self._store = store
        self._prover = prover
        self._catalogue = catalogue
        self._working_copies = working_copies
        self._shown: dict[tuple[str, str], ShownVerdict] = {}
        self._problems: dict[tuple[str, str], Problem] = {}
        self._editions: dict[str, int] = {}
        self._lock = threading.Lock()
        self.writing = threading.Lock()  # a working copy is made of several files: one writer at a time
        self.deciding = JobRunner(start_thread)
        self.record = PredictionRecord(store.settings)
        self.proving = ProofSession(prover, self._heard, store.trials.seconds, start_thread)
        self.turns = EditEffects(self, start_thread)

    def overview(self) -> Overview:
        """The contents with the reader's progress."""
        return Overview(
            chapters=tuple(
                ChapterRow(chapter=chapter, labs=tuple(self._row(lab) for lab in chapter.labs))
                for chapter in self._catalogue.chapters
            )
        )

    def predicted(self, lab: Lab) -> int:
        """How many claims of a lab the reader has predicted."""
        guesses = self._guesses(lab)
        return sum(claim.id in guesses for claim in lab.claims)

    def view(self, lab: Lab, claim: Claim) -> ClaimView:
        """The claim as its reader may see it: nothing of a verdict before the prediction."""
        guess = self._guesses(lab).get(claim.id)
        skipped = guess is None and claim.id in self.record.skipped(lab.slug)
        if guess is None and not skipped:
            return ClaimView(claim=claim)
        with self._lock:
            shown = self._shown.get((lab.slug, claim.id))
            problem = self._problems.get((lab.slug, claim.id))
            edition = self._editions.get(lab.slug, 0)
        verdict = shown.verdict if shown else self._store.verdicts.of(lab.slug).get(claim.id)
        trials = self._store.trials
        return ClaimView(
            claim=claim,
            guess=guess,
            skipped=skipped,
            verdict=verdict,
            running=self.deciding.running((lab.slug, claim.id, DECIDE)) is not None,
            own=shown is not None and shown.own,
            turned=shown.turned if shown else None,
            printed=self.printed(lab, claim),
            stale=(shown.edition if shown else 0) < edition,
            problem=problem,
            tried=version_results(claim, trials.of(lab.slug).get(claim.id, ())),
            changes=tuple(change for change in trials.changes(lab.slug) if change.claim == claim.id),
        )

    def shows(self, lab: Lab, claim: Claim) -> bool:
        """Whether the reader may see how the claim came out."""
        return self.view(lab, claim).shown

    def predict(self, lab: Lab, claim: Claim, guess: Outcome) -> Job[Verdict]:
        """Keep the guess and begin to decide the claim."""
        self._store.predictions.add(lab.slug, claim.id, guess)
        self.record.show(lab.slug, claim.id)
        self.record.stop_at(lab.slug, anchor_of(claim))
        return self.decide(lab, claim)

    def skip(self, lab: Lab, claim: Claim) -> Job[Verdict]:
        """Begin to decide the claim for a reader who would rather not predict it."""
        self.record.skip(lab.slug, claim.id)
        self.record.stop_at(lab.slug, anchor_of(claim))
        return self.decide(lab, claim)

    def forget_guesses(self) -> None:
        """Begin anew: every claim is to be predicted again; what was proved stays."""
        labs = [lab.slug for lab in self._catalogue.labs]
        self._store.predictions.forget(labs)
        self.record.forget(labs)

    def decide(self, lab: Lab, claim: Claim) -> Job[Verdict]:
        """Begin to decide the claim on the lab as the reader has it, or join the experiment under way."""
        return self.deciding.start((lab.slug, claim.id, DECIDE), lambda: self._decide(lab, claim))

    def anew(self, lab: Lab, claim: Claim) -> Job[Verdict]:
        """Begin to decide the claim on the lab as it is now; an experiment under way is waited for first."""
        running = self.deciding.running((lab.slug, claim.id, DECIDE))
        if running is not None:
            running.done.wait(ANEW_SECONDS)
        return self.decide(lab, claim)

    def printed(self, lab: Lab, claim: Claim) -> Outcome | None:
        """What the claim came out as on the lab as printed, None where it was not decided."""
        kept = self._store.verdicts.of(lab.slug).get(claim.id)
        return None if kept is None or kept.outcome is Outcome.UNDECIDED else kept.outcome

    def reset(self, lab: Lab, claim: Claim) -> None:
        """Hide the verdict until the claim is predicted again."""
        self.record.hide(lab.slug, claim.id)

    def undecided_copy(self, lab: Lab) -> bool:
        """Whether the reader has changed the lab, and no run over its claims was begun in this start."""
        return self._working_copies.changed(lab) and not self.turns.of(lab).rows

    def outdate(self, lab: Lab) -> None:
        """Say of every verdict that it is from before the last edit: the lab does not start with that one."""
        self.turns.stop(lab)
        with self._lock:
            self._editions[lab.slug] = self._editions.get(lab.slug, 0) + 1

    def forget(self, lab: Lab) -> None:
        """Drop what was found on a working copy that is no more: the kept verdicts return."""
        self.turns.stop(lab)
        with self._lock:
            self._editions.pop(lab.slug, None)
            for kept in (self._shown, self._problems):
                for key in [key for key in kept if key[0] == lab.slug]:
                    del kept[key]

    def _decide(self, lab: Lab, claim: Claim) -> Verdict | Problem:
        key = (lab.slug, claim.id)
        folder = self._working_copies.folder(lab)
        edition = self._editions.get(lab.slug, 0)
        before = self.printed(lab, claim)
        found = self._found(lab, claim, folder)
        if isinstance(found, Problem):
            with self._lock:
                self._problems[key] = found
            return found
        if folder is None:
            stored = self._keep(found)
        else:
            stored = self._store.verdicts.with_exchange(found)
            before = self._beside(lab, claim, found)
        # What cannot be decided has not turned: the lab may just not start, for a slip in the edit.
        turned = before if found.outcome not in (before, Outcome.UNDECIDED) else None
        with self._lock:
            self._problems.pop(key, None)
            self._shown[key] = ShownVerdict(
                verdict=stored, own=folder is not None, turned=turned, edition=edition
            )
        return found

    def _beside(self, lab: Lab, claim: Claim, found: Verdict) -> Outcome | None:
        """What the printed lab shows on the same versions: as it is kept, or decided now."""
        if found.outcome is Outcome.UNDECIDED:
            return None
        kept = self._store.verdicts.of(lab.slug).get(claim.id)
        if kept is None or kept.outcome is Outcome.UNDECIDED or kept.versions != found.versions:
            printed = self._found(lab, claim, None)
            if not isinstance(printed, Problem):
                self._keep(printed)
        else:
            self._judge(lab.slug, claim.id, kept.outcome)
        return self.printed(lab, claim)

    def _found(self, lab: Lab, claim: Claim, folder: Path | None) -> Verdict | Problem:
        try:
            return self._prover.decide(lab.slug, claim.id, folder=folder)
        except Exception as error:  # it must be shown with the claim, also when the page asks later
            LOG.exception("deciding %s of %s failed", claim.id, lab.slug)
            return failed(error)

    def _heard(self, verdict: Verdict, python: str) -> VerdictChange | None:
        """Keep a verdict of a run, and say what it changed; that of another interpreter is only noted."""
        if python:
            return self._store.trials.add(verdict, python)
        change = self._store.trials.add(verdict)
        self._save(verdict)
        return change

    def _keep(self, verdict: Verdict) -> StoredVerdict:
        """Keep a verdict of our own interpreter on a lab as printed."""
        self._store.trials.add(verdict)
        return self._save(verdict)

    def _save(self, verdict: Verdict) -> StoredVerdict:
        """Keep a verdict as the last one of its claim, and judge the reader's guess by it."""
        stored = self._store.verdicts.save(verdict)
        self._judge(verdict.lab, verdict.claim, verdict.outcome)
        return stored

    def _judge(self, lab: str, claim: str, outcome: Outcome) -> None:
        guess = self._store.predictions.of(lab).get(claim)
        if guess is not None:
            self.record.judge(lab, claim, guess, outcome)

    def _guesses(self, lab: Lab) -> dict[str, Outcome]:
        hidden = self.record.hidden(lab.slug)
        guesses = self._store.predictions.of(lab.slug)
        return {claim: guess for claim, guess in guesses.items() if claim not in hidden}

    def _row(self, lab: Lab) -> LabRow:
        claims = {claim.id for claim in lab.claims}
        found = self._store.verdicts.of(lab.slug)
        proved = {name for name in claims & found.keys() if found[name].outcome is not Outcome.UNDECIDED}
        predicted = claims & self._guesses(lab).keys()
        skipped = claims & self.record.skipped(lab.slug) - predicted
        shown = predicted | skipped
        guessed = {name: guess for name, guess in self.record.of(lab.slug).items() if name in claims}
        right = sum(guess.right for guess in guessed.values())
        return LabRow(
            lab=lab,
            tally=Tally(
                claims=len(claims),
                predicted=len(predicted),
                skipped=len(skipped),
                proved=len(proved),
                ahead=len(proved - predicted - skipped),
            ),
            score=Score(right=right, wrong=len(guessed) - right),
            edited=self._working_copies.changed(lab),
            wrong=tuple(c for c in lab.claims if c.id in guessed and not guessed[c.id].right),
            changed=len({one.claim for one in self._store.trials.changes(lab.slug)} & shown),
        )


def anchor_of(claim: Claim) -> str:
    """The id of a claim's card on its page."""
    return f"claim-{claim.id}"
