"""The start of a program with a window: when it can be used, and what it costs until then."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from tests.support.window import cdp

# An installed program begins from bytecode, which the first turn writes where it is missing.
LEFT_OUT: Final = ("XDG_", "PYTHONDONTWRITEBYTECODE")
# When the page's load event was over, in milliseconds since the epoch; our scripts have run by then.
LOADED: Final = (
    "(() => { const entry = performance.getEntriesByType('navigation')[0];"
    " return location.protocol === 'http:' && !location.search && entry && entry.loadEventEnd"
    " ? performance.timeOrigin + entry.loadEventEnd : 0; })()"
)


@dataclass(frozen=True, slots=True)
class WindowProgram:
    """A program with a window: its command, and the folders with what it reads while it starts.

    One that takes no environment variable gets the number of its DevTools port as its last argument.
    """

    command: tuple[str, ...]
    folders: tuple[Path, ...]
    debug_argument: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to its first window and to its page, processor seconds until then, and MB.

    The first window is measured where xdotool is installed; else it is None.
    """

    window: float | None
    page: float
    processor: float
    memory: float


def forget_files(folders: Iterable[Path]) -> None:
    """Drop the pages of all files below the folders from the file cache of the system, as after a boot."""
    os.sync()
    for folder in folders:
        for place, _folders, names in os.walk(folder):
            for name in names:
                with suppress(OSError), open(os.path.join(place, name), "rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def start(program: WindowProgram, *, display: str) -> Start:
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
        argument = [str(port)] if program.debug_argument else []
        begun = time.time()
        with running([*program.command, *argument], environment) as process:
            window = seconds_to_window(process, environment, begun)
            page = cdp.attach(port, containing="http://")
            loaded = float(cdp.until("the page to load", lambda: page.run(LOADED)))
            time.sleep(1)  # until what it does after loading is over
            size, processor = memory_of(process), processor_of(process)
            page.close()
        return Start(window, loaded / 1000 - begun, processor, size)


def seconds_to_window(process: psutil.Process, environment: dict[str, str], begun: float) -> float | None:
    """Return the seconds from `begun` to the first visible window of a process; None without xdotool.

    The system's own time of the start would be up to a second wrong: that of the boot has no fractions.
    """
    if shutil.which("xdotool") is None:
        return None
    look = ["xdotool", "search", "--onlyvisible", "--pid", str(process.pid)]
    silent = subprocess.DEVNULL
    # It fails while there is none, and if a window vanishes while it looks.
    while subprocess.run(look, env=environment, check=False, stdout=silent, stderr=silent).returncode:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return None
        time.sleep(0.01)
    return time.time() - begun


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
