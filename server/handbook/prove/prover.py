"""Decide claims: all claims of many labs in one run, or one claim for a page."""

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from server.file_access import read_text
from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.unknown_lab import no_such_lab
from server.handbook.experiment import Experiment
from server.handbook.pages.look_directive import Look
from server.handbook.prove.lab_run import LabRun
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.proof_run import ProofRun
from server.handbook.prove.report import Report
from server.i18n import gettext as _
from server.model.claim import Verdict
from server.model.exchange import Exchange
from server.model.guest import GuestStatus
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guests
from server.runner.targets.interpreters import Interpreter, inspect_interpreter

MOST_WARM_LABS: Final = 2
CLOSE_SECONDS: Final = 5.0


class Prover:
    """Decides the claims of a catalogue on guests of its own; safe between threads.

    The guests of the labs whose claims were decided last keep running, for MOST_WARM_LABS labs.
    """

    def __init__(self, *, guests_factory: Callable[[], Guests], catalogue: Catalogue | None = None) -> None:
        self._guests_factory = guests_factory
        self._catalogue = catalogue or Catalogue()
        self._lock = threading.Lock()
        self._guests: Guests | None = None
        self._warm: dict[tuple[str, Path | None, str], LabRun] = {}
        self._runs: set[ProofRun] = set()
        self._closed = False

    def prove(self, slugs: Iterable[str] = (), options: ProveOptions | None = None) -> Report | Problem:
        """Decide every claim of the named labs (of all labs if none is named), several labs at once.

        The report lists the claims in the handbook's order. Once `options.cancel` is set, every guest of the
        run is stopped, and the result is a Problem with code `cancelled`.
        """
        options = options or ProveOptions()
        labs = self._labs(tuple(slugs))
        if isinstance(labs, Problem):
            return labs
        if options.python is not None:
            interpreter = usable(options.python)
            if isinstance(interpreter, Problem):
                return interpreter
            options = replace(options, python=interpreter.path)
        run = ProofRun(self._catalogue, labs, options)
        with self._lock:
            guests = self._make_guests()
            self._runs.add(run)
        try:
            return run.all(guests)
        finally:
            with self._lock:
                self._runs.discard(run)

    def decide(
        self, lab: str, claim: str, *, python: Path | None = None, folder: Path | None = None
    ) -> Verdict | Problem:
        """Decide one claim of the printed lab or of a copy in `folder`; its guest keeps running."""
        experiment = self._experiment(lab, claim)
        if isinstance(experiment, Problem):
            return experiment
        return self._warm_run(experiment[0], python, folder).decide(experiment[1])

    def counter(self, lab: str, claim: str, *, python: Path | None = None) -> Verdict | Problem:
        """Run the experiment of one claim of the printed lab under its counterexample."""
        experiment = self._experiment(lab, claim)
        if isinstance(experiment, Problem):
            return experiment
        return self._warm_run(experiment[0], python, None).counter(experiment[1])

    def warm(self, slug: str, *, python: Path | None = None, folder: Path | None = None) -> None:
        """Start the guest of a lab whose claims will soon be decided; do nothing if there is no such lab."""
        lab = self._catalogue.lab(slug)
        if lab is not None:
            self._warm_run(lab, python, folder).warm()

    def status(
        self, slug: str, *, python: Path | None = None, folder: Path | None = None
    ) -> GuestStatus | None:
        """Return the status of a lab's guest once it serves or could not start; None for an unknown lab."""
        lab = self._catalogue.lab(slug)
        return None if lab is None else self._warm_run(lab, python, folder).status()

    def look(
        self, slug: str, picture: Look, *, python: Path | None = None, folder: Path | None = None
    ) -> tuple[Exchange, ...] | Problem:
        """Send the requests of a picture to the lab's guest, and return the exchanges."""
        lab = self._catalogue.lab(slug)
        if lab is None:
            return no_such_lab((slug,), self._catalogue)
        return self._warm_run(lab, python, folder).look(picture)

    def close(self) -> None:
        """Stop every run and every guest; nothing can be decided afterwards."""
        with self._lock:
            self._closed = True
            runs = tuple(self._runs)
            self._warm.clear()
            guests, self._guests = self._guests, None
        for run in runs:
            run.stop()
        if guests is not None:
            guests.close()
        for run in runs:
            run.wait(CLOSE_SECONDS)

    def _make_guests(self) -> Guests:
        if self._closed:
            raise RuntimeError("the prover is closed")
        return self._guests_factory()

    def _warm_run(self, lab: Lab, python: Path | None, folder: Path | None) -> LabRun:
        key = (lab.slug, python, _fingerprint(lab, folder))
        with self._lock:
            run = self._warm.pop(key, None)
            if run is None:
                if self._guests is None:
                    self._guests = self._make_guests()
                run = LabRun(self._guests, lab, python=python, folder=folder)
            self._warm[key] = run  # the newest is last
            while len(self._warm) > MOST_WARM_LABS:
                self._warm.pop(next(iter(self._warm))).stop()
            return run

    def _experiment(self, slug: str, claim: str) -> tuple[Lab, Experiment] | Problem:
        lab, experiment = self._catalogue.lab(slug), self._catalogue.experiment(slug, claim)
        if lab is None or experiment is None:
            return Problem(
                code=ProblemCode.NO_CLAIM,
                cause=_("There is no claim %(claim)s in a lab %(lab)s.", claim=claim, lab=slug),
                remedy=_("Choose one from the handbook."),
            )
        return lab, experiment

    def _labs(self, slugs: tuple[str, ...]) -> tuple[Lab, ...] | Problem:
        unknown = [slug for slug in slugs if self._catalogue.lab(slug) is None]
        if unknown:
            return no_such_lab(unknown, self._catalogue)
        return tuple(lab for lab in self._catalogue.labs if not slugs or lab.slug in slugs)


def usable(python: Path) -> Interpreter | Problem:
    """Return the interpreter at `python`, or the Problem that labs cannot run on it."""
    interpreter = inspect_interpreter(python)
    if isinstance(interpreter, Interpreter) and interpreter.flask is None:
        return Problem(
            code=ProblemCode.NO_FLASK,
            cause=_("%(python)s has no Flask.", python=interpreter.path),
            remedy=_("Install it there: %(command)s", command=f"{interpreter.path} -m pip install flask"),
        )
    return interpreter


def _fingerprint(lab: Lab, folder: Path | None) -> str:
    """Return a hash of the lab's files, so that an edited copy gets new guests."""
    texts = "\0".join(_text((folder or lab.folder) / name) for name in lab.files)
    return hashlib.sha256(f"{folder}\0{texts}".encode()).hexdigest()


def _text(file: Path) -> str:
    try:
        return read_text(file)
    except OSError as error:  # the guest tells it
        return f"\0{error.errno}"
