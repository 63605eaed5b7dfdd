"""Decides claims: the whole handbook at once, or one claim for a page."""

import hashlib
import os
import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Final

from flask_babel import gettext as _

from server.handbook.catalogue import Catalogue
from server.handbook.experiment import Experiment
from server.handbook.labrun import LabRun
from server.handbook.report import Report
from server.handbook.workcopy import read_text
from server.model.claim import Verdict
from server.model.guest import GuestStatus, Problem, Versions
from server.model.lab import Lab
from server.runner.guests import Guests
from server.runner.interpreter import inspect

CANCEL_SECONDS: Final = 0.05
WARM_LABS: Final = 2

OnVerdict = Callable[[Verdict], None]


class Prover:
    """Decides the claims of a catalogue on guests of its own; may be used from several threads."""

    def __init__(self, *, guests_factory: Callable[[], Guests], catalogue: Catalogue | None = None) -> None:
        self._factory = guests_factory
        self._catalogue = catalogue or Catalogue()
        self._lock = threading.Lock()
        self._guests: Guests | None = None
        self._warm: dict[tuple[str, Path | None, str], LabRun] = {}
        self._cancels: set[threading.Event] = set()

    def prove(
        self,
        slugs: Iterable[str] = (),
        *,
        python: Path | None = None,
        on_verdict: OnVerdict | None = None,
        cancel: threading.Event | None = None,
        shuffle: random.Random | None = None,
    ) -> Report | Problem:
        """Decide every claim of the named labs (none named: of all), labs side by side.

        `on_verdict` is called once a claim, one call at a time, on threads of the prover. Once `cancel` is
        set every guest of the run is ended and the answer is a Problem with code `cancelled`. `shuffle` puts
        labs and claims in another order; the report keeps the handbook's.
        """
        labs = self._chosen(tuple(slugs))
        if isinstance(labs, Problem):
            return labs
        if python is not None:
            interpreter = inspect(python)
            if isinstance(interpreter, Problem):
                return interpreter
        cancel = cancel or threading.Event()
        run = _Run(
            self._catalogue, labs, python=python, on_verdict=on_verdict, cancel=cancel, shuffle=shuffle
        )
        guests = self._factory()
        with self._lock:
            self._cancels.add(cancel)
        try:
            return run.all(guests)
        finally:
            guests.close()
            with self._lock:
                self._cancels.discard(cancel)

    def decide(
        self, lab: str, claim: str, *, python: Path | None = None, folder: Path | None = None
    ) -> Verdict | Problem:
        """Decide one claim of a lab as printed, or of a copy in `folder`; its guest stays warm."""
        found = self._claim(lab, claim)
        if isinstance(found, Problem):
            return found
        return self._warm_run(found[0], python, folder).decide(found[1])

    def counter(self, lab: str, claim: str, *, python: Path | None = None) -> Verdict | Problem:
        """Run the experiment of one claim under its counterexample, as the lab is printed."""
        found = self._claim(lab, claim)
        if isinstance(found, Problem):
            return found
        return self._warm_run(found[0], python, None).counter(found[1])

    def warm(self, lab: str, *, python: Path | None = None, folder: Path | None = None) -> None:
        """Start the guest of a lab whose claims will soon be decided; an unknown lab is left alone."""
        found = self._catalogue.lab(lab)
        if found is not None:
            self._warm_run(found, python, folder).warm()

    def status(
        self, lab: str, *, python: Path | None = None, folder: Path | None = None
    ) -> GuestStatus | None:
        """How the warm guest of a lab is, once it is ready or could not start; None for an unknown lab."""
        found = self._catalogue.lab(lab)
        return None if found is None else self._warm_run(found, python, folder).status()

    def close(self) -> None:
        """Cancel the runs under way and end the guests that were kept warm."""
        with self._lock:
            for cancel in self._cancels:
                cancel.set()
            for run in self._warm.values():
                run.close()
            self._warm.clear()
            if self._guests is not None:
                self._guests.close()
                self._guests = None

    def _warm_run(self, lab: Lab, python: Path | None, folder: Path | None) -> LabRun:
        key = (lab.slug, python, _fingerprint(lab, folder))
        with self._lock:
            run = self._warm.pop(key, None)
            if run is None:
                if self._guests is None:
                    self._guests = self._factory()
                run = LabRun(self._guests, lab, python=python, folder=folder)
            self._warm[key] = run  # the newest is last
            while len(self._warm) > WARM_LABS:
                self._warm.pop(next(iter(self._warm))).close()
            return run

    def _claim(self, lab: str, claim: str) -> tuple[Lab, Experiment] | Problem:
        found, experiment = self._catalogue.lab(lab), self._catalogue.experiment(lab, claim)
        if found is None or experiment is None:
            return Problem(
                code="no-claim",
                cause=_("There is no claim %(claim)s in a lab %(lab)s.", claim=claim, lab=lab),
                remedy=_("Choose one from the handbook."),
            )
        return found, experiment

    def _chosen(self, slugs: tuple[str, ...]) -> tuple[Lab, ...] | Problem:
        unknown = [slug for slug in slugs if self._catalogue.lab(slug) is None]
        if unknown:
            return Problem(
                code="no-lab",
                cause=_("There is no lab called %(names)s.", names=", ".join(unknown)),
                remedy=_(
                    "The labs are: %(names)s.", names=", ".join(lab.slug for lab in self._catalogue.labs)
                ),
            )
        return tuple(lab for lab in self._catalogue.labs if not slugs or lab.slug in slugs)


