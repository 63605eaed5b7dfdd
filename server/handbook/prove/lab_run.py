"""The guests of one lab, warm while claims are decided on them."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.handbook.bench.bench import REQUEST_SECONDS, Bench
from server.handbook.bench.distributions import Distributions
from server.handbook.bench.lab_guests import START_SECONDS, LabGuests
from server.handbook.bench.resources import Workplace
from server.handbook.catalogue.lab_files import copy_lab
from server.handbook.experiment import Experiment, Observation
from server.handbook.pages.look import Look, look
from server.handbook.prove.isolation import observe
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
    """Decides the claims of one lab, as printed or from a copy in `folder`; each claim stands alone.

    `timeout` is how long an experiment waits for one answer, in seconds; once `ended` is set, no guest is
    started anew; without `engines` the lab has a web engine of its own. May be used from several threads.
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
        engines: Engines | None = None,
    ) -> None:
        self._guests = guests
        self.lab = lab
        self._timeout = timeout
        self._ended = ended or threading.Event()
        self._distributions = Distributions()
        self._shared = engines is not None
        self._engines = engines or Engines(guests.programs, guests.scratch)
        self._printed = LabGuests(guests, lab, python=python, folder=folder, ended=self._ended)

    def warm(self) -> None:
        """Start the lab's guest, without waiting for it."""
        self._printed.guest()

    def status(self) -> GuestStatus:
        """How the lab's guest is, once it is ready or could not start."""
        return self._printed.guest().wait(START_SECONDS)

    def decide(self, experiment: Experiment) -> Verdict:
        """What the experiment finds now."""
        return self._judge(experiment, self._printed, {})

    def counter(self, experiment: Experiment) -> Verdict:
        """What the experiment finds under its counterexample: the opposite, if it can decide at all."""
        try:
            versions = self._ready(self._printed).versions
        except Undecided as undecided:
            return self._verdict(experiment, _Finding.of(undecided))
        counter = first_that_fits(experiment.counters, versions)
        if counter is None:
            raise ValueError(f"{self.lab.slug}:{experiment.id} has no counterexample for {versions}")
        if not counter.changes:
            return self._judge(experiment, self._printed, counter.parameters)
        with self._changed(counter.changes) as changed:
            return self._judge(experiment, changed, counter.parameters)

    def look(self, asked: Look) -> tuple[Exchange, ...] | Problem:
        """What a picture of the page shows: its requests sent by one visitor, in order."""
        try:
            self._ready(self._printed)
        except Undecided as undecided:
            return Problem(code=ProblemCode.NOT_DRAWN, cause=undecided.reason, remedy=undecided.remedy)
        guest = self._printed.guest()
        return look(lambda outgoing: guest.send(outgoing, timeout=self._timeout), asked)

    def close(self) -> None:
        """End the lab's guests; what is decided afterwards starts them anew."""
        self._printed.dismiss()
        if not self._shared:
            self._engines.dismiss()

    @contextmanager
    def _changed(self, changes: Mapping[str, str]) -> Iterator[LabGuests]:
        folder = self._guests.scratch.make()
        copy_lab(self.lab, folder, changes=changes)
        python = self._printed.python
        stand = LabGuests(self._guests, self.lab, python=python, folder=folder, ended=self._ended)
        try:
            yield stand
        finally:
            stand.close()
            self._guests.scratch.remove(folder)

    def _ready(self, stand: LabGuests) -> GuestStatus:
        self._distributions.need(stand.python, *self.lab.needs)
        return stand.ready(stand.guest())

    def _judge(self, experiment: Experiment, stand: LabGuests, parameters: Mapping[str, Any]) -> Verdict:
        with stand.one_at_a_time, ExitStack() as belongings:
            bench = None
            started = time.perf_counter()
            try:
                self._ready(stand)
                bench = Bench(
                    Workplace(stand, self._distributions, self._engines, belongings), timeout=self._timeout
                )
                started = time.perf_counter()
                observation = observe(experiment, bench, parameters, ended=self._ended)
            except Undecided as undecided:
                finding = _Finding.of(undecided)
            else:
                finding = _Finding.seen(observation)
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


def _last(exchanges: tuple[Exchange, ...], shown: Exchange | None) -> tuple[Exchange, ...]:
    """The exchanges in order, but for the one that is to be shown, which comes last."""
    if shown is None:
        return exchanges
    return (*(exchange for exchange in exchanges if exchange is not shown), shown)
