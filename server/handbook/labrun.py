"""The guests of one lab, warm while claims are decided on them."""

import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from server.handbook.bench import REQUEST_SECONDS, Bench
from server.handbook.catalogue import lab_target
from server.handbook.experiment import Experiment, Observation
from server.handbook.ranges import first_that_fits
from server.handbook.seen import Undecided
from server.handbook.workcopy import copy_lab
from server.model.claim import Outcome, Verdict
from server.model.exchange import Exchange
from server.model.guest import GuestState, GuestStatus, Versions
from server.model.lab import Lab
from server.runner.guests import Guest, Guests

START_SECONDS: Final = 30.0


class LabRun:
    """Decides the claims of one lab, as printed or from a copy in `folder`; each claim stands alone.

    `timeout` is how long an experiment waits for one answer, in seconds; once `ended` is set, no guest is
    started anew. May be used from several threads.
    """

    def __init__(  # noqa: PLR0913 - all but two are named options
        self,
        guests: Guests,
        lab: Lab,
        *,
        python: Path | None = None,
        folder: Path | None = None,
        timeout: float = REQUEST_SECONDS,
        ended: threading.Event | None = None,
    ) -> None:
        self._guests = guests
        self.lab = lab
        self._python = python
        self._folder = folder
        self._timeout = timeout
        self._ended = ended or threading.Event()
        self._lock = threading.Lock()
        self._printed: Guest | None = None

    def warm(self) -> None:
        """Start the lab's guest, without waiting for it."""
        self._guest()

    def status(self) -> GuestStatus:
        """How the lab's guest is, once it is ready or could not start."""
        return self._guest().wait(START_SECONDS)

    def decide(self, experiment: Experiment) -> Verdict:
        """What the experiment finds now."""
        return self._judge(experiment, self._guest(), {})

    def counter(self, experiment: Experiment) -> Verdict:
        """What the experiment finds under its counterexample: the opposite, if it can decide at all."""
        guest = self._guest()
        try:
            versions = self._ready(guest).versions
        except Undecided as undecided:
            return self._verdict(experiment, _Finding.of(undecided))
        counter = first_that_fits(experiment.counters, versions)
        if counter is None:
            raise ValueError(f"{self.lab.slug}:{experiment.id} has no counterexample for {versions}")
        if not counter.changes:
            return self._judge(experiment, guest, counter.parameters)
        with self._changed(counter.changes) as changed:
            return self._judge(experiment, changed, counter.parameters)

    def close(self) -> None:
        """End the lab's guest; what is decided afterwards starts it anew."""
        with self._lock:
            if self._printed is not None:
                self._guests.dismiss(self._printed.id)
                self._printed = None

    def _guest(self) -> Guest:
        with self._lock:
            if self._printed is None:
                self._printed = self._open(self._folder)
            return self._printed

    @contextmanager
    def _changed(self, changes: Mapping[str, str]) -> Iterator[Guest]:
        with tempfile.TemporaryDirectory(prefix="fumehood-lab-", ignore_cleanup_errors=True) as name:
            folder = Path(name).resolve()
            copy_lab(self.lab, folder, changes=changes)
            guest = self._open(folder)
            try:
                yield guest
            finally:
                self._guests.forget(guest.id)

    def _open(self, folder: Path | None) -> Guest:
        return self._guests.open(lab_target(self.lab, folder=folder), python=self._python)

    def _ready(self, guest: Guest) -> GuestStatus:
        status = guest.wait(START_SECONDS)
        if status.state is not GuestState.READY and not self._ended.is_set():
            # What crashed under one claim must not decide the next.
            guest.restart()
            status = guest.wait(START_SECONDS)
        if status.state is GuestState.READY:
            return status
        if status.problem is not None:
            raise Undecided(status.problem.cause, status.problem.remedy)
        raise Undecided("The lab's app did not start.", "Look at what it printed, then try again.")

    def _judge(self, experiment: Experiment, guest: Guest, parameters: Mapping[str, Any]) -> Verdict:
        bench = None
        started = time.perf_counter()
        try:
            self._ready(guest)
            bench = Bench(guest, timeout=self._timeout)
            started = time.perf_counter()
            observation = _observe(experiment, bench, parameters)
        except Undecided as undecided:
            finding = _Finding.of(undecided)
        else:
            finding = _Finding.seen(observation)
        return self._verdict(experiment, finding, bench=bench, took=(time.perf_counter() - started) * 1000)

    def _verdict(
        self, experiment: Experiment, finding: "_Finding", *, bench: Bench | None = None, took: float = 0.0
    ) -> Verdict:
        versions = bench.versions if bench else Versions()
        return Verdict(
            lab=self.lab.slug,
            claim=experiment.id,
            outcome=finding.outcome,
            reason=finding.reason,
            remedy=finding.remedy,
            expected=first_that_fits(experiment.expected, versions),
            versions=versions,
            took=took,
            decided_at=time.time(),
            exchanges=_last(tuple(bench.exchanges) if bench else (), finding.shown),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Finding:
    """How a claim came out, before it is known on what."""

    outcome: Outcome
    reason: str
    remedy: str | None = None
    shown: Exchange | None = None

    @classmethod
    def of(cls, undecided: Undecided) -> "_Finding":
        return cls(outcome=Outcome.UNDECIDED, reason=undecided.reason, remedy=undecided.remedy)

    @classmethod
    def seen(cls, observation: Observation) -> "_Finding":
        return cls(
            outcome=Outcome.HOLDS if observation.holds else Outcome.FAILS,
            reason=observation.because,
            shown=observation.shown.exchange if observation.shown else None,
        )


def _observe(experiment: Experiment, bench: Bench, parameters: Mapping[str, Any]) -> Observation:
    try:
        observation = experiment.run(bench, **parameters)
    except Undecided:
        raise
    except Exception as error:
        # An experiment reads what an edited app answers: any shape, hence any error.
        raise Undecided(
            f"The answers were not what the experiment can read ({type(error).__name__}: {error}).",
            "Restore the lab; if it is as printed, the experiment itself is at fault.",
        ) from error
    if not isinstance(observation, Observation):
        raise TypeError(f"the experiment of {experiment.id} returned no Observation")
    return observation


def _last(exchanges: tuple[Exchange, ...], shown: Exchange | None) -> tuple[Exchange, ...]:
    """The exchanges in order, but for the one that is to be shown, which comes last."""
    if shown is None:
        return exchanges
    return (*(exchange for exchange in exchanges if exchange is not shown), shown)
