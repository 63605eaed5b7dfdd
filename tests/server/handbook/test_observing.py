"""Tests of running an experiment that may do anything."""

import threading
from typing import Any, cast

import pytest

from server.handbook.bench import Bench
from server.handbook.experiment import HOLDS, Counter, Experiment, Observation
from server.handbook.observing import observe
from server.handbook.seen import Undecided

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
