"""How fast pages are answered while forty requests wait for a slow app."""

import tempfile
from pathlib import Path

from tests.benchmarks.result import Effort, Measure, Result, median
from tests.support.served_workbench import PAGES, served_workbench

SENDS = 40
MOST = 200.0


def measure(effort: Effort) -> Result:
    """Ask for each page without requests that wait, and beside forty."""
    times = effort.times(20, 1)
    with tempfile.TemporaryDirectory() as folder, served_workbench(Path(folder)) as workbench:
        workbench.page_seconds()  # compiles the templates
        quiet = workbench.page_seconds(times)
        sent = [workbench.send("/slow", str(number)) for number in range(SENDS)]
        busy = workbench.page_seconds(times)
        for connection in sent:
            connection.close()
    return Result(
        name="starved",
        what=f"{len(PAGES)} pages, {times} times each, alone and beside {SENDS} requests to a slow view",
        measures=(
            Measure(name="a page alone, median", value=median(quiet), unit="ms"),
            Measure(name="the same, the slowest", value=max(quiet) * 1000, unit="ms"),
            Measure(name=f"beside {SENDS} that wait, median", value=median(busy), unit="ms"),
            Measure(name="the same, the slowest", value=max(busy) * 1000, unit="ms", at_most=MOST),
        ),
    )
