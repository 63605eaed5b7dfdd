"""From process start to a usable home page, its processor time and memory, against a bare window."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks.result import Effort, Measure, Result, median
from tests.machine import lack_of_window, xvfb
from tests.support.window import cdp

SLOWER, LARGER = 1.25, 1.2
FIRST_WINDOW_MS = 300
# An installed program begins from bytecode, which the first turn writes where it is missing.
LEFT_OUT = ("XDG_", "PYTHONDONTWRITEBYTECODE")
BARE = [sys.executable, str(Path(__file__).parent / "apps" / "window.py")]
OURS = [sys.executable, "-m", "desktop"]
# When the page's load event was over, in milliseconds since the epoch; our scripts have run by then.
LOADED = (
    "(() => { const entry = performance.getEntriesByType('navigation')[0];"
    " return location.protocol === 'http:' && !location.search && entry && entry.loadEventEnd"
    " ? performance.timeOrigin + entry.loadEventEnd : 0; })()"
)


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to its first window and to its page, processor seconds until then, and MB.

    The first window is measured where xdotool is installed; else it is None.
    """

    window: float | None
    page: float
    processor: float
    memory: float


def measure(effort: Effort) -> Result:
    """Start both in turns, each time on a fresh home folder."""
    lack = lack_of_window()
    if lack:
        return Result(name="launch", what=f"not measured: {lack}", measures=())
    times = effort.times(7, 1)
    bare: list[Start] = []
    ours: list[Start] = []
    with tempfile.TemporaryDirectory() as folder, xvfb(Path(folder, "xvfb.log")) as display:
        for number in range(times + 1):
            ones = start(BARE, debug_argument=True, display=display), start(OURS, display=display)
            if number:  # the first turn fills the caches of the disk
                bare.append(ones[0])
                ours.append(ones[1])
    pages = [median([each.page for each in found]) for found in (bare, ours)]
    processor = [median([each.processor for each in found]) for found in (bare, ours)]
    memory = [statistics.median([each.memory for each in found]) for found in (bare, ours)]
    windows = [each.window for each in ours if each.window is not None]
    return Result(
        name="launch",
        what=f"medians of {times} starts under Xvfb, a fresh home each; processor time and memory (PSS) are "
        "those of all processes a second after the page was loaded",
        measures=(
            Measure(name="bare window, start to load event", value=pages[0], unit="ms"),
            Measure(name="Fumehood, start to load event of its home page", value=pages[1], unit="ms"),
            Measure(name="launch ratio", value=pages[1] / pages[0], unit="x", at_most=SLOWER),
            *first_window(windows),
            Measure(name="bare window, processor time", value=processor[0], unit="ms"),
            Measure(name="Fumehood, processor time", value=processor[1], unit="ms"),
            Measure(name="processor time ratio", value=processor[1] / processor[0], unit="x"),
            Measure(name="bare window, memory", value=memory[0], unit="MB"),
            Measure(name="Fumehood, memory", value=memory[1], unit="MB"),
            Measure(name="memory ratio", value=memory[1] / memory[0], unit="x", at_most=LARGER),
        ),
    )


def first_window(seconds: list[float]) -> Iterator[Measure]:
    """Yield how long it takes until there is anything to see, where that could be measured."""
    if seconds:
        yield Measure(
            name="Fumehood, start to its splash", value=median(seconds), unit="ms", at_most=FIRST_WINDOW_MS
        )


def start(command: list[str], *, display: str, debug_argument: bool = False) -> Start:
    """Start a program, measure it until a second after its page was loaded, and end it."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)},
            "HOME": home,
            "DISPLAY": display,
            "FUMEHOOD_DEBUG_PORT": str(port),
        }
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # the engine refuses root otherwise
        argument = [str(port)] if debug_argument else []
        begun = time.time()
        with running([*command, *argument], environment) as process:
            window = seconds_to_window(process, environment)
            page = cdp.attach(port, containing="http://")
            loaded = float(cdp.until("the page to load", lambda: page.run(LOADED)))
            time.sleep(1)  # until what it does after loading is over
            size, processor = memory_of(process), processor_of(process)
            page.close()
        return Start(window, loaded / 1000 - begun, processor, size)


def seconds_to_window(process: psutil.Process, environment: dict[str, str]) -> float | None:
    """Return the seconds from the start of a process to its first visible window; None without xdotool."""
    if shutil.which("xdotool") is None:
        return None
    look = ["xdotool", "search", "--onlyvisible", "--pid", str(process.pid)]
    silent = subprocess.DEVNULL
    # It fails while there is none, and if a window vanishes while it looks.
    while subprocess.run(look, env=environment, check=False, stdout=silent, stderr=silent).returncode:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return None
        time.sleep(0.01)
    return time.time() - process.create_time()


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[psutil.Process]:
    """A program that is ended with all that it started."""
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdin=silent, stdout=silent, stderr=silent) as program:
        process = psutil.Process(program.pid)
        try:
            yield process
        finally:
            family = [*process.children(recursive=True), process]
            program.terminate()
            _, alive = psutil.wait_procs(family, timeout=10)
            for left in alive:
                with suppress(psutil.NoSuchProcess):
                    left.kill()


def memory_of(process: psutil.Process) -> float:
    """The proportional set size of a process and all below it, in MB."""
    total = 0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            total += one.memory_full_info().pss
    return total / 1e6


def processor_of(process: psutil.Process) -> float:
    """The processor seconds that a process and all below it have used."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            total += times.user + times.system
    return total
