"""Tests of running an experiment that may do anything."""

import threading
from typing import Any, cast

import pytest

from server.handbook.bench.bench import Bench
from server.handbook.experiment import HOLDS, Counter, Experiment, Observation
from server.handbook.prove.isolation import observe
from server.handbook.undecided import Undecided

NOBODY = cast(Bench, None)


def experiment(run: Any) -> Experiment:
    """An experiment that does this."""
    return Experiment(
        id="any",
        statement="Any.",
        mistake=False,
        expected=(("", HOLDS),),
        counters=(("", Counter(a=1)),),
        run=run,
    )


def test_what_it_saw_is_given_with_its_parameters() -> None:
    """The experiment gets the bench and the parameters, and its observation comes back."""
    seen = Observation(holds=True, because="So it was.")
    asked: list[tuple[object, int]] = []

    def run(bench: Bench, *, number: int) -> Observation:
        asked.append((bench, number))
        return seen

    assert observe(experiment(run), NOBODY, {"number": 3}) is seen
    assert asked == [(NOBODY, 3)]


def test_one_without_an_end_is_left_behind() -> None:
    """The claim is undecided, and who asked goes on."""
    over = threading.Event()

    def run(_bench: Bench) -> Observation:
        over.wait(30)
        return Observation(holds=True, because="Late.")

    try:
        with pytest.raises(Undecided, match=r"did not end within 0\.05 seconds"):
            observe(experiment(run), NOBODY, {}, seconds=0.05)
    finally:
        over.set()


def test_what_it_raises_is_told_with_its_place() -> None:
    """Who writes a lab finds the line."""

    def run(_bench: Bench) -> Observation:
        raise LookupError("no tea")

    with pytest.raises(Undecided, match=r"\(LookupError: no tea; test_isolation\.py, line \d+\)"):
        observe(experiment(run), NOBODY, {})


def test_a_reason_that_is_no_sentence_decides_nothing() -> None:
    """It is for people to read."""

    def run(_bench: Bench) -> Observation:
        return Observation(holds=True, because=cast(str, 1))

    with pytest.raises(Undecided, match="gave 1 as the reason"):
        observe(experiment(run), NOBODY, {})


@pytest.mark.parametrize("cancelled", [True, False])
def test_a_loop_is_ended(cancelled: bool) -> None:
    """At once where the run was ended, else when its time is over; it takes no processor from then on."""
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
        observe(experiment(run), NOBODY, {}, seconds=seconds, stopped=ended)
    threads[0].join(20)
    assert not threads[0].is_alive()
