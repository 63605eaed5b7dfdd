"""A process tree under a supervisor, seen from Fumehood's side."""

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from server.runner.processes.environment import own_script_environment
from server.runner.processes.exit_watch import ends_before_readable
from server.runner.processes.forked_supervisor import ForkedSupervisor
from server.runner.processes.limits import Limits
from server.runner.processes.output_tail import OutputSink, OutputTail, read_into
from server.runner.processes.process_mark import ProcessMark
from server.runner.processes.process_tree import descendants
from server.runner.processes.python_command import script_command
from server.runner.processes.report_lines import report_lines

SUPERVISOR: Final = Path(__file__).with_name("supervisor.py")
# The limits monitor ends a tree that holds too much memory; this bound stops a single process that is faster.
HEADROOM_BYTES: Final = 256 << 20
# The system reserves so much for the stack of a thread, which uses a small part of it. A request that has
# become a websocket has two threads.
STACK_BYTES: Final = 8 << 20
THREADS_PER_REQUEST: Final = 2
LEFTOVER_SECONDS: Final = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessPlacement:
    """Where and how a process runs: working `folder`, file for the standard `input`, `nice` value.

    `scratch` is a folder that the supervisor removes if Fumehood is gone.
    """

    folder: Path | None = None
    input: Path | None = None
    nice: int = 0
    scratch: Path | None = None

    @property
    def settings(self) -> dict[str, str | int]:
        """The settings for the supervisor."""
        paths = {"folder": self.folder, "input": self.input, "scratch": self.scratch}
        return {"nice": self.nice, **{name: str(path) for name, path in paths.items() if path is not None}}


