"""Decide claims for a reader, on the printed lab or the reader's working copy, and keep the verdicts."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.handbook.catalogue.working_copies import WorkingCopies
from server.handbook.prove.prover import Prover
from server.learning.jobs import Job, JobRunner, failed
from server.learning.predictions import PredictionRecord
from server.model.claim import Claim, Outcome, Verdict
from server.model.lab import Lab
from server.model.problem import Problem
from server.store import Store, StoredVerdict, VerdictChange

LOG = logging.getLogger(__name__)
DECIDE: Final = "decide"
RESTART_SECONDS: Final = 120.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What is known of a claim now; the fields are those of ClaimView."""

    verdict: StoredVerdict | None
    running: bool
    own: bool
    turned: Outcome | None
    printed: Outcome | None
    stale: bool
    problem: Problem | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _LastVerdict:
    """A claim's last verdict since the start of the program; `edition` is that of its lab at the time."""

    verdict: StoredVerdict
    own: bool
    turned: Outcome | None
    edition: int


class ClaimDecisions:
    """Decides claims on the threads of `jobs`; methods may be called from any thread.

    A verdict on the printed lab is kept in the store. One on a working copy says nothing about the claim: it
    is held in memory, and dropped together with the copy.
    """

    def __init__(
        self,
        store: Store,
        prover: Prover,
        working_copies: WorkingCopies,
        predictions: PredictionRecord,
        jobs: JobRunner,
    ) -> None:
        self._store = store
        self._prover = prover
        self._working_copies = working_copies
        self._predictions = predictions
        self._jobs = jobs
        self._lock = threading.Lock()
        self._last: dict[tuple[str, str], _LastVerdict] = {}
        self._problems: dict[tuple[str, str], Problem] = {}
        self._editions: dict[str, int] = {}  # by lab: how many edits there were with which it did not start

    def of(self, lab: Lab, claim: Claim) -> Decision:
        """Return what is known of the claim."""
        key = (lab.slug, claim.id)
        with self._lock:
            last = self._last.get(key)
            problem = self._problems.get(key)
            edition = self._editions.get(lab.slug, 0)
        return Decision(
            verdict=last.verdict if last else self._store.verdicts.of(lab.slug).get(claim.id),
            running=self._jobs.running((*key, DECIDE)) is not None,
            own=last is not None and last.own,
            turned=last.turned if last else None,
            printed=self.printed_outcome(lab, claim),
            stale=(last.edition if last else 0) < edition,
            problem=problem,
        )

    def start(self, lab: Lab, claim: Claim) -> Job[Verdict]:
        """Start to decide the claim on the lab as the reader has it, or join the experiment that runs."""
        return self._jobs.start((lab.slug, claim.id, DECIDE), lambda: self._decide(lab, claim))

    def restart(self, lab: Lab, claim: Claim) -> Job[Verdict]:
        """Start to decide the claim on the lab as it is now, once a running experiment has ended."""
        running = self._jobs.running((lab.slug, claim.id, DECIDE))
        if running is not None:
            running.done.wait(RESTART_SECONDS)
        return self.start(lab, claim)

    def printed_outcome(self, lab: Lab, claim: Claim) -> Outcome | None:
        """Return the kept outcome on the printed lab; None where the claim was not decided."""
        stored = self._store.verdicts.of(lab.slug).get(claim.id)
        return None if stored is None or stored.outcome is Outcome.UNDECIDED else stored.outcome

    def mark_stale(self, lab: Lab) -> None:
        """Mark every verdict as older than the last edit: the lab does not start with that edit."""
        with self._lock:
            self._editions[lab.slug] = self._editions.get(lab.slug, 0) + 1

    def forget(self, lab: Lab) -> None:
        """Drop the verdicts on a working copy that was removed; those on the printed lab are shown again."""
        with self._lock:
            self._editions.pop(lab.slug, None)
            for entries in (self._last, self._problems):
                for key in [key for key in entries if key[0] == lab.slug]:
                    del entries[key]

    def record(self, verdict: Verdict, python: str) -> VerdictChange | None:
        """Keep a verdict of a proof run, and return what it changed.

        `python` is the path of the interpreter, "" for ours; a verdict of another one is kept as a trial
        only.
        """
        if python:
            return self._store.results.add(verdict, python)
        change = self._store.results.add(verdict)
        self._save(verdict)
        return change

    def _decide(self, lab: Lab, claim: Claim) -> Verdict | Problem:
        key = (lab.slug, claim.id)
        folder = self._working_copies.folder(lab)
        edition = self._editions.get(lab.slug, 0)
        printed = self.printed_outcome(lab, claim)
        verdict = self._working_copies.problem(lab) or self._prove(lab, claim, folder)
        if isinstance(verdict, Problem):
            with self._lock:
                self._problems[key] = verdict
            return verdict
        if folder is None:
            stored = self._keep(verdict)
        else:
            stored = self._store.verdicts.with_exchange(verdict)
            printed = self._compare_with_printed(lab, claim, verdict)
        # An undecided claim has not turned: a slip in the edit may just keep the lab from starting.
        turned = printed if verdict.outcome not in (printed, Outcome.UNDECIDED) else None
        with self._lock:
            self._problems.pop(key, None)
            self._last[key] = _LastVerdict(
                verdict=stored, own=folder is not None, turned=turned, edition=edition
            )
        return verdict

    def _compare_with_printed(self, lab: Lab, claim: Claim, verdict: Verdict) -> Outcome | None:
        """Return the outcome of the printed lab on the same versions: the kept one, or one decided now."""
        if verdict.outcome is Outcome.UNDECIDED:
            return None
        stored = self._store.verdicts.of(lab.slug).get(claim.id)
        if stored is None or stored.outcome is Outcome.UNDECIDED or stored.versions != verdict.versions:
            printed = self._prove(lab, claim, None)
            if not isinstance(printed, Problem):
                self._keep(printed)
        else:
            self._predictions.score(lab.slug, claim.id, stored.outcome)
        return self.printed_outcome(lab, claim)

    def _prove(self, lab: Lab, claim: Claim, folder: Path | None) -> Verdict | Problem:
        try:
            return self._prover.decide(lab.slug, claim.id, folder=folder)
        except Exception as error:  # kept as a problem, so that a page that asks later shows it too
            LOG.exception("deciding %s of %s failed", claim.id, lab.slug)
            return failed(error)

    def _keep(self, verdict: Verdict) -> StoredVerdict:
        """Keep a verdict that our interpreter gave on a printed lab."""
        self._store.results.add(verdict)
        return self._save(verdict)

    def _save(self, verdict: Verdict) -> StoredVerdict:
        """Store a verdict as the last one of its claim, and score the reader's guess by it."""
        stored = self._store.verdicts.save(verdict)
        self._predictions.score(verdict.lab, verdict.claim, verdict.outcome)
        return stored
