"""One proving run: labs side by side, claims one after the other, ended from anywhere."""

import os
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Final

from flask_babel import gettext as _

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.experiment import Experiment
from server.handbook.prove.lab_run import LabRun
from server.handbook.prove.report import Report
from server.handbook.web_engine.engine import Engines
from server.model.claim import Outcome, Verdict
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.versions import Versions
from server.runner.guests.guests import Guests

CANCEL_SECONDS: Final = 0.05
# Labs under way beyond one a core: several spend their time waiting for servers and workers of their own.
BESIDE: Final = 1

# What nothing was seen of, on a machine busy with the rest, is tried once more by itself at the end; not what
# took longer than that in vain, in milliseconds.
AGAIN_MILLISECONDS: Final = 15_000.0

OnVerdict = Callable[[Verdict], None]
OnLabs = Callable[[tuple[str, ...]], None]

# What a claim is taken to last of which nothing is known, in seconds: enough to begin with long labs.
_UNKNOWN_SECONDS: Final = 0.1


class ProofRun:
    """One run over several labs, those that took long last time first; `end` ends it from any thread.

    `on_verdict` hears each verdict, `on_labs` the titles of the labs under way whenever they change; neither
    is called twice at once. `seconds` is how long each lab took, as far as it is known.
    """

    def __init__(  # noqa: PLR0913 - all but two are named options
        self,
        catalogue: Catalogue,
        labs: tuple[Lab, ...],
        *,
        python: Path | None,
        on_verdict: OnVerdict | None,
        shuffle: random.Random | None,
        on_labs: OnLabs | None = None,
        seconds: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        self._catalogue = catalogue
        self._labs = labs
        self._python = python
        self._on_verdict = on_verdict
        self._shuffle = shuffle
        self._on_labs = on_labs
        self._seconds = seconds
        self._ended = threading.Event()
        self._cancel = threading.Event()
        self._over = threading.Event()
        self._telling = threading.Lock()
        self._teller: int | None = None
        self._found: dict[tuple[str, str], Verdict] = {}
        self._doubtful: dict[str, list[Experiment]] = defaultdict(list)
        self._under_way: list[str] = []

    def end(self) -> None:
        """Let nothing more be decided; what runs is ended soon."""
        self._ended.set()

    def wait(self, seconds: float) -> None:
        """Return when the run is over and its guests are gone, or after so many seconds.

        At once for a listener of the run itself, on whom the run waits.
        """
        if threading.get_ident() != self._teller:
            self._over.wait(seconds)

    def all(self, guests: Guests, cancel: threading.Event | None) -> Report | Problem:
        """Decide everything; a set `cancel` ends it. The guests are closed afterwards, whatever happens."""
        try:
            return self._all(guests, cancel or threading.Event())
        finally:
            guests.close()
            self._over.set()

    def _all(self, guests: Guests, cancel: threading.Event) -> Report | Problem:
        started = time.perf_counter()
        self._cancel = cancel
        # What takes long begins first: begun last, it would leave the other cores idle at the end.
        order = sorted(self._labs, key=self._lasts, reverse=True)
        if self._shuffle:
            self._shuffle.shuffle(order)
        # One web engine for all labs: to start it takes a second.
        with (
            closing(Engines(guests.programs, guests.scratch)) as engines,
            ThreadPoolExecutor((os.cpu_count() or 1) + BESIDE, "prover") as pool,
        ):
            labs = {pool.submit(self._lab, guests, engines, lab) for lab in order}
            failed = self._await(labs, guests)
            if failed is None:
                failed = self._await({pool.submit(self._again, guests, engines)}, guests)
        if failed is not None:
            raise failed
        if self._ended.is_set():
            return Problem(
                code=ProblemCode.CANCELLED,
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
        """Wait for every lab; what one raised ends the others, and is given back."""
        failed: BaseException | None = None
        closed = False
        while pending:
            try:
                done, pending = wait(pending, timeout=CANCEL_SECONDS)
            except KeyboardInterrupt as interrupt:  # first end the guests, then say so
                failed, done = interrupt, set()
            self._is_over()
            if not self._ended.is_set():
                failed = failed or next((raised for future in done if (raised := future.exception())), None)
            if failed is not None:
                self.end()
            if self._ended.is_set() and not closed:
                guests.close()  # a request that waits for its answer gets none now
                closed = True
        return failed

    def _is_over(self) -> bool:
        """Whether nothing more is to be decided; a cancel counts from the moment that it was set."""
        if self._cancel.is_set():
            self.end()
        return self._ended.is_set()

    def _lab(self, guests: Guests, engines: Engines, lab: Lab) -> None:
        experiments = list(self._catalogue.experiments(lab.slug))
        if self._shuffle:
            self._shuffle.shuffle(experiments)
        for experiment, verdict in self._decided(guests, engines, lab, experiments):
            if verdict.outcome is Outcome.UNDECIDED and verdict.took < AGAIN_MILLISECONDS:
                self._doubtful[lab.slug].append(experiment)
            else:
                self._tell(verdict)

    def _again(self, guests: Guests, engines: Engines) -> None:
        """Decide what is in doubt, with nothing else beside it."""
        for lab in self._labs:
            if lab.slug in self._doubtful:
                for _experiment, verdict in self._decided(guests, engines, lab, self._doubtful[lab.slug]):
                    self._tell(verdict)

    def _decided(
        self, guests: Guests, engines: Engines, lab: Lab, experiments: list[Experiment]
    ) -> Iterator[tuple[Experiment, Verdict]]:
        """Each experiment with what it finds, until the run is over."""
        if self._is_over():
            return
        run = LabRun(guests, lab, python=self._python, ended=self._ended, engines=engines)
        self._begins(lab)
        try:
            for experiment in experiments:
                if self._is_over():
                    return
                verdict = run.decide(experiment)
                if self._is_over():
                    return
                yield experiment, verdict
        finally:
            run.close()
            self._ends(lab)

    def _lasts(self, lab: Lab) -> float:
        return self._seconds.get(lab.slug, len(lab.claims) * _UNKNOWN_SECONDS)

    def _begins(self, lab: Lab) -> None:
        with self._telling:
            self._under_way.append(lab.title)
            self._say_labs()

    def _ends(self, lab: Lab) -> None:
        with self._telling:
            self._under_way.remove(lab.title)
            self._say_labs()

    def _say_labs(self) -> None:
        """With `_telling` held: say which labs are under way, unless nobody waits for them any more."""
        if self._on_labs is not None and not self._ended.is_set():
            self._on_labs(tuple(self._under_way))

    def _tell(self, verdict: Verdict) -> None:
        with self._telling:
            self._found[(verdict.lab, verdict.claim)] = verdict
            if self._on_verdict is not None:
                self._teller = threading.get_ident()
                self._on_verdict(verdict)
                self._teller = None


def _versions(verdicts: Iterable[Verdict]) -> Versions:
    return next((verdict.versions for verdict in verdicts if verdict.versions != Versions()), Versions())