def start_supervisor(command: list[str]) -> "subprocess.Popen[bytes]":
    """Start the program that supervises `command`."""
    return subprocess.Popen(  # noqa: S603 - the command is ours
        script_command(None, SUPERVISOR, *command, options=("-I", "-S")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        cwd=SUPERVISOR.anchor,
        env=own_script_environment(),
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class SupervisedProcess:
    """One process tree: started at once, and ended by `end`, by itself, or with Fumehood.

    `line` is written to its standard input; its output goes to `sink`, or to `tail` without one.
    `on_exit` is called once, on a thread of this object, when no process is left: with the exit code
    (negative for a signal, None where it is unknown) and the reason why it could not be started, or "".
    `supervisor` was forked beforehand; without one, a program is started that runs `command`.
    """

    def __init__(  # noqa: PLR0913 - the last two are named options
        self,
        command: list[str],
        environment: Mapping[str, str],
        line: bytes,
        limits: Limits,
        on_exit: Callable[[int | None, str], None],
        *,
        placement: ProcessPlacement = ProcessPlacement(),
        sink: OutputSink | None = None,
        supervisor: ForkedSupervisor | None = None,
    ) -> None:
        self.tail = OutputTail(limits.output_lines)
        self.pid: int | None = None
        self.started = threading.Event()
        self.ended = threading.Event()
        self._sink = sink or self.tail
        self._birth_times: dict[int, float] = {}
        self._on_exit = on_exit
        self._mark = ProcessMark(
            (limits.memory_mb << 20) + HEADROOM_BYTES + limits.threads * THREADS_PER_REQUEST * STACK_BYTES
        )
        self._lock = threading.Lock()
        # The process that starts the guest, where it is not the one that we start.
        self._below_guard: int | None = None
        settings = {
            "files": limits.open_files,
            "data": self._mark.data,
            "grace": limits.stop_seconds,
            "environment": {**environment, **self._mark.variables},
            **placement.settings,
        }
        self._supervisor = supervisor or start_supervisor(command)
        self._write(json.dumps(settings).encode() + b"\n" + line)
        self._reader = threading.Thread(target=self._read_output, name="guest-output", daemon=True)
        self._reader.start()
        threading.Thread(target=self._watch, name="guest-process", daemon=True).start()

    def end(self) -> None:
        """Ask the supervisor to end the tree; return at once."""
        with self._lock, contextlib.suppress(OSError):
            if self._supervisor.stdin is not None:
                self._supervisor.stdin.close()
            self._continue()

    def kill(self) -> None:
        """Kill the supervisor and what is known of the tree, if it did not end the tree in time."""
        self.kill_tree()
        if self._below_guard is not None:
            with contextlib.suppress(psutil.Error):
                psutil.Process(self._below_guard).kill()
        self._supervisor.kill()

    def kill_tree(self) -> None:
        """Kill every process of the tree; the supervisor then ends too."""
        for pid in self.tree():
            with contextlib.suppress(psutil.Error):
                psutil.Process(pid).kill()

    def tree(self) -> list[int]:
        """Return the ids of the processes now, without the supervisor."""
        pids = [pid for pid in descendants(self._supervisor.pid) if pid != self._below_guard]
        if set(pids) != self._birth_times.keys():
            # The birth time tells a process from a later one that got the same id.
            birth_times = {}
            for pid in pids:
                with contextlib.suppress(psutil.Error):
                    birth_times[pid] = self._birth_times.get(pid) or psutil.Process(pid).create_time()
            self._birth_times = birth_times
        return pids

    def _write(self, data: bytes) -> None:
        assert self._supervisor.stdin is not None  # noqa: S101 - it is a pipe
        with contextlib.suppress(OSError):
            self._supervisor.stdin.write(data)

    def _read_output(self) -> None:
        assert self._supervisor.stderr is not None  # noqa: S101 - it is a pipe
        with self._supervisor.stderr as stream:
            read_into(stream.fileno(), self._sink)

    def _watch(self) -> None:
        """Read the supervisor's reports until it ends, then make sure that no process is left."""
        code: int | None = None
        start_error = ""
        assert self._supervisor.stdout is not None  # noqa: S101 - it is a pipe
        with self._supervisor.stdout as reports:
            descriptor = reports.fileno()
            for report in report_lines(descriptor, self._wait_for_report):
                values = _read_report(report)
                code = values.get("exit", code)
                start_error = values.get("error", start_error)
                self.pid = values.get("pid", self.pid)
                # The first report comes before the guest is started, which could write others.
                if self._below_guard is None:
                    self._below_guard = values.get("supervisor", 0)
                if self.pid is not None or start_error:
                    self.started.set()
        if self._supervisor.wait() and not start_error:
            # The supervisor was killed: the code may have been written by the guest.
            code = None
            self._kill_leftovers()
        self.end()
        self._reader.join(1.0)
        self.started.set()
        self.ended.set()
        self._on_exit(code, start_error)

    def _wait_for_report(self, descriptor: int) -> None:
        """Wait for a report; if the guest's process ends before, let its keepers run.

        The guest may have stopped them and ended before it could kill them: no report would ever come.
        """
        if self.pid is not None and ends_before_readable(self.pid, descriptor):
            self._continue()

    def _continue(self) -> None:
        """Let the process that we have started run if it was stopped; it does the same for those below it."""
        if os.name == "posix":
            self._supervisor.send_signal(signal.SIGCONT)

    def _kill_leftovers(self) -> None:
        """Kill what a killed supervisor left: the processes seen last, and those with the mark of this tree.

        Look again until there is none, for they may start others meanwhile.
        """
        deadline = time.monotonic() + LEFTOVER_SECONDS
        while sum(map(self._kill_leftover, psutil.process_iter())) and time.monotonic() < deadline:
            pass

    def _kill_leftover(self, process: psutil.Process) -> bool:
        """Kill a process if it belongs to this tree; return whether it does, and is not dead already."""
        with contextlib.suppress(psutil.Error, OSError):
            is_known = self._birth_times.get(process.pid) == process.create_time()
            if (is_known or self._mark.is_on(process)) and process.status() != psutil.STATUS_ZOMBIE:
                process.kill()
                return True
        return False


def _read_report(line: bytes) -> dict[str, Any]:
    """Return the valid fields of a report; anything else may come from a guest that writes into the pipe."""
    try:
        report = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    kinds = {"exit": int, "pid": int, "supervisor": int, "error": str}
    return {
        name: report[name]
        for name, kind in kinds.items()
        if isinstance(report, dict) and type(report.get(name)) is kind
    }
