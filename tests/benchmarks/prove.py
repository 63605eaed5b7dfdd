"""How fast the handbook is proved."""

from server.handbook.catalogue import Catalogue
from server.handbook.prover import Prover
from server.handbook.report import Report
from server.runner.guests import Guests
from tests.benchmarks.result import Effort, Measure, Result, median

CLAIMS, SECONDS = 150, 10.0


def measure(effort: Effort) -> Result:
    """Prove the whole handbook, every guest started afresh."""
    times = effort.times(5, 1)
    prover = Prover(guests_factory=Guests, catalogue=Catalogue())
    took: list[float] = []
    claims = 0
    for _ in range(times):
        report = prover.prove()
        if not isinstance(report, Report):
            raise SystemExit(f"the handbook was not proved: {report}")
        took.append(report.seconds)
        claims = len(report.found)
    rate = claims / (median(took) / 1000)
    return Result(
        name="prove",
        what=f"median of {times} runs over all {claims} claims; the budget is {CLAIMS} in {SECONDS:g} s",
        measures=(
            Measure(name="the whole handbook", value=median(took) / 1000, unit="s"),
            Measure(name="claims", value=rate, unit="a second", at_least=CLAIMS / SECONDS),
        ),
    )
