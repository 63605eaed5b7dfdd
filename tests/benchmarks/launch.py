"""From process start to a usable home page, its processor time and memory, against a bare window.

Both are started from the source tree and as bundles, and with the files in the system's cache and without.
"""

import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.result import Effort, Measure, Result, median
from tests.benchmarks.window_start import Start, WindowProgram, forget_files, start
from tests.bundle.cache import cached_bundle
from tests.bundle.conftest import build
from tests.machine import lack_of_window, xvfb
from tests.sources import ROOT

SLOWER, LARGER = 1.25, 1.2
FIRST_WINDOW_MS = 300
HELLO: Final = Path(__file__).parent / "apps" / "window.py"
PYTHON_FOLDERS: Final = (Path(sysconfig.get_path("stdlib")), Path(sysconfig.get_path("purelib")))


def measure(effort: Effort) -> Result:
    """Compare the source trees, with the files in the cache."""
    return _compared("launch", *_from_source(), effort, cold=False)


def measure_cold(effort: Effort) -> Result:
    """Compare the source trees, with the files out of the cache."""
    return _compared("launch-cold", *_from_source(), effort, cold=True)


def measure_bundle(effort: Effort) -> Result:
    """Compare bundles that PyInstaller has made, with the files in the cache."""
    return _bundles_compared("launch-bundle", effort, cold=False)


def measure_cold_bundle(effort: Effort) -> Result:
    """Compare bundles that PyInstaller has made, with the files out of the cache."""
    return _bundles_compared("launch-bundle-cold", effort, cold=True)


def _from_source() -> tuple[WindowProgram, WindowProgram]:
    """Return the bare window and Fumehood, as the interpreter of the environment runs them."""
    own = tuple(ROOT / name for name in ("desktop", "server", "static", "templates"))
    return (
        WindowProgram((sys.executable, str(HELLO)), PYTHON_FOLDERS, debug_argument=True),
        WindowProgram((sys.executable, "-m", "desktop"), (*PYTHON_FOLDERS, *own)),
    )


def _bundles_compared(name: str, effort: Effort, *, cold: bool) -> Result:
    lack = "building two bundles is left out by --quick" if effort.quick else lack_of_window()
    if lack:
        return Result(name=name, what=f"not measured: {lack}", measures=())
    built = os.environ.get("FUMEHOOD_BUNDLE")
    folder = Path(built) if built else cached_bundle(build)
    with tempfile.TemporaryDirectory() as work:
        hello = _hello_bundle(Path(work))
        bare = WindowProgram((str(hello / "window"),), (hello,), debug_argument=True)
        ours = WindowProgram((str(folder / "fumehood"),), (folder,))
        return _compared(name, bare, ours, effort, cold=cold)


def _hello_bundle(work: Path) -> Path:
    """Build a bundle of the bare window, without the Qt toolkits that Fumehood's own leaves out as well."""
    command = [sys.executable, "-m", "PyInstaller", str(HELLO), "--noconfirm", "--log-level=ERROR", "--strip"]
    left_out = ("gi", "PyQt5", "PyQt6", "PySide2", "cefpython3", "clr")
    places = [f"--{name}path={work / name}" for name in ("dist", "work", "spec")]
    excluded = [f"--exclude-module={name}" for name in left_out]
    subprocess.run([*command, *places, *excluded], check=True, capture_output=True)
    return work / "dist" / "window"


def _compared(name: str, bare: WindowProgram, ours: WindowProgram, effort: Effort, *, cold: bool) -> Result:
    """Start both in turns, each time on a fresh home folder."""
    lack = lack_of_window()
    if lack:
        return Result(name=name, what=f"not measured: {lack}", measures=())
    times = effort.times(5 if cold else 7, 1)
    starts: tuple[list[Start], list[Start]] = ([], [])
    with tempfile.TemporaryDirectory() as folder, xvfb(Path(folder, "xvfb.log")) as display:
        for number in range(times + 1):
            for program, found in zip((bare, ours), starts, strict=True):
                if cold:
                    forget_files(program.folders)
                one = start(program, display=display)
                if number:  # the first turn writes bytecode and fills the cache
                    found.append(one)
    cache = "no file in the cache of the system" if cold else "the files in the cache of the system"
    return Result(
        name=name,
        what=f"medians of {times} starts under Xvfb, a fresh home each, {cache}; processor time and memory "
        "(PSS) are those of all processes a second after the page was loaded",
        measures=tuple(_measures(*starts)),
    )


def _measures(bare: list[Start], ours: list[Start]) -> Iterator[Measure]:
    pages = [median([each.page for each in found]) for found in (bare, ours)]
    processor = [median([each.processor for each in found]) for found in (bare, ours)]
    memory = [statistics.median([each.memory for each in found]) for found in (bare, ours)]
    yield Measure(name="bare window, start to load event", value=pages[0], unit="ms")
    yield Measure(name="Fumehood, start to load event of its home page", value=pages[1], unit="ms")
    yield Measure(name="launch ratio", value=pages[1] / pages[0], unit="x", at_most=SLOWER)
    windows = [each.window for each in ours if each.window is not None]
    if windows:
        yield Measure(
            name="Fumehood, start to its splash", value=median(windows), unit="ms", at_most=FIRST_WINDOW_MS
        )
    yield Measure(name="bare window, processor time", value=processor[0], unit="ms")
    yield Measure(name="Fumehood, processor time", value=processor[1], unit="ms")
    yield Measure(name="processor time ratio", value=processor[1] / processor[0], unit="x")
    yield Measure(name="bare window, memory", value=memory[0], unit="MB")
    yield Measure(name="Fumehood, memory", value=memory[1], unit="MB")
    yield Measure(name="memory ratio", value=memory[1] / memory[0], unit="x", at_most=LARGER)
