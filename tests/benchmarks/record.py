"""The processor time of `fumehood record` for a small app, against Flask's own test client."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.result import Effort, Measure, Result, median

MOST_SECONDS = 1.1
APP = """
from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    return "Hello"
"""
CLIENT = [sys.executable, "-c", "import hello; print(hello.app.test_client().get('/').text)"]
RECORD = [sys.executable, "-m", "desktop", "record", "hello.py", "/", "--python", sys.executable]


def measure(effort: Effort) -> Result:
    """Run both in turns, each in a process of its own."""
    times = effort.times(15, 1)
    client, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "hello.py").write_text(APP)
        for number in range(times + 1):
            ones = seconds_of(CLIENT, folder), seconds_of(RECORD, folder)
            if number:  # the first turn writes bytecode and fills the caches of the disk
                client.append(ones[0])
                ours.append(ones[1])
    ratios = [one / other for one, other in zip(ours, client, strict=True)]
    return Result(
        name="record",
        what=f"medians of {times} runs in turns; processor time of the command with all that it started",
        measures=(
            Measure(name="Flask's test client", value=median(client), unit="ms"),
            Measure(name="fumehood record", value=median(ours), unit="ms", at_most=MOST_SECONDS * 1000),
            Measure(name="fumehood record / test client", value=statistics.median(ratios), unit="x"),
        ),
    )


def seconds_of(command: list[str], folder: str) -> float:
    """Return the processor seconds of a command and of all that it waited for, in user and system."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "FUMEHOOD_HOME": str(Path(folder, "home")),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    import resource  # noqa: PLC0415 - Windows has none, and the other benchmarks run there

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
