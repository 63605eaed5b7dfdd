"""The real program, attacked by many tests in turn."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.support.fumehood_process import link_of, running
from tests.support.raw_workbench import RawWorkbench


@dataclass(frozen=True, slots=True)
class Served:
    """A running `fumehood serve`, its home folder and a client with its session; a lab's app is open."""

    workbench: RawWorkbench
    bench: str  # the path of the bench of the open app
    home: Path
    process: psutil.Process

    def nothing_happened(self) -> bool:
        """Return whether the app that was opened still runs and is the newest."""
        ours = self.workbench
        # The address also names the exchange to go on with.
        newest = ours.send("GET", "/bench").headers.get("location", "").partition("?")[0]
        return newest == self.bench and f"{self.bench}/stop" in ours.send("GET", self.bench).text


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One running program for all tests of a worker."""
    home = tmp_path_factory.mktemp("served")
    with running(home, "serve") as process:
        workbench = RawWorkbench(link_of(process))
        bench = workbench.send("POST", "/try").headers["hx-redirect"].partition("?")[0]
        yield Served(workbench, bench, home, psutil.Process(process.pid))
        process.terminate()
        process.wait(60)
