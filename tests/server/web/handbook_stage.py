"""The handbook's pages on two small labs and a prover that says what a test tells it."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.pages.look import Look
from server.handbook.prove.prover import Prover
from server.learning.reader import Reader
from server.model.claim import Outcome, Verdict
from server.model.exchange import Exchange
from server.model.guest import GuestState, GuestStatus
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from tests.server.web.stage import VERSIONS, Stage, exchange, staged

LABS: Final = Path(__file__).resolve().parent / "handbook_labs"
PATIENCE: Final = 20.0

Say = Callable[[str, str, Path | None], Verdict | Problem]


def verdict(lab: str, claim: str, outcome: Outcome, **changes: Any) -> Verdict:
    """A verdict that one exchange decided."""
    base = Verdict(
        lab=lab,
        claim=claim,
        outcome=outcome,
        reason=f"It was seen: {claim} `{outcome}`.",
        expected=outcome,
        versions=VERSIONS,
        took=4.2,
        decided_at=1_700_000_000.0,
        exchanges=(exchange(0),),
    )
    return replace(base, **changes)


class ActedProver:
    """Answers with `say(lab, claim, folder)`; a `gate` that is clear holds it back."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.say: Say = self.as_expected
        self.state = GuestStatus(state=GuestState.READY)
        self.unseen: Problem | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.calls: list[tuple[str, ...]] = []

    def as_expected(self, lab: str, claim: str, folder: Path | None) -> Verdict:
        """What the lab expects of its claim; on a working copy the other way round."""
        found = self._catalogue.experiment(lab, claim)
        assert found is not None
        outcome = found.expected[0][1]
        if folder is not None:
            outcome = Outcome.FAILS if outcome is Outcome.HOLDS else Outcome.HOLDS
        return verdict(lab, claim, outcome)

    def decide(
        self, lab: str, claim: str, *, python: Path | None = None, folder: Path | None = None
    ) -> Verdict | Problem:
        """As told, once the gate is open."""
        self.calls.append(("decide", lab, claim))
        assert self.gate.wait(PATIENCE)
        return self.say(lab, claim, folder)

    def counter(self, lab: str, claim: str, *, python: Path | None = None) -> Verdict | Problem:
        """As on a working copy."""
        self.calls.append(("counter", lab, claim))
        assert self.gate.wait(PATIENCE)
        return self.say(lab, claim, Path())

    def prove(  # noqa: PLR0913 - as the real one
        self,
        slugs: Sequence[str],
        *,
        python: Path | None,
        on_verdict: Callable[[Verdict], None],
        on_labs: Callable[[tuple[str, ...]], None],
        cancel: threading.Event,
        seconds: Mapping[str, float],
    ) -> Problem | None:
        """Every claim in turn, each once the gate is open."""
        self.calls.append(("prove", str(python or "")))
        on_labs(tuple(slugs))
        for slug in slugs:
            for experiment in self._catalogue.experiments(slug):
                assert self.gate.wait(PATIENCE)
                if cancel.is_set():
                    return Problem(code=ProblemCode.CANCELLED, cause="Cancelled.", remedy="Begin again.")
                found = self.say(slug, experiment.id, None)
                if isinstance(found, Problem):
                    return found
                on_verdict(found)
        return None

    def warm(self, lab: str, *, python: Path | None = None, folder: Path | None = None) -> None:
        """Note it."""
        self.calls.append(("warm", lab))

    def status(self, lab: str, *, python: Path | None = None, folder: Path | None = None) -> GuestStatus:
        """As told."""
        return self.state

    def look(
        self, lab: str, asked: Look, *, python: Path | None = None, folder: Path | None = None
    ) -> tuple[Exchange, ...] | Problem:
        """A page for each request, or `unseen`."""
        self.calls.append(("look", lab, *(ask.says for ask in asked.asks)))
        assert self.gate.wait(PATIENCE)
        return self.unseen or tuple(exchange(0) for _ in asked.asks)

    def close(self) -> None:
        """Nothing runs."""
        self.gate.set()


class Book:
    """A stage with its handbook."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.catalogue = Catalogue((LABS,))
        self.prover = ActedProver(self.catalogue)
        stage.use_handbook(self.catalogue, cast(Prover, self.prover))

    @property
    def reader(self) -> Reader:
        """The reader behind the pages."""
        return self.stage.services.reader

    def get(self, path: str = "") -> str:
        """A page or part of the handbook that must exist."""
        answer = self.stage.get(f"/handbook{path}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def code(self, path: str) -> int:
        """The status of a page or part."""
        return self.stage.get(f"/handbook{path}").status_code

    def post(self, path: str, **form: str) -> str:
        """What a change that must work answers."""
        answer = self.stage.post(f"/handbook{path}", form)
        assert answer.status_code in (200, 204), answer.text
        return answer.text

    def predict(self, claim: str, guess: str = "holds", lab: str = "visits") -> str:
        """The card of a claim after a guess."""
        return self.post(f"/{lab}/claims/{claim}/predict", guess=guess)

    def settle(self) -> None:
        """Wait until nothing is decided any more."""
        for lab in self.catalogue.labs:
            self.eventually(lambda lab=lab: not self.reader.turns.of(lab).running)  # type: ignore[misc]  # bound now

    def eventually(self, true: Callable[[], bool]) -> None:
        """Wait until something on another thread has come true."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, "it never came true"
            threading.Event().wait(0.01)


@contextmanager
def booked(data: Path) -> Iterator[Book]:
    """A handbook that is put away afterwards."""
    with staged(data) as stage:
        book = Book(stage)
        try:
            yield book
        finally:
            book.prover.close()
            book.settle()
