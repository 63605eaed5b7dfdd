"""Decides claims: the whole handbook at once, or one claim for a page."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from flask_babel import gettext as _

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.lab_files import read_text
from server.handbook.experiment import Experiment
from server.handbook.pages.look import Look
from server.handbook.prove.lab_run import LabRun
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.report import Report
from server.handbook.prove.run import ProofRun
from server.model.claim import Verdict
from server.model.exchange import Exchange
from server.model.guest import GuestStatus
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guests
from server.runner.targets import problems
from server.runner.targets.interpreters import Interpreter, inspect_interpreter
from server.runner.targets.resolve import PLACE_SIGN, nearest

WARM_LABS: Final = 2
CLOSE_SECONDS: Final = 5.0


class Prover:
    """Decides the claims of a catalogue on guests of its own; may be used from several threads."""

    def __init__(self, *, guests_factory: Callable[[], Guests], catalogue: Catalogue | None = None) -> None:
        self._factory = guests_factory
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
        labs = self._chosen(tuple(slugs))
        if isinstance(labs, Problem):
            return labs
        if options.python is not None:
            interpreter = usable(options.python)
            if isinstance(interpreter, Problem):
                return interpreter
            options = replace(options, python=interpreter.path)
        run = ProofRun(self._catalogue, labs, options)
        with self._lock:
            guests = self._make()
            self._runs.add(run)
        try:
            return run.all(guests)
        finally:
            with self._lock:
                self._runs.discard(run)

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

    def look(
        self, lab: str, asked: Look, *, python: Path | None = None, folder: Path | None = None
    ) -> tuple[Exchange, ...] | Problem:
        """What a picture of a lab's page shows: its requests, sent to the lab's warm guest."""
        found = self._catalogue.lab(lab)
        if found is None:
            return _no_lab((lab,), self._catalogue)
        return self._warm_run(found, python, folder).look(asked)

    def close(self) -> None:
        """End every run and every guest that was kept warm; nothing can be decided afterwards."""
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

    def _make(self) -> Guests:
        if self._closed:
            raise RuntimeError("the prover is closed")
        return self._factory()

    def _warm_run(self, lab: Lab, python: Path | None, folder: Path | None) -> LabRun:
        key = (lab.slug, python, _fingerprint(lab, folder))
        with self._lock:
            run = self._warm.pop(key, None)
            if run is None:
                if self._guests is None:
                    self._guests = self._make()
                run = LabRun(self._guests, lab, python=python, folder=folder)
            self._warm[key] = run  # the newest is last
            while len(self._warm) > WARM_LABS:
                self._warm.pop(next(iter(self._warm))).close()
            return run

    def _claim(self, lab: str, claim: str) -> tuple[Lab, Experiment] | Problem:
        found, experiment = self._catalogue.lab(lab), self._catalogue.experiment(lab, claim)
        if found is None or experiment is None:
            return Problem(
                code=ProblemCode.NO_CLAIM,
                cause=_("There is no claim %(claim)s in a lab %(lab)s.", claim=claim, lab=lab),
                remedy=_("Choose one from the handbook."),
            )
        return found, experiment

    def _chosen(self, slugs: tuple[str, ...]) -> tuple[Lab, ...] | Problem:
        unknown = [slug for slug in slugs if self._catalogue.lab(slug) is None]
        if unknown:
            return _no_lab(unknown, self._catalogue)
        return tuple(lab for lab in self._catalogue.labs if not slugs or lab.slug in slugs)


def _no_lab(unknown: Sequence[str], catalogue: Catalogue) -> Problem:
    labs = tuple(lab.slug for lab in catalogue.labs)
    for name in unknown:
        slug = name.partition(PLACE_SIGN)[0]
        if slug in labs:
            return replace(problems.place_in_lab(slug, name), code=ProblemCode.NO_LAB)
    near = dict.fromkeys(lab for name in unknown for lab in nearest(name.partition(PLACE_SIGN)[0], labs))
    return replace(problems.no_such_lab(", ".join(unknown), tuple(near), labs), code=ProblemCode.NO_LAB)


def usable(python: Path) -> Interpreter | Problem:
    """The interpreter on which labs can be proved, or why they cannot."""
    found = inspect_interpreter(python)
    if isinstance(found, Interpreter) and found.flask is None:
        return _no_flask(found.path)
    return found


def _no_flask(python: Path) -> Problem:
    return Problem(
        code=ProblemCode.NO_FLASK,
        cause=_("%(python)s has no Flask.", python=python),
        remedy=_("Install it there: %(command)s", command=f"{python} -m pip install flask"),
    )


def _fingerprint(lab: Lab, folder: Path | None) -> str:
    texts = "\0".join(read_text((folder or lab.folder) / name) for name in lab.files)
    return hashlib.sha256(f"{folder}\0{texts}".encode()).hexdigest()
