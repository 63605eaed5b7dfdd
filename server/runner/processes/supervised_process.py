"""A guest's process and its keeper, as Fumehood holds them."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from server.runner.processes.environment import keeper_environment
from server.runner.processes.limits import Limits
from server.runner.processes.output_tail import OutputSink, OutputTail, read_into
from server.runner.processes.process_tree import descendants
from server.runner.processes.python_command import script_command

SUPERVISOR: Final = Path(__file__).with_name("supervisor.py")
# The watcher ends a tree that holds too much; the bound on one process is there for what is faster than it.
# By this variable the processes of a guest are known again when their keeper is gone.
MARK: Final = "FUMEHOOD_GUEST"
HEADROOM: Final = 256 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessPlacement:
    """Where a process stands: its working `folder`, the file that is its standard `input`, its `nice`ness.

    `scratch` is a folder that must not outlive Fumehood.
    """

    folder: Path | None = None
    input: Path | None = None
    nice: int = 0
    scratch: Path | None = None

    @property
    def settings(self) -> dict[str, str | int]:
        """What the keeper is told of it."""
        paths = {"folder": self.folder, "input": self.input, "scratch": self.scratch}
        return {"nice": self.nice, **{name: str(path) for name, path in paths.items() if path is not None}}


class SupervisedProcess:
    """One process tree: started at once, ended by `end`, by itself, or with Fumehood.

    `line` goes to the guest's standard input; what it prints goes into `sink`, or `tail` without one.
    `on_exit` is called once, on a thread of this object, when the tree is gone: with the exit code (negative:
    a signal, None: unknown) and, if so, why it could not start.
    """

    def __init__(  # noqa: PLR0913 - the last two are named options
        self,
        command: list[str],
        environment: Mapping[str, str],
        line: bytes,
        limits: Limits,
        on_exit: Callable[[int | None, str], None],
        *,
        place: ProcessPlacement = ProcessPlacement(),
        sink: OutputSink | None = None,
    ) -> None:
        self.tail = OutputTail(limits.output_lines)
        self.pid: int | None = None
        self.begun = threading.Event()
        self.ended = threading.Event()
        self._sink = sink or self.tail
        self._known: dict[int, float] = {}
        self._on_exit = on_exit
        self._mark = secrets.token_hex(8)
        self._lock = threading.Lock()
        settings = {
            "files": limits.open_files,
            "data": (limits.memory_mb << 20) + HEADROOM,
            "grace": limits.stop_seconds,
            "environment": {**environment, MARK: self._mark},
            **place.settings,
        }
        self._keeper = subprocess.Popen(  # noqa: S603 - the command is ours
            script_command(None, SUPERVISOR, *command, options=("-I", "-S")),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=SUPERVISOR.anchor,
            env=keeper_environment(),
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._write(json.dumps(settings).encode() + b"\n" + line)
        self._reader = threading.Thread(target=self._read_output, name="guest-output", daemon=True)
        self._reader.start()
        threading.Thread(target=self._keep, name="guest-process", daemon=True).start()

    def end(self) -> None:
        """Ask the keeper to end the tree; returns at once."""
        with self._lock, contextlib.suppress(OSError):
            if self._keeper.stdin is not None:
                self._keeper.stdin.close()
            if os.name == "posix":
                # A guest may have stopped its keeper.
                self._keeper.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the keeper itself and all that is known of the tree; for when it does not answer in time."""
        self.tree()
        self._keeper.kill()

    def kill_tree(self) -> None:
        """End every process of the guest at once; the keeper sees it and ends too."""
        for pid in self.tree():
            with contextlib.suppress(psutil.Error):
                psutil.Process(pid).kill()

    def tree(self) -> list[int]:
        """The guest's processes as they are now, the keeper not counted."""
        found = descendants(self._keeper.pid)
        if set(found) != self._known.keys():
            # By its time of birth a process is known again when its number may have passed to another.
            known = {}
            for pid in found:
                with contextlib.suppress(psutil.Error):
                    known[pid] = self._known.get(pid) or psutil.Process(pid).create_time()
            self._known = known
        return found

    def _write(self, data: bytes) -> None:
        assert self._keeper.stdin is not None  # noqa: S101 - it was asked for
        with contextlib.suppress(OSError):
            self._keeper.stdin.write(data)

    def _read_output(self) -> None:
        assert self._keeper.stderr is not None  # noqa: S101 - it was asked for
        with self._keeper.stderr as stream:
            read_into(stream.fileno(), self._sink)

    def _keep(self) -> None:
        """Follow the keeper's reports, then see to it that nothing is left."""
        code: int | None = None
        why = ""
        assert self._keeper.stdout is not None  # noqa: S101 - it was asked for
        with self._keeper.stdout as reports:
            for report in reports:
                said = _read_report(report)
                code = said.get("exit", code)
                why = said.get("error", why)
                self.pid = said.get("pid", self.pid)
                self.begun.set()
        self._keeper.wait()
        self.end()
        if code is None:
            self._sweep()
        self._reader.join(1.0)
        self.begun.set()
        self.ended.set()
        self._on_exit(code, why)

    def _sweep(self) -> None:
        """End what a killed keeper left: the processes seen last, and those that carry this guest's mark."""
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                known = self._known.get(process.pid) == process.create_time()
                if known or process.environ().get(MARK) == self._mark:
                    process.kill()


def _read_report(line: bytes) -> dict[str, Any]:
    """What the keeper said; a guest that writes into its keeper's pipe is not listened to."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    kinds = {"exit": int, "pid": int, "error": str}
    return {
        name: said[name]
        for name, kind in kinds.items()
        if isinstance(said, dict) and type(said.get(name)) is kind
    }
