"""Start the processes of one experiment, and end what is left of them with it."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from server.handbook.bench.process_handle import Ran, Running
from server.handbook.undecided import Undecided
from server.i18n import gettext as _
from server.runner.processes.environment import program_environment
from server.runner.processes.scratch_folders import ScratchFolders, temporary_variables
from server.runner.processes.supervised_programs import Program, Programs

# Folders where servers are installed and which are not on every user's PATH.
SYSTEM_FOLDERS: Final = ("/usr/local/sbin", "/usr/sbin", "/sbin", "/opt/homebrew/bin", "/usr/local/bin")


class Processes:
    """The processes of one experiment, which run in `folder` if a call names no other.

    `python` is the interpreter whose environment they get, None for ours. All processes share one folder for
    temporary files.
    """

    def __init__(
        self, programs: Programs, scratch_folders: ScratchFolders, *, python: Path | None, folder: Path
    ) -> None:
        self._programs = programs
        self._scratch_folders = scratch_folders
        self._python = python
        self._folder = folder
        self._folders: list[Path] = []
        self._scratch: Path | None = None
        self._temporary: Path | None = None
        self._started: list[Program] = []

    @property
    def scratch(self) -> Path:
        """An empty folder, created on first use and removed by `close`."""
        if self._scratch is None:
            self._scratch = self._make_folder()
        return self._scratch

    def run(
        self,
        command: list[str],
        *,
        env: Mapping[str, str],
        stdin: bytes,
        cwd: Path | None,
        timeout: float,
    ) -> Ran:
        """Run a command to its end; Undecided if it takes longer than `timeout` seconds."""
        return self.start(command, env=env, stdin=stdin, cwd=cwd).wait(timeout)

    def start(
        self, command: list[str], *, env: Mapping[str, str], stdin: bytes = b"", cwd: Path | None
    ) -> Running:
        """Start a command and leave it running; Undecided if the system cannot start it."""
        if self._temporary is None:
            self._temporary = self._make_folder()
        environment = program_environment(self._python) | temporary_variables(self._temporary) | dict(env)
        try:
            program = self._programs.start(
                command, environment, folder=cwd or self._folder, input=self._input_file(stdin)
            )
        except OSError as error:
            raise Undecided(
                _("%(program)s could not be started: %(error)s.", program=command[0], error=error),
                _("Close other programs and try again."),
            ) from error
        self._started.append(program)
        return Running(program)

    def close(self) -> None:
        """Kill what still runs, and remove the folders."""
        running = [program for program in self._started if program.is_alive]
        for program in running:
            program.request_kill()
        for program in running:
            program.kill()
        for folder in self._folders:
            self._scratch_folders.remove(folder)

    def _input_file(self, stdin: bytes) -> Path:
        if not stdin:
            return Path(os.devnull)
        path = self._make_folder() / "stdin"
        path.write_bytes(stdin)
        return path

    def _make_folder(self) -> Path:
        folder = self._scratch_folders.make()
        self._folders.append(folder)
        return folder


def find_program(name: str, install: str) -> str:
    """Return the path of a program of this machine; Undecided, with the `install` command, if it has none."""
    path = os.pathsep.join((os.environ.get("PATH", ""), *SYSTEM_FOLDERS))
    program = shutil.which(name, path=path)
    if program is None:
        raise Undecided(
            _("This machine has no %(program)s.", program=name),
            _("Install it: %(command)s", command=install),
        )
    return program
