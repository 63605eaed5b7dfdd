"""A small catalogue, a prover that runs no guest, and a store in memory, for the learning tests."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.working_copies import WorkingCopies
from server.model.claim import Claim, Outcome, Verdict
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.versions import Versions
from server.store import Store
from tests.support.handbook_client import SAMPLE_LABS

VERSIONS = Versions(python="3.12.1", flask="3.1.3", werkzeug="3.1.8")


class FakeProver:
    """Decides a claim of the printed lab as `printed`, of a copy as `copied`, once `gate` is set."""

    def __init__(self) -> None:
        self.printed: Outcome | Problem | Exception = Outcome.HOLDS
        self.copied: Outcome | Problem | Exception = Outcome.FAILS
        self.calls: list[tuple[str, bool]] = []
        self.gate = threading.Event()
        self.gate.set()

    def decide(self, lab: str, claim: str, *, folder: Path | None = None) -> Verdict | Problem:
        """Return a verdict with that outcome, or return or raise what was set in its place."""
        self.calls.append((claim, folder is not None))
        assert self.gate.wait(20.0)
        result = self.printed if folder is None else self.copied
        if isinstance(result, Exception):
            raise result
        return verdict(claim, result, lab=lab) if isinstance(result, Outcome) else result


def verdict(claim: str, outcome: Outcome, *, lab: str = "visits") -> Verdict:
    """Return a verdict on a claim."""
    return Verdict(
        lab=lab,
        claim=claim,
        outcome=outcome,
        reason=f"It {outcome}.",
        expected=Outcome.HOLDS,
        versions=VERSIONS,
        took=1.0,
        decided_at=1.0,
    )


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store in memory."""
    store = Store(None)
    yield store
    store.close()


@pytest.fixture
def catalogue() -> Catalogue:
    """Two small labs: `visits` with four claims and `echo` with one."""
    return Catalogue((SAMPLE_LABS,))


@pytest.fixture
def lab(catalogue: Catalogue) -> Lab:
    """The lab `visits`."""
    lab = catalogue.lab("visits")
    assert lab is not None
    return lab


@pytest.fixture
def claim(lab: Lab) -> Claim:
    """The lab's first claim."""
    return lab.claims[0]


@pytest.fixture
def working_copies(tmp_path: Path) -> WorkingCopies:
    """Working copies in an empty folder."""
    return WorkingCopies(tmp_path / "copies")


@pytest.fixture
def prover() -> FakeProver:
    """A prover that decides at once."""
    return FakeProver()
