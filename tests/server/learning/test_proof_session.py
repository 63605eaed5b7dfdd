"""Test the run over the whole handbook that pages start, watch and cancel."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from server.handbook.prove.options import ProveOptions
from server.learning.proof_session import ProofProgress, ProofSession, ProofState
from server.model.claim import Outcome, Verdict
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.versions import Versions
from server.runner.targets.interpreters import Interpreter
from server.store import VerdictChange
from server.web.base.background import start_thread

PATIENCE = 20.0
HOLDS = Verdict(
    lab="lab",
    claim="a",
    outcome=Outcome.HOLDS,
    reason="It was seen.",
    expected=Outcome.FAILS,
    versions=Versions(python="3.12.1"),
    took=1.0,
    decided_at=1.0,
)


class FakeProver:
    """Runs `script` in the place of the experiments; records the interpreters."""

    def __init__(self, script: Callable[[ProveOptions], object]) -> None:
        self.script = script
        self.pythons: list[Path | None] = []

    def prove(self, slugs: Sequence[str], options: ProveOptions) -> object:
        """Run the script."""
        self.pythons.append(options.python)
        return self.script(options)


def session(
    script: Callable[[ProveOptions], object], recorded: list[tuple[str, str]] | None = None
) -> ProofSession:
    """Return a session whose prover runs `script`; verdicts and interpreters are put into `recorded`."""

    def record(verdict: Verdict, python: str) -> VerdictChange | None:
        if recorded is not None:
            recorded.append((verdict.claim, python))
        return None

    return ProofSession(FakeProver(script), record, dict, start_thread)


def ended(proof: ProofSession) -> ProofProgress:
    """Wait for the end of the run, and return its progress."""
    progress = proof.progress
    while progress.state is ProofState.RUNNING:
        progress = proof.watch(progress.version, PATIENCE)
    return progress


def test_verdicts_are_recorded_and_counted() -> None:
    """Each verdict counts by its outcome, and as unexpected if it differs from what is expected."""
    recorded: list[tuple[str, str]] = []

    def script(options: ProveOptions) -> None:
        assert options.on_verdict is not None
        options.on_verdict(HOLDS)
        options.on_verdict(replace(HOLDS, claim="b", outcome=Outcome.UNDECIDED))

    proof = session(script, recorded)
    assert proof.start(["lab"], total=2).total == 2
    progress = ended(proof)
    assert progress.state is ProofState.DONE
    assert (progress.done, progress.holds, progress.undecided, progress.unexpected) == (2, 1, 1, 1)
    assert recorded == [("a", ""), ("b", "")]


def test_a_run_on_two_interpreters_counts_every_claim_twice() -> None:
    """The interpreters are used in turn, and verdicts are recorded with the path."""
    recorded: list[tuple[str, str]] = []
    pythons = tuple(
        Interpreter(
            path=Path(f"/opt/{name}/python"),
            python="3.12.1",
            flask="3.1.0",
            werkzeug=None,
            waitress=None,
            prefix=Path("/opt"),
        )
        for name in "ab"
    )

    def script(options: ProveOptions) -> None:
        assert options.on_verdict is not None
        options.on_verdict(HOLDS)

    proof = session(script, recorded)
    assert proof.start(["lab"], total=1, interpreters=pythons).total == 2
    assert ended(proof).done == 2
    assert recorded == [("a", "/opt/a/python"), ("a", "/opt/b/python")]


def test_a_second_start_joins_the_run() -> None:
    """While a run goes on, starting another returns the progress of the first."""
    gate = threading.Event()
    proof = session(lambda _options: gate.wait(PATIENCE))
    proof.start(["lab"], total=3)
    assert proof.start(["other"], total=9).total == 3
    gate.set()
    assert ended(proof).state is ProofState.DONE


def test_a_cancelled_run_says_so_and_has_no_problem() -> None:
    """Cancelling sets the event that the prover watches; its Problem is not shown."""
    problem = Problem(code=ProblemCode.CANCELLED, cause="Cancelled.", remedy="Start again.")

    def script(options: ProveOptions) -> Problem:
        assert options.cancel is not None
        assert options.cancel.wait(PATIENCE)
        return problem

    proof = session(script)
    proof.start(["lab"], total=1)
    proof.cancel()
    progress = ended(proof)
    assert progress.state is ProofState.CANCELLED
    assert progress.problem is None


def test_a_prover_that_raises_ends_the_run_with_a_problem() -> None:
    """The page shows why the run is stuck instead of waiting for ever."""

    def script(_options: ProveOptions) -> None:
        raise LookupError("our own mistake")

    proof = session(script)
    proof.start(["lab"], total=1)
    progress = ended(proof)
    assert progress.state is ProofState.STUCK
    assert progress.problem is not None
    assert "LookupError" in progress.problem.cause


def test_only_two_requests_watch_at_once() -> None:
    """A third one gets the progress as it is, at once."""
    proof = session(lambda _options: None)
    for _ in range(2):
        assert proof._waiters.acquire(blocking=False)
    assert proof.watch(0, PATIENCE).version == 0
