"""`python -m tests.benchmarks [NAME…] [--json] [--quick] [--check] [--exchanges N] [--long]`."""

import json
import sys
from collections.abc import Callable

import click

from tests.benchmarks import (
    edit,
    history,
    large_exchange,
    launch,
    probe,
    prove,
    record,
    save,
    starved,
    streams,
)
from tests.benchmarks.result import Effort, Result, machine

BENCHMARKS: tuple[tuple[str, Callable[[Effort], Result]], ...] = (
    ("probe", probe.measure),
    ("record", record.measure),
    ("save", save.measure),
    ("edit", edit.measure),
    ("prove", prove.measure),
    ("history", history.measure),
    ("large-exchange", large_exchange.measure),
    ("launch", launch.measure),
    ("launch-cold", launch.measure_cold),
    ("launch-bundle", launch.measure_bundle),
    ("launch-bundle-cold", launch.measure_cold_bundle),
    ("starved", starved.measure),
    ("streams", streams.measure),
)

BUDGETED_EXCHANGES = 1_000_000


@click.command()
@click.argument("names", nargs=-1, type=click.Choice([name for name, _ in BENCHMARKS]))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--quick", is_flag=True, help="Measure so little that the numbers mean nothing.")
@click.option("--check", is_flag=True, help="Exit with 1 if a budget is not kept.")
@click.option("--exchanges", default=100_000, help="How many the history holds.")
@click.option("--long", "is_long", is_flag=True, help="Let the history hold a million, as its budget says.")
def main(  # noqa: PLR0913, PLR0917 - the options of the command line
    names: tuple[str, ...], as_json: bool, quick: bool, check: bool, exchanges: int, is_long: bool
) -> None:
    """Measure, all in one run, and say whether each budget is kept."""
    exchanges = BUDGETED_EXCHANGES if is_long else exchanges
    facts = machine()
    if not as_json:
        click.echo(" · ".join(f"{name} {value}" for name, value in facts.items()))
    results = []
    for name, measure in BENCHMARKS:
        if names and name not in names:
            continue
        result = measure(Effort(quick=quick, exchanges=exchanges))
        results.append(result)
        if not as_json:
            click.echo(f"\n{result.name}: {result.what}")
            for number in result.measures:
                click.echo(number.line())
    if as_json:
        whole = {"machine": facts, "quick": quick, "results": [result.as_json() for result in results]}
        click.echo(json.dumps(whole, indent=2))
    broken = any(number.within is False for result in results for number in result.measures)
    sys.exit(1 if check and broken else 0)


if __name__ == "__main__":
    main()
