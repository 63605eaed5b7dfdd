"""The guests of one lab, warm while claims are decided on them."""

import shutil
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from server.handbook.bench import REQUEST_SECONDS, Bench
from server.handbook.catalogue import lab_target
from server.handbook.experiment import Counter, Experiment, Observation
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

    `timeout` is how long an experiment waits for one answer, in seconds. May be used from several threads.
    """

    def __init__(
        self,
        guests: Guests,
        lab: Lab,
        *,
        python: Path | None = None,
        folder: Path | None = None,
        timeout: float = REQUEST_SECONDS,
    ) -> None:
        self._guests = guests
        self._lab = lab
        self._python = python
        self._folder = folder
        self._timeout = timeout
        self._lock = threading.Lock()
        self._open: dict[frozenset[tuple[str, str]], Guest] = {}
        self._copies: list[Path] = []

    def warm(self) -> None:
        """Start the lab's guest, without waiting for it."""
        with self._lock:
            self._guest({})

    def decide(self, experiment: Experiment) -> Verdict:
        """What the experiment finds now."""
        return self._decide(experiment, {}, {})

    def counter(self, experiment: Experiment) -> Verdict:
        """What the experiment finds under its counterexample: the opposite, if it can decide at all."""
        with self._lock:
            status = self._ready(self._guest({}))
        counter = first_that_fits(experiment.counters, status.versions)
        if counter is None:
            raise ValueError(f"{self._lab.slug}:{experiment.id} has no counterexample for {status.versions}")
        return self._under(experiment, counter)

    def close(self) -> None:
        """End the lab's guests and remove the changed copies; nothing can be decided afterwards."""
        with self._lock:
            for guest in self._open.values():
                self._guests.forget(guest.id)
            self._open.clear()
            for copy in self._copies:
                shutil.rmtree(copy, ignore_errors=True)
            self._copies.clear()

    def _under(self, experiment: Experiment, counter: Counter) -> Verdict:
        return self._decide(experiment, counter.changes, counter.parameters)

    def _decide(
        self, experiment: Experiment, changes: Mapping[str, str], parameters: Mapping[str, Any]
    ) -> Verdict:
        versions = Versions()
        exchanges: tuple[Exchange, ...] = ()
        remedy = None
        started = time.perf_counter()
        try:
            with self._lock:
                guest = self._guest(changes)
                versions = self._ready(guest).versions
            bench = Bench(guest, timeout=self._timeout)
            started = time.perf_counter()
            try:
                observation = _observe(experiment, bench, parameters)
            finally:
                exchanges = tuple(bench.exchanges)
            outcome = Outcome.HOLDS if observation.holds else Outcome.FAILS
            reason = observation.because
            if observation.shown is not None:
                exchanges = _last(exchanges, observation.shown.exchange)
        except Undecided as undecided:
            outcome, reason, remedy = Outcome.UNDECIDED, undecided.reason, undecided.remedy
        return Verdict(
            lab=self._lab.slug,
            claim=experiment.id,
            outcome=outcome,
            reason=reason,
            remedy=remedy,
            expected=first_that_fits(experiment.expected, versions),
            versions=versions,
            took=(time.perf_counter() - started) * 1000,
            decided_at=time.time(),
            exchanges=exchanges,
        )

    def _guest(self, changes: Mapping[str, str]) -> Guest:
        key = frozenset(changes.items())
        guest = self._open.get(key)
        if guest is None:
            folder = self._folder
            if changes:
                folder = Path(tempfile.mkdtemp(prefix="fumehood-lab-")).resolve()
                self._copies.append(folder)
                copy_lab(self._lab, folder, changes=changes)
            guest = self._guests.open(lab_target(self._lab, folder=folder), python=self._python)
            self._open[key] = guest
        return guest

    def _ready(self, guest: Guest) -> GuestStatus:
        status = guest.wait(START_SECONDS)
        if status.state is not GuestState.READY:
            # What crashed under one claim must not decide the next.
            guest.restart()
            status = guest.wait(START_SECONDS)
        if status.state is GuestState.READY:
            return status
        if status.problem is not None:
            raise Undecided(status.problem.cause, status.problem.remedy)
        raise Undecided("The lab's app did not start.", "Look at what it printed, then try again.")


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


def _last(exchanges: tuple[Exchange, ...], shown: Exchange) -> tuple[Exchange, ...]:
    return (*(exchange for exchange in exchanges if exchange is not shown), shown)
