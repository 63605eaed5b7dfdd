"""The programs of one experiment: the lab's interpreter, and what else the machine has."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.handbook.bench.process_handle import Ran, Running
from server.handbook.undecided import Undecided
from server.runner.processes.environment import program_environment
from server.runner.processes.programs import Program, Programs
from server.runner.processes.python_command import python_command
from server.runner.processes.scratch_folders import ScratchFolders, temporary

# Where servers are installed, which is not on everybody's PATH.
SYSTEM_FOLDERS: Final = ("/usr/local/sbin", "/usr/sbin", "/sbin", "/opt/homebrew/bin", "/usr/local/bin")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """Where the processes of a lab run: its interpreter, None being ours, and its files."""

    programs: Programs
    scratch: ScratchFolders
    python: Path | None
    folder: Path


class Processes:
    """Starts processes for one experiment, and ends all of them with it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._folders: list[Path] = []
        self._scratch: Path | None = None
        self._temporary: Path | None = None
        self._started: list[Program] = []

    @property
    def scratch(self) -> Path:
        """An empty folder that goes with the experiment."""
        if self._scratch is None:
            self._scratch = self._folder()
        return self._scratch

    def python(
        self, args: tuple[str, ...], env: Mapping[str, str], stdin: bytes, cwd: Path | None, timeout: float
    ) -> Ran:
        """Run the lab's interpreter to its end."""
        command = python_command(self._ground.python, *args)
        return self._run(command, env, stdin, cwd, timeout)

    def start(self, args: tuple[str, ...], env: Mapping[str, str], cwd: Path | None) -> Running:
        """Start the lab's interpreter and leave it running."""
        return Running(self._start(python_command(self._ground.python, *args), env, b"", cwd))

    def run_program(  # noqa: PLR0913, PLR0917 - the bench's method has them as named options
        self,
        name: str,
        args: tuple[str, ...],
        install: str,
        env: Mapping[str, str],
        stdin: bytes,
        cwd: Path | None,
        timeout: float,
    ) -> Ran:
        """Run a program of this machine to its end."""
        return self._run([find(name, install), *args], env, stdin, cwd, timeout)

    def start_program(
        self, name: str, args: tuple[str, ...], install: str, env: Mapping[str, str], cwd: Path | None
    ) -> Running:
        """Start a program of this machine and leave it running."""
        return Running(self._start([find(name, install), *args], env, b"", cwd))

    def close(self) -> None:
        """End what still runs, and remove the folders."""
        running = [program for program in self._started if program.alive]
        for program in running:
            program.begin_to_kill()
        for program in running:
            program.kill()
        for folder in self._folders:
            self._ground.scratch.remove(folder)

    def _run(
        self, command: list[str], env: Mapping[str, str], stdin: bytes, cwd: Path | None, timeout: float
    ) -> Ran:
        return Running(self._start(command, env, stdin, cwd)).wait(timeout)

    def _start(self, command: list[str], env: Mapping[str, str], stdin: bytes, cwd: Path | None) -> Program:
        if self._temporary is None:
            self._temporary = self._folder()
        environment = program_environment(self._ground.python) | temporary(self._temporary) | dict(env)
        try:
            program = self._ground.programs.start(
                command, environment, folder=cwd or self._ground.folder, input=self._input(stdin)
            )
        except OSError as error:
            raise Undecided(
                f"{command[0]} could not be started: {error}.", "Close other programs and try again."
            ) from error
        self._started.append(program)
        return program

    def _input(self, stdin: bytes) -> Path:
        if not stdin:
            return Path(os.devnull)
        path = self._folder() / "stdin"
        path.write_bytes(stdin)
        return path

    def _folder(self) -> Path:
        folder = self._ground.scratch.make()
        self._folders.append(folder)
        return folder


def find(name: str, install: str) -> str:
    """Where a program of this machine lies; undecided, with the line that installs it, where it is not."""
    path = os.pathsep.join((os.environ.get("PATH", ""), *SYSTEM_FOLDERS))
    found = shutil.which(name, path=path)
    if found is None:
        raise Undecided(f"This machine has no {name}.", f"Install it: {install}")
    return found
