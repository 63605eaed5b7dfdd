"""Decide the claims of one lab, on guests that keep running from one claim to the next."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.handbook.bench.bench import REQUEST_SECONDS, Bench
from server.handbook.bench.distributions import Distributions
from server.handbook.bench.lab_guests import LabGuests
from server.handbook.catalogue.lab_files import copy_lab
from server.handbook.experiment import Experiment, Observation
from server.handbook.pages.look_directive import Look, send_look
from server.handbook.prove.guarded_experiment import observe
from server.handbook.undecided import Undecided
from server.handbook.web_engine.engine import Engines
from server.model.claim import Outcome, Verdict
from server.model.exchange import Exchange
from server.model.guest import GuestStatus
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.version_range import first_that_fits
from server.model.versions import Versions
from server.runner.guests.guests import Guests


class LabRun:
    """Decides the claims of one lab, printed or from a copy in `folder`; safe between threads.

    `timeout` is how long an experiment waits for one answer, in seconds. Once `stopped` is set, no guest is
    restarted. Without `engines` the lab has a web engine of its own.
    """

    def __init__(  # noqa: PLR0913 - all but two are named options
        self,
        guests: Guests,
        lab: Lab,
        *,
        python: Path | None = None,
        folder: Path | None = None,
        timeout: float = REQUEST_SECONDS,
        stopped: threading.Event | None = None,
        engines: Engines | None = None,
    ) -> None:
        self._guests = guests
        self.lab = lab
        self._timeout = timeout
        self._stopped = stopped or threading.Event()
        self._distributions = Distributions()
        self._owns_engines = engines is None
        self._engines = engines or Engines(guests.programs, guests.scratch_folders)
        self._lab_guests = LabGuests(guests, lab, python=python, folder=folder, stopped=self._stopped)

    def warm(self) -> None:
        """Start the lab's guest, without waiting for it."""
        self._lab_guests.guest()

    def status(self) -> GuestStatus:
        """Return the status of the lab's guest once it serves or could not start."""
        return self._lab_guests.status()

    def decide(self, experiment: Experiment) -> Verdict:
        """Run an experiment and return its verdict."""
        return self._decide(experiment, self._lab_guests, {})

    def counter(self, experiment: Experiment) -> Verdict:
        """Run an experiment under its counterexample, which must give the opposite outcome or none.

        ValueError if it has no counterexample for the versions that the guest runs on.
        """
        try:
            versions = self._ready(self._lab_guests).versions
        except Undecided as undecided:
            return self._verdict(experiment, _Finding.of(undecided))
        counter = first_that_fits(experiment.counters, versions)
        if counter is None:
            raise ValueError(f"{self.lab.slug}:{experiment.id} has no counterexample for {versions}")
        if not counter.changes:
            return self._decide(experiment, self._lab_guests, counter.parameters)
        with self._changed_lab(counter.changes) as lab_guests:
            return self._decide(experiment, lab_guests, counter.parameters)

    def look(self, picture: Look) -> tuple[Exchange, ...] | Problem:
        """Send the requests of a picture of the page as one visitor, in order; return the exchanges."""
        try:
            self._ready(self._lab_guests)
        except Undecided as undecided:
            return Problem(code=ProblemCode.NOT_DRAWN, cause=undecided.reason, remedy=undecided.remedy)
        guest = self._lab_guests.guest()
        return send_look(lambda outgoing: guest.send(outgoing, timeout=self._timeout), picture)

    def stop(self) -> None:
        """Stop the lab's guests in the background; a later call starts new ones."""
        self._lab_guests.stop()
        if self._owns_engines:
            self._engines.stop()

    @contextmanager
    def _changed_lab(self, changes: Mapping[str, str]) -> Iterator[LabGuests]:
        """Yield the guests of a copy with the changes of a counterexample."""
        folder = self._guests.scratch_folders.make()
        copy_lab(self.lab, folder, changes=changes)
        lab_guests = LabGuests(
            self._guests, self.lab, python=self._lab_guests.python, folder=folder, stopped=self._stopped
        )
        try:
            yield lab_guests
        finally:
            lab_guests.close()
            self._guests.scratch_folders.remove(folder)

    def _ready(self, lab_guests: LabGuests) -> GuestStatus:
        self._distributions.require(lab_guests.python, *self.lab.needs)
        return lab_guests.ready().status

    def _decide(
        self, experiment: Experiment, lab_guests: LabGuests, parameters: Mapping[str, Any]
    ) -> Verdict:
        with lab_guests.experiment_lock, ExitStack() as stack:
            bench = None
            started = time.perf_counter()
            try:
                self._ready(lab_guests)
                bench = Bench(
                    lab_guests,
                    distributions=self._distributions,
                    engines=self._engines,
                    timeout=self._timeout,
                )
                stack.callback(bench.close)
                started = time.perf_counter()
                observation = observe(experiment, bench, parameters, stopped=self._stopped)
            except Undecided as undecided:
                finding = _Finding.of(undecided)
            else:
                finding = _Finding.observed(observation)
            took = (time.perf_counter() - started) * 1000
            return self._verdict(experiment, finding, bench=bench, took=took)

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
            exchanges=_with_last(tuple(bench.exchanges) if bench else (), finding.shown),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Finding:
    """The part of a verdict that comes from the experiment; `shown` is the exchange to show with it."""

    outcome: Outcome
    reason: str
    remedy: str | None = None
    shown: Exchange | None = None

    @classmethod
    def of(cls, undecided: Undecided) -> "_Finding":
        return cls(outcome=Outcome.UNDECIDED, reason=undecided.reason, remedy=undecided.remedy)

    @classmethod
    def observed(cls, observation: Observation) -> "_Finding":
        return cls(
            outcome=Outcome.HOLDS if observation.holds else Outcome.FAILS,
            reason=observation.because,
            shown=observation.shown.exchange if observation.shown else None,
        )


def _with_last(exchanges: tuple[Exchange, ...], shown: Exchange | None) -> tuple[Exchange, ...]:
    """Return the exchanges in order, with the one to be shown moved to the end."""
    if shown is None:
        return exchanges
    return (*(exchange for exchange in exchanges if exchange is not shown), shown)
