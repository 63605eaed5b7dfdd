"""A process of an experiment, as the experiment reads it."""

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.handbook.undecided import Undecided
from server.runner.processes.programs import Program

LINE_SECONDS: Final = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """A process that has ended: its exit code (negative: a signal), all it printed, the seconds it took."""

    code: int
    output: str
    seconds: float


class Running:
    """A process that runs, with all its children; whatever is left of it ends with the experiment."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._name = Path(program.command[0]).name

    @property
    def output(self) -> str:
        """What it printed so far, on standard output and standard error."""
        return self._program.transcript.text

    @property
    def pid(self) -> int:
        """Its process."""
        pid = self._program.pid
        if pid is None:
            raise self._failed("could not be started")
        return pid

    @property
    def alive(self) -> bool:
        """Whether something of it still runs."""
        return self._program.alive

    def tree(self) -> list[int]:
        """Its processes as they are now: its own, and all that came of it."""
        return self._program.tree()

    def line(self, pattern: str, seconds: float = LINE_SECONDS, *, count: int = 1) -> re.Match[str]:
        """The match in the `count`-th line printed that has the pattern; undecided if none comes in time."""
        found = self._program.transcript.wait_for(pattern, seconds, count)
        if found is None:
            what = "ended" if not self.alive else f"did not say so within {seconds:g} s"
            raise self._failed(f"was expected to say {pattern!r} and {what}")
        return found

    def signal(self, number: int) -> None:
        """Send it a signal; nothing where it has ended."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def wait(self, timeout: float) -> Ran:
        """What it was, once it has ended; undecided where it has not in time."""
        if not self._program.wait(timeout):
            self._program.kill()
            raise self._failed(f"did not end within {timeout:g} s")
        return self._ran()

    def stop(self) -> Ran:
        """Ask it and its children to end, kill what does not, and say what it was."""
        self._program.stop()
        return self._ran()

    def kill(self) -> Ran:
        """End it and its children at once, and say what it was."""
        self._program.kill()
        return self._ran()

    def _ran(self) -> Ran:
        if self._program.code is None:
            raise self._failed("came to an unknown end")
        return Ran(code=self._program.code, output=self.output, seconds=self._program.seconds)

    def _failed(self, what: str) -> Undecided:
        said = self._program.why or next(
            (line.strip() for line in reversed(self.output.split("\n")) if line.strip()), ""
        )
        words = f"; the last it said was: {said}" if said else ""
        return Undecided(f"{self._name} {what}{words}.", "Run the experiment again, or restore the lab.")
