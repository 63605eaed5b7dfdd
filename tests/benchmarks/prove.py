"""Measure how fast the handbook is proved, and which labs take longest."""

import time
from typing import Final

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.prover import Prover
from server.handbook.prove.report import Report
from server.runner.guests.guests import Guests
from tests.benchmarks.result import Effort, Measure, Result, median

CLAIMS, SECONDS = 150, 10.0
SLOWEST: Final = 5


def measure(effort: Effort) -> Result:
    """Run all experiments with new guests for each run; from the second on, long labs first."""
    times = effort.times(3, 1)
    prover = Prover(guests_factory=lambda: Guests(warm=1), catalogue=Catalogue())
    took: list[float] = []
    labs: dict[str, float] = {}
    summary: dict[str, int] = {}
    for _ in range(times):
        started = time.perf_counter()
        report = prover.prove((), ProveOptions(seconds=labs))
        took.append(time.perf_counter() - started)
        if not isinstance(report, Report):
            raise SystemExit(f"the handbook was not proved: {report}")
        labs, summary = _by_lab(report), report.summary()
    claims = summary["claims"]
    whole = median(took) / 1000
    slowest = sorted(labs.items(), key=lambda pair: pair[1], reverse=True)[:SLOWEST]
    return Result(
        name="prove",
        what=f"median of {times} runs over all {claims} claims in {len(labs)} labs, "
        f"{summary['undecided']} of them undecided here; the budget is {CLAIMS} in {SECONDS:g} s on 2 cores",
        measures=(
            Measure(name="the whole handbook", value=whole, unit="s", at_most=claims * SECONDS / CLAIMS),
            Measure(name="claims", value=claims / whole, unit="a second", at_least=CLAIMS / SECONDS),
            *(Measure(name=f"  the lab {slug}", value=seconds, unit="s") for slug, seconds in slowest),
        ),
    )


def _by_lab(report: Report) -> dict[str, float]:
    """Return how long the claims of each lab took, in seconds."""
    seconds: dict[str, float] = {}
    for _, verdict in report.verdicts:
        seconds[verdict.lab] = seconds.get(verdict.lab, 0.0) + verdict.took / 1000
    return seconds
