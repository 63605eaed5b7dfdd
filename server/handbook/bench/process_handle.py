"""What an experiment gets for a process it starts: a handle while it runs, the result once it has ended."""

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.handbook.undecided import Undecided
from server.i18n import gettext as _
from server.runner.processes.supervised_programs import Program

LINE_SECONDS: Final = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """A process that has ended: its exit code (negative: a signal), its output, and the seconds it took."""

    code: int
    output: str
    seconds: float


class Running:
    """A process that was started, with all its children; what is left of it ends with the experiment."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._name = Path(program.command[0]).name

    @property
    def output(self) -> str:
        """What it has printed so far on standard output and standard error."""
        return self._program.output_buffer.text

    @property
    def pid(self) -> int:
        """The process id; Undecided if the process could not be started."""
        pid = self._program.pid
        if pid is None:
            raise self._undecided(_("%(program)s could not be started", program=self._name))
        return pid

    @property
    def alive(self) -> bool:
        """Whether the process or one of its children still runs."""
        return self._program.is_alive

    def tree(self) -> list[int]:
        """Return the ids of the process and of all its descendants that run now."""
        return self._program.tree()

    def line(self, pattern: str, seconds: float = LINE_SECONDS, *, count: int = 1) -> re.Match[str]:
        """Return the match in the `count`-th printed line that has the pattern; Undecided after `seconds`."""
        match = self._program.output_buffer.wait_for(pattern, seconds, count)
        if match is not None:
            return match
        if self.alive:
            raise self._undecided(
                _(
                    "%(program)s was expected to print %(pattern)s and did not within %(seconds)g s",
                    program=self._name,
                    pattern=repr(pattern),
                    seconds=seconds,
                )
            )
        raise self._undecided(
            _(
                "%(program)s was expected to print %(pattern)s and ended",
                program=self._name,
                pattern=repr(pattern),
            )
        )

    def signal(self, number: int) -> None:
        """Send it a signal; do nothing if it has ended."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def wait(self, timeout: float) -> Ran:
        """Return the result once it has ended; kill it after `timeout` seconds, which is Undecided."""
        if not self._program.wait(timeout):
            self._program.kill()
            raise self._undecided(
                _("%(program)s did not end within %(seconds)g s", program=self._name, seconds=timeout)
            )
        return self._result()

    def stop(self) -> Ran:
        """Ask it and its children to end, kill what does not, and return the result."""
        self._program.stop()
        return self._result()

    def kill(self) -> Ran:
        """Kill it and its children, and return the result."""
        self._program.kill()
        return self._result()

    def _result(self) -> Ran:
        if self._program.code is None:
            raise self._undecided(_("%(program)s ended without an exit code", program=self._name))
        return Ran(code=self._program.code, output=self.output, seconds=self._program.seconds)

    def _undecided(self, what: str) -> Undecided:
        """Return an Undecided for that sentence without its full stop; the last line printed is added."""
        last = self._program.start_error or next(
            (line.strip() for line in reversed(self.output.split("\n")) if line.strip()), ""
        )
        reason = _("%(what)s; the last line it printed was: %(line)s.", what=what, line=last)
        return Undecided(reason if last else f"{what}.", _("Run the experiment again, or restore the lab."))
