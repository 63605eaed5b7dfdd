"""One proving run: several labs at once, the claims of each in turn; can be stopped at any time."""

import contextvars
import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from typing import Final

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.experiment import Experiment
from server.handbook.prove.lab_run import LabRun
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.report import Report
from server.handbook.web_engine.engine import Engines
from server.i18n import gettext as _
from server.model.claim import Outcome, Verdict
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.versions import Versions
from server.runner.guests.guests import Guests

CHECK_SECONDS: Final = 0.05
# Labs that run beyond one per core: some spend their time waiting for their own servers and workers.
EXTRA_LABS: Final = 1

# A claim that is undecided after less than this is tried once more at the end, when nothing else runs:
# perhaps the machine was just too busy.
RETRY_MILLISECONDS: Final = 15_000.0

# The estimate for a claim of a lab whose duration is unknown.
_UNKNOWN_SECONDS: Final = 0.1


class ProofRun:
    """One run over some labs, the longest ones first; `stop` may be called from any thread."""

    def __init__(self, catalogue: Catalogue, labs: tuple[Lab, ...], options: ProveOptions) -> None:
        self._catalogue = catalogue
        self._labs = labs
        self._options = options
        self._cancel = options.cancel or threading.Event()
        self._stopped = threading.Event()
        self._over = threading.Event()
        self._notifying = threading.Lock()
        self._notifying_thread: int | None = None
        self._verdicts: dict[tuple[str, str], Verdict] = {}
        self._to_retry: dict[str, list[Experiment]] = defaultdict(list)
        self._running: list[str] = []

    def stop(self) -> None:
        """Decide nothing more; experiments that run are ended soon."""
        self._stopped.set()

    def wait(self, seconds: float) -> None:
        """Return when the run is over and its guests are gone, or after so many seconds.

        Returns at once on a thread in which the run is calling `on_verdict`, because the run waits for it.
        """
        if threading.get_ident() != self._notifying_thread:
            self._over.wait(seconds)

    def all(self, guests: Guests) -> Report | Problem:
        """Decide every claim; close the guests afterwards, whatever happens."""
        try:
            return self._all(guests)
        finally:
            guests.close()
            self._over.set()

    def _all(self, guests: Guests) -> Report | Problem:
        started = time.perf_counter()
        # A long lab that is started last would leave the other cores idle at the end.
        order = sorted(self._labs, key=self._expected_seconds, reverse=True)
        if self._options.shuffle:
            self._options.shuffle.shuffle(order)
        # All labs share one web engine, which takes a second to start.
        with (
            closing(Engines(guests.programs, guests.scratch_folders)) as engines,
            ThreadPoolExecutor((os.cpu_count() or 1) + EXTRA_LABS, "prover") as pool,
        ):
            # In the caller's context, which has the language of the reasons.
            labs = {
                pool.submit(contextvars.copy_context().run, self._run_lab, guests, engines, lab)
                for lab in order
            }
            failed = self._await(labs, guests)
            if failed is None:
                failed = self._await(
                    {pool.submit(contextvars.copy_context().run, self._retry, guests, engines)}, guests
                )
        if failed is not None:
            raise failed
        if self._stopped.is_set():
            return Problem(
                code=ProblemCode.CANCELLED,
                cause=_("The run was cancelled."),
                remedy=_("Start it again when you like; nothing was left running."),
            )
        return Report(
            versions=_versions(self._verdicts.values()),
            seconds=time.perf_counter() - started,
            verdicts=tuple(
                (claim, self._verdicts[(lab.slug, claim.id)]) for lab in self._labs for claim in lab.claims
            ),
        )

    def _await(self, pending: set[Future[None]], guests: Guests) -> BaseException | None:
        """Wait for all futures; the first exception stops the others, and is returned."""
        failed: BaseException | None = None
        closed = False
        while pending:
            try:
                done, pending = wait(pending, timeout=CHECK_SECONDS)
            except KeyboardInterrupt as interrupt:  # raised by the caller, once the guests are gone
                failed, done = interrupt, set()
            self._is_stopped()
            if not self._stopped.is_set():
                failed = failed or next((raised for future in done if (raised := future.exception())), None)
            if failed is not None:
                self.stop()
            if self._stopped.is_set() and not closed:
                guests.close()  # a request that waits for its answer fails at once
                closed = True
        return failed

    def _is_stopped(self) -> bool:
        """Whether nothing more is to be decided; notices a cancel as soon as it is set."""
        if self._cancel.is_set():
            self.stop()
        return self._stopped.is_set()

    def _run_lab(self, guests: Guests, engines: Engines, lab: Lab) -> None:
        experiments = list(self._catalogue.experiments(lab.slug))
        if self._options.shuffle:
            self._options.shuffle.shuffle(experiments)
        for experiment, verdict in self._decide(guests, engines, lab, experiments):
            if verdict.outcome is Outcome.UNDECIDED and verdict.took < RETRY_MILLISECONDS:
                self._to_retry[lab.slug].append(experiment)
            else:
                self._add(verdict)

    def _retry(self, guests: Guests, engines: Engines) -> None:
        """Decide the claims again that stayed undecided, while nothing else runs."""
        for lab in self._labs:
            if lab.slug in self._to_retry:
                for _experiment, verdict in self._decide(guests, engines, lab, self._to_retry[lab.slug]):
                    self._add(verdict)

    def _decide(
        self, guests: Guests, engines: Engines, lab: Lab, experiments: list[Experiment]
    ) -> Iterator[tuple[Experiment, Verdict]]:
        """Yield each experiment with its verdict, until the run is stopped."""
        if self._is_stopped():
            return
        run = LabRun(guests, lab, python=self._options.python, stopped=self._stopped, engines=engines)
        self._lab_started(lab)
        try:
            for experiment in experiments:
                if self._is_stopped():
                    return
                verdict = run.decide(experiment)
                if self._is_stopped():
                    return
                yield experiment, verdict
        finally:
            run.stop()
            self._lab_ended(lab)

    def _expected_seconds(self, lab: Lab) -> float:
        return self._options.seconds.get(lab.slug, len(lab.claims) * _UNKNOWN_SECONDS)

    def _lab_started(self, lab: Lab) -> None:
        with self._notifying:
            self._running.append(lab.title)
            self._notify_labs()

    def _lab_ended(self, lab: Lab) -> None:
        with self._notifying:
            self._running.remove(lab.title)
            self._notify_labs()

    def _notify_labs(self) -> None:
        """With `_notifying` held: pass on which labs run, unless the run is stopped."""
        if self._options.on_labs is not None and not self._stopped.is_set():
            self._options.on_labs(tuple(self._running))

    def _add(self, verdict: Verdict) -> None:
        with self._notifying:
            self._verdicts[(verdict.lab, verdict.claim)] = verdict
            if self._options.on_verdict is not None:
                self._notifying_thread = threading.get_ident()
                self._options.on_verdict(verdict)
                self._notifying_thread = None


def _versions(verdicts: Iterable[Verdict]) -> Versions:
    return next((verdict.versions for verdict in verdicts if verdict.versions != Versions()), Versions())
