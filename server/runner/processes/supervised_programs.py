"""Runs programs for experiments, each with its children under a supervisor."""

import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from server.runner.processes.limits import Limits
from server.runner.processes.output_buffer import OutputBuffer
from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.processes.supervised_process import ProcessPlacement, SupervisedProcess

LIMITS: Final = Limits(stop_seconds=3.0, open_files=10240)
# The guests that answer the requests of other experiments have priority.
NICENESS: Final = 5
END_SECONDS: Final = 8.0


class Program:
    """One program and its children, which end by themselves, by `stop`, by `kill`, or with Fumehood.

    `code` is the exit code once it has ended, negative for a signal and None where it is unknown;
    `start_error` says why it could not be started; `seconds` is how long it ran.
    """

    def __init__(
        self, command: list[str], environment: Mapping[str, str], limits: Limits, placement: ProcessPlacement
    ) -> None:
        self.command = command
        self.output_buffer = OutputBuffer()
        self.code: int | None = None
        self.start_error = ""
        self.seconds = 0.0
        self._started_at = time.perf_counter()
        self._ended = threading.Event()
        self._process = SupervisedProcess(
            command, environment, b"\n", limits, self._exited, placement=placement, sink=self.output_buffer
        )

    @property
    def pid(self) -> int | None:
        """The process id, once it is known; None if the program could not be started."""
        self._process.started.wait(END_SECONDS)
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether a process of it still runs."""
        return not self._ended.is_set()

    def tree(self) -> list[int]:
        """Return the ids of its processes now: the first one and all below it."""
        return self._process.tree()

    def wait(self, seconds: float) -> bool:
        """Wait at most `seconds`; return whether it has ended with all its children."""
        return self._ended.wait(seconds)

    def stop(self, seconds: float = END_SECONDS) -> bool:
        """Ask its processes to end, and kill those that do not; return whether none is left."""
        self._process.end()
        return self._close(seconds)

    def kill(self, seconds: float = END_SECONDS) -> bool:
        """Kill its processes; return whether none is left."""
        self.request_kill()
        return self._close(seconds)

    def request_kill(self) -> None:
        """Kill its processes; return at once."""
        self._process.kill_tree()
        self._process.end()

    def _close(self, seconds: float) -> bool:
        if not self._ended.wait(seconds):
            self._process.kill()
        return self._ended.wait(1.0)

    def _exited(self, code: int | None, start_error: str) -> None:
        self.seconds = time.perf_counter() - self._started_at
        self.code, self.start_error = code, start_error
        self.output_buffer.end()
        self._ended.set()


class Programs:
    """Starts programs, and ends those that still run at `close`; safe between threads."""

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
        """Start a program in `folder` with the file `input` as its standard input.

        OSError where the system cannot start a process, RuntimeError after `close`.
        """
        placement = ProcessPlacement(folder=folder, input=input, nice=NICENESS, scratch=self._scratch.root)
        with self._lock:
            if self._closed:
                raise RuntimeError("the programs are closed")
            self._running = [program for program in self._running if program.is_alive]
            program = Program(command, environment, limits, placement)
            self._running.append(program)
        return program

    def close(self, seconds: float) -> None:
        """Kill all programs within about `seconds`, and start no more."""
        with self._lock:
            self._closed = True
            running = [program for program in self._running if program.is_alive]
        for program in running:
            program.request_kill()
        limit = time.monotonic() + seconds
        for program in running:
            program.kill(max(limit - time.monotonic(), 0.05))
