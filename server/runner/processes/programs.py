"""Programs that run for an experiment, each with all its children under a keeper."""

import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from server.runner.processes.limits import Limits
from server.runner.processes.output_log import OutputLog
from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.processes.supervised_process import ProcessPlacement, SupervisedProcess

LIMITS: Final = Limits(stop_seconds=3.0, open_files=10240)
# What answers the requests of other labs meanwhile goes first.
NICE: Final = 5
END_SECONDS: Final = 8.0


class Program:
    """One program and its children: it ends by itself, by `stop`, by `kill`, or with Fumehood."""

    def __init__(
        self, command: list[str], environment: Mapping[str, str], limits: Limits, place: ProcessPlacement
    ) -> None:
        self.command = command
        self.transcript = OutputLog()
        self.code: int | None = None
        self.why = ""
        self.seconds = 0.0
        self._began = time.perf_counter()
        self._over = threading.Event()
        self._process = SupervisedProcess(
            command, environment, b"\n", limits, self._exited, place=place, sink=self.transcript
        )

    @property
    def pid(self) -> int | None:
        """Its process, once the system has said; None where it could not be started."""
        self._process.begun.wait(END_SECONDS)
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether something of it still runs."""
        return not self._over.is_set()

    def tree(self) -> list[int]:
        """Its processes as they are now, the first one and all below it."""
        return self._process.tree()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended with all its children, after `seconds` at most."""
        return self._over.wait(seconds)

    def stop(self, seconds: float = END_SECONDS) -> bool:
        """Ask all of it to end, and see to it that it does; whether nothing is left."""
        self._process.end()
        return self._close(seconds)

    def kill(self, seconds: float = END_SECONDS) -> bool:
        """End all of it at once; whether nothing is left."""
        self.begin_to_kill()
        return self._close(seconds)

    def begin_to_kill(self) -> None:
        """The same without waiting for it."""
        self._process.kill_tree()
        self._process.end()

    def _close(self, seconds: float) -> bool:
        if not self._over.wait(seconds):
            self._process.kill()
        return self._over.wait(1.0)

    def _exited(self, code: int | None, why: str) -> None:
        self.seconds = time.perf_counter() - self._began
        self.code, self.why = code, why
        self.transcript.end()
        self._over.set()


class Programs:
    """Starts programs, and ends those that still run when it is closed; safe between threads."""

    def __init__(self, scratch: ScratchFolders) -> None:
        self._scratch = scratch
        self._lock = threading.Lock()
        self._running: list[Program] = []
        self._closed = False

    def start(
        self,
        command: list[str],
        environment: Mapping[str, str],
        *,
        folder: Path,
        input: Path = Path(os.devnull),  # noqa: A002 - it is the program's input, and a value
        limits: Limits = LIMITS,
    ) -> Program:
        """Start a program in `folder`, its standard input being the file `input`.

        OSError where the system starts no process at all, RuntimeError once it is closed.
        """
        place = ProcessPlacement(folder=folder, input=input, nice=NICE, scratch=self._scratch.root)
        with self._lock:
            if self._closed:
                raise RuntimeError("the guests are closed")
            self._running = [program for program in self._running if program.alive]
            program = Program(command, environment, limits, place)
            self._running.append(program)
        return program

    def close(self, seconds: float) -> None:
        """End everything and start nothing more, within `seconds`."""
        with self._lock:
            self._closed = True
            running = [program for program in self._running if program.alive]
        for program in running:
            program.begin_to_kill()
        limit = time.monotonic() + seconds
        for program in running:
            program.kill(max(limit - time.monotonic(), 0.05))
