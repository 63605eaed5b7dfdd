"""What one reader does with the handbook: read, predict, edit and have claims decided."""

import threading

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.working_copies import WorkingCopies
from server.handbook.pages.page import claim_anchor
from server.handbook.prove.prover import Prover
from server.learning.bookmark import BookmarkStore
from server.learning.claim_view import ClaimView
from server.learning.decisions import ClaimDecisions
from server.learning.edit_effects import EditEffects
from server.learning.jobs import Job, JobRunner, StartThread
from server.learning.predictions import PredictionRecord
from server.learning.progress import Progress
from server.learning.proof_session import ProofSession
from server.learning.version_results import version_results
from server.model.claim import Claim, Outcome, Verdict
from server.model.lab import Lab
from server.store import Store


class Reader:
    """The reader's record and everything that runs for the reader; methods may be called from any thread.

    Hold `writing_lock` while you write a working copy: it consists of several files.
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
        self._results = store.results
        self._catalogue = catalogue
        self._working_copies = working_copies
        self.writing_lock = threading.Lock()
        self.bookmark = BookmarkStore(store.settings)
        self.predictions = PredictionRecord(store)
        self.progress = Progress(store, catalogue, self.predictions, working_copies)
        self.jobs = JobRunner(start_thread)
        self.decisions = ClaimDecisions(store, prover, working_copies, self.predictions, self.jobs)
        self.proof = ProofSession(prover, self.decisions.record, store.results.seconds_by_lab, start_thread)
        self.edit_effects = EditEffects(self.decisions, self.predictions.is_shown, start_thread)

    def view(self, lab: Lab, claim: Claim) -> ClaimView:
        """Return the claim as its reader may see it: without a verdict until it is predicted or skipped."""
        guess = self.predictions.guesses(lab.slug).get(claim.id)
        skipped = guess is None and claim.id in self.predictions.skipped(lab.slug)
        if guess is None and not skipped:
            return ClaimView(claim=claim)
        decision = self.decisions.of(lab, claim)
        return ClaimView(
            claim=claim,
            guess=guess,
            skipped=skipped,
            verdict=decision.verdict,
            running=decision.running,
            own=decision.own,
            turned=decision.turned,
            printed=decision.printed,
            stale=decision.stale,
            problem=decision.problem,
            tried=version_results(claim, self._results.of(lab.slug).get(claim.id, ())),
            changes=tuple(change for change in self._results.changes(lab.slug) if change.claim == claim.id),
        )

    def predict(self, lab: Lab, claim: Claim, guess: Outcome) -> Job[Verdict]:
        """Record the guess and start to decide the claim."""
        self.predictions.add(lab.slug, claim.id, guess)
        self.bookmark.set(lab.slug, claim_anchor(claim.id))
        return self.decisions.start(lab, claim)

    def skip(self, lab: Lab, claim: Claim) -> Job[Verdict]:
        """Start to decide the claim for a reader who prefers not to predict it."""
        self.predictions.skip(lab.slug, claim.id)
        self.bookmark.set(lab.slug, claim_anchor(claim.id))
        return self.decisions.start(lab, claim)

    def forget_predictions(self) -> None:
        """Forget every prediction and the bookmark; verdicts are kept, and hidden until predicted again."""
        self.predictions.forget(lab.slug for lab in self._catalogue.labs)
        self.bookmark.clear()

    def has_untested_copy(self, lab: Lab) -> bool:
        """Whether the reader has edited the lab and its claims were not run since the program was started."""
        return self._working_copies.changed(lab) and not self.edit_effects.of(lab).rows

    def mark_stale(self, lab: Lab) -> None:
        """Mark every verdict as older than the last edit: the lab does not start with that edit."""
        self.edit_effects.stop(lab)
        self.decisions.mark_stale(lab)

    def forget_copy(self, lab: Lab) -> None:
        """Drop the verdicts on a working copy that was removed; those on the printed lab are shown again."""
        self.edit_effects.stop(lab)
        self.decisions.forget(lab)
