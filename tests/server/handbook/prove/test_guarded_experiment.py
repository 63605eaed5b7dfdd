"""Test running an experiment that may do anything."""

import threading
from typing import Any, cast

import pytest

from server.handbook.bench.bench import Bench
from server.handbook.experiment import HOLDS, Counter, Experiment, Observation
from server.handbook.prove.guarded_experiment import observe
from server.handbook.undecided import Undecided

NO_BENCH = cast(Bench, None)


def experiment(run: Any) -> Experiment:
    """Return an experiment that runs this function."""
    return Experiment(
        id="any",
        statement="Any.",
        mistake=False,
        expected=(("", HOLDS),),
        counters=(("", Counter(a=1)),),
        run=run,
    )


def test_the_observation_is_returned() -> None:
    """The experiment gets the bench and the parameters."""
    seen = Observation(holds=True, because="So it was.")
    asked: list[tuple[object, int]] = []

    def run(bench: Bench, *, number: int) -> Observation:
        asked.append((bench, number))
        return seen

    assert observe(experiment(run), NO_BENCH, {"number": 3}) is seen
    assert asked == [(NO_BENCH, 3)]


@pytest.mark.hardness("hostile-lab")
def test_an_experiment_that_does_not_end_is_abandoned() -> None:
    """The claim is undecided, and the caller continues."""
    over = threading.Event()

    def run(_bench: Bench) -> Observation:
        over.wait(30)
        return Observation(holds=True, because="Late.")

    try:
        with pytest.raises(Undecided, match=r"did not end within 0\.05 s"):
            observe(experiment(run), NO_BENCH, {}, seconds=0.05)
    finally:
        over.set()


def test_an_exception_is_reported_with_its_line() -> None:
    """So that the author of the lab finds it."""

    def run(_bench: Bench) -> Observation:
        raise LookupError("no tea")

    with pytest.raises(Undecided, match=r"\(LookupError: no tea; test_guarded_experiment\.py, line \d+\)"):
        observe(experiment(run), NO_BENCH, {})


def test_a_reason_that_is_no_text_is_undecided() -> None:
    """It must be a sentence."""

    def run(_bench: Bench) -> Observation:
        return Observation(holds=True, because=cast(str, 1))

    with pytest.raises(Undecided, match="gave 1 as the reason"):
        observe(experiment(run), NO_BENCH, {})


@pytest.mark.parametrize("cancelled", [True, False])
@pytest.mark.hardness("hostile-lab")
def test_an_endless_loop_is_interrupted(cancelled: bool) -> None:
    """At once if the run is stopped, otherwise when its time is over; it uses no more processor time."""
    threads: list[threading.Thread] = []
    ended = threading.Event()

    def run(_bench: Bench) -> Observation:
        threads.append(threading.current_thread())
        if cancelled:
            ended.set()
        while True:
            pass

    seconds = 60.0 if cancelled else 0.2
    with pytest.raises(Undecided, match="The run was ended" if cancelled else "did not end within"):
        observe(experiment(run), NO_BENCH, {}, seconds=seconds, stopped=ended)
    threads[0].join(20)
    assert not threads[0].is_alive()
