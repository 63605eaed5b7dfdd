"""A client of the handbook's pages: two small labs, and a prover that returns what the test gives it."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.pages.look_directive import Look
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.prover import Prover
from server.learning.reader import Reader
from server.model.claim import Outcome, Verdict
from server.model.exchange import Exchange
from server.model.guest import GuestState, GuestStatus
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from tests.support.fake_guests import VERSIONS, make_exchange
from tests.support.workbench_client import WorkbenchClient, workbench_client

SAMPLE_LABS: Final = Path(__file__).resolve().parent / "sample_labs"
PATIENCE: Final = 20.0

Decide = Callable[[str, str, Path | None], Verdict | Problem]


def make_verdict(lab: str, claim: str, outcome: Outcome, **changes: Any) -> Verdict:
    """Return a verdict with one exchange; `changes` replace its fields."""
    base = Verdict(
        lab=lab,
        claim=claim,
        outcome=outcome,
        reason=f"It was seen: {claim} `{outcome}`.",
        expected=outcome,
        versions=VERSIONS,
        took=4.2,
        decided_at=1_700_000_000.0,
        exchanges=(make_exchange(0),),
    )
    return replace(base, **changes)


class FakeProver:
    """Decides with `decision(lab, claim, folder)`, and records what was asked of it in `calls`.

    While `gate` is clear it waits. `guest_status` is that of each lab's guest, `look_problem` the problem
    of every picture.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.decision: Decide = self.expected_verdict
        self.guest_status = GuestStatus(state=GuestState.READY)
        self.look_problem: Problem | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.calls: list[tuple[str, ...]] = []

    def expected_verdict(self, lab: str, claim: str, folder: Path | None) -> Verdict:
        """Return the outcome that the lab expects; on a working copy, `folder`, the opposite."""
        experiment = self._catalogue.experiment(lab, claim)
        assert experiment is not None
        outcome = experiment.expected[0][1]
        if folder is not None:
            outcome = Outcome.FAILS if outcome is Outcome.HOLDS else Outcome.HOLDS
        return make_verdict(lab, claim, outcome)

    def decide(
        self, lab: str, claim: str, *, python: Path | None = None, folder: Path | None = None
    ) -> Verdict | Problem:
        """Return the decision once the gate is open."""
        self.calls.append(("decide", lab, claim))
        assert self.gate.wait(PATIENCE)
        return self.decision(lab, claim, folder)

    def counter(self, lab: str, claim: str, *, python: Path | None = None) -> Verdict | Problem:
        """Return the decision on a working copy."""
        self.calls.append(("counter", lab, claim))
        assert self.gate.wait(PATIENCE)
        return self.decision(lab, claim, Path())

    def prove(self, slugs: Sequence[str], options: ProveOptions) -> Problem | None:
        """Decide every claim in turn, each once the gate is open."""
        self.calls.append(("prove", str(options.python or "")))
        assert options.on_labs is not None
        assert options.on_verdict is not None
        options.on_labs(tuple(slugs))
        for slug in slugs:
            for experiment in self._catalogue.experiments(slug):
                assert self.gate.wait(PATIENCE)
                if options.cancel is not None and options.cancel.is_set():
                    return Problem(code=ProblemCode.CANCELLED, cause="Cancelled.", remedy="Begin again.")
                verdict = self.decision(slug, experiment.id, None)
                if isinstance(verdict, Problem):
                    return verdict
                options.on_verdict(verdict)
        return None

    def warm(self, lab: str, *, python: Path | None = None, folder: Path | None = None) -> None:
        """Record the call."""
        self.calls.append(("warm", lab))

    def status(self, lab: str, *, python: Path | None = None, folder: Path | None = None) -> GuestStatus:
        """Return `guest_status`."""
        return self.guest_status

    def look(
        self, lab: str, asked: Look, *, python: Path | None = None, folder: Path | None = None
    ) -> tuple[Exchange, ...] | Problem:
        """Return an exchange for each request of the picture, or `look_problem`."""
        self.calls.append(("look", lab, *(request.text for request in asked.requests)))
        assert self.gate.wait(PATIENCE)
        return self.look_problem or tuple(make_exchange(0) for _ in asked.requests)

    def close(self) -> None:
        """Open the gate, so that no thread waits."""
        self.gate.set()


class HandbookClient:
    """A client of the workbench whose handbook has the two sample labs."""

    def __init__(self, workbench: WorkbenchClient) -> None:
        self.workbench = workbench
        self.catalogue = Catalogue((SAMPLE_LABS,))
        self.prover = FakeProver(self.catalogue)
        workbench.use_handbook(self.catalogue, cast(Prover, self.prover))

    @property
    def reader(self) -> Reader:
        """Return the reader behind the pages."""
        return self.workbench.services.reader

    def get(self, path: str = "") -> str:
        """Return a page or part of the handbook, which must exist."""
        response = self.workbench.get(f"/handbook{path}")
        assert response.status_code == 200, response.text
        return response.text

    def status(self, path: str) -> int:
        """Return the status code of a page or part."""
        return self.workbench.get(f"/handbook{path}").status_code

    def post(self, path: str, **form: str) -> str:
        """Send a form, which must succeed, and return the answer."""
        response = self.workbench.post(f"/handbook{path}", form)
        assert response.status_code in (200, 204), response.text
        return response.text

    def predict(self, claim: str, guess: str = "holds", lab: str = "visits") -> str:
        """Predict a claim, and return its card."""
        return self.post(f"/{lab}/claims/{claim}/predict", guess=guess)

    def wait_until_decided(self) -> None:
        """Wait until no claim is being decided on an edited lab."""
        for lab in self.catalogue.labs:
            self.wait_until(lambda lab=lab: not self.reader.edit_effects.of(lab).running)  # type: ignore[misc]  # bound now

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until another thread has made the condition true."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"not true within {PATIENCE} s"
            threading.Event().wait(0.01)


@contextmanager
def handbook_client(data: Path) -> Iterator[HandbookClient]:
    """Yield a client whose prover and services are closed afterwards."""
    with workbench_client(data) as workbench:
        client = HandbookClient(workbench)
        try:
            yield client
        finally:
            client.prover.close()
            client.wait_until_decided()
