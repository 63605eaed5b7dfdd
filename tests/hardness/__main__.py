"""`python -m tests.hardness [NAME…] [--json] [--long] [--write]`."""

import contextlib
import json
import os
import sys

import click
import pytest

from tests.hardness import table
from tests.hardness.cases import CASES
from tests.hardness.marked_tests import marked_files
from tests.hardness.results import Collector
from tests.sources import ROOT
from tests.support.workers import MAXIMUM


@click.command()
@click.argument("names", nargs=-1, type=click.Choice([case.name for case in CASES]), metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--long", "long_run", is_flag=True, help="Run long tests at full length, which takes hours.")
@click.option("--write", is_flag=True, help="Write the results into docs/hardness.md.")
@click.option("--workers", default=min(os.cpu_count() or 1, MAXIMUM), help="How many processes run tests.")
def main(names: tuple[str, ...], as_json: bool, long_run: bool, write: bool, workers: int) -> None:
    """Attack and damage Fumehood, and print what was tried, how much of it was survived, and what was lost.

    The progress of the tests goes to standard error. Exit with 1 if something was not survived.
    """
    wanted = names or tuple(case.name for case in CASES)
    files = marked_files()
    paths = sorted({str(path) for name in wanted for path in files.get(name, [])})
    arguments = ["-q", f"--rootdir={ROOT}", f"--config-file={ROOT / 'pyproject.toml'}", *paths]
    arguments += [f"--hardness={name}" for name in wanted]
    arguments += [f"--numprocesses={workers if len(paths) > 1 else 0}"]
    arguments += ["--hardness-long", "--hypothesis-profile=long"] if long_run else []
    collector = Collector()
    with contextlib.redirect_stdout(sys.stderr):
        code = pytest.main(arguments, plugins=[collector])
    results = collector.results()
    if as_json:
        whole = {"long": long_run, "results": [result.as_json() for result in results]}
        click.echo(json.dumps(whole, indent=2))
    else:
        click.echo("\n".join(table.lines(results)))
    if write:
        table.write(results)
    sys.exit(0 if code == pytest.ExitCode.OK and all(result.good for result in results) else 1)


if __name__ == "__main__":
    main()