class _Run:
    """One run over several labs."""

    def __init__(  # noqa: PLR0913 - it is what prove was given
        self,
        catalogue: Catalogue,
        labs: tuple[Lab, ...],
        *,
        python: Path | None,
        on_verdict: OnVerdict | None,
        cancel: threading.Event,
        shuffle: random.Random | None,
    ) -> None:
        self._catalogue = catalogue
        self._labs = labs
        self._python = python
        self._on_verdict = on_verdict
        self._cancel = cancel
        self._shuffle = shuffle
        self._telling = threading.Lock()
        self._found: dict[tuple[str, str], Verdict] = {}

    def all(self, guests: Guests) -> Report | Problem:
        started = time.perf_counter()
        order = list(self._labs)
        if self._shuffle:
            self._shuffle.shuffle(order)
        with ThreadPoolExecutor(os.cpu_count() or 1, "prover") as pool:
            pending = {pool.submit(self._lab, guests, lab) for lab in order}
            failed = self._await(pending, guests)
        if failed is not None:
            raise failed
        if self._cancel.is_set():
            return Problem(
                code="cancelled",
                cause=_("Proving was cancelled."),
                remedy=_("Start it again when you like; nothing was left running."),
            )
        return Report(
            versions=_versions(self._found.values()),
            seconds=time.perf_counter() - started,
            found=tuple(
                (claim, self._found[(lab.slug, claim.id)]) for lab in self._labs for claim in lab.claims
            ),
        )

    def _await(self, pending: set[Future[None]], guests: Guests) -> BaseException | None:
        """Wait for every lab; what a lab raised ends the others, as a cancel does."""
        failed: BaseException | None = None
        ended = False
        while pending:
            try:
                done, pending = wait(pending, timeout=CANCEL_SECONDS)
            except KeyboardInterrupt as interrupt:  # first end the guests, then say so
                failed, done = interrupt, set()
            failed = failed or next((raised for future in done if (raised := future.exception())), None)
            if failed is not None:
                self._cancel.set()
            if self._cancel.is_set() and not ended:
                guests.close()
                ended = True
        return failed

    def _lab(self, guests: Guests, lab: Lab) -> None:
        if self._cancel.is_set():
            return
        experiments = list(self._catalogue.experiments(lab.slug))
        if self._shuffle:
            self._shuffle.shuffle(experiments)
        run = LabRun(guests, lab, python=self._python)
        try:
            for experiment in experiments:
                verdict = run.decide(experiment)
                if self._cancel.is_set():
                    return
                self._tell(verdict)
        finally:
            run.close()

    def _tell(self, verdict: Verdict) -> None:
        with self._telling:
            self._found[(verdict.lab, verdict.claim)] = verdict
            if self._on_verdict is not None:
                self._on_verdict(verdict)


def _versions(verdicts: Iterable[Verdict]) -> Versions:
    return next((verdict.versions for verdict in verdicts if verdict.versions != Versions()), Versions())


def _fingerprint(lab: Lab, folder: Path | None) -> str:
    texts = "\0".join(read_text((folder or lab.folder) / name) for name in lab.files)
    return hashlib.sha256(f"{folder}\0{texts}".encode()).hexdigest()
