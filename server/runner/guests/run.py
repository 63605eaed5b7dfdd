"""One start of a guest: its process, its channel, and how both ended."""

import contextlib
import json
import secrets
import socket
import threading
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from server.model.problem import Problem
from server.model.stack import Stacks
from server.model.versions import Versions
from server.probe.locate import boot_script
from server.runner.channel import framing
from server.runner.channel.handshake import HandshakeServer, Hello
from server.runner.channel.outbox import Outbox
from server.runner.channel.protocol import Failed, Message, Ready, Working, parse
from server.runner.guests import limit_problems, problems
from server.runner.guests.fork_servers import ForkServers
from server.runner.guests.libraries import Libraries
from server.runner.guests.problems import LazyProblem
from server.runner.processes.environment import guest_environment
from server.runner.processes.limits import Limits
from server.runner.processes.python_command import script_command
from server.runner.processes.scratch_folders import ScratchFolders, temporary_variables
from server.runner.processes.supervised_process import ProcessPlacement, SupervisedProcess

# How long a guest whose channel has closed may take to exit by itself, and how long its last frames may take.
FAREWELL_SECONDS = 3.0
ANNOUNCEMENT = b"!"
STACKS_QUESTION = b"?"
TEMPLATES_SAVED = b"~"


class RunListener(Protocol):
    """Handles what a run reports. It is called on threads of the run, never by two at once."""

    def handle(self, run: "GuestRun", message: Message) -> None:
        """Handle a message from the process."""

    def run_ended(self, run: "GuestRun", reason: LazyProblem) -> None:
        """Handle the end of the run: no process of it is left. This is the last call."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LaunchSpec:
    """How to start a process, before it is decided which guest it becomes.

    With `scratch` each process gets a folder of its own for temporary files, which is removed when the
    process ends; `temporary` is a folder that belongs to another process. `variables` are added to the
    environment of the process from its start on. `libraries` are imported already, where that is possible.
    `script` replaces the probe's boot script in tests.
    """

    python: Path | None
    limits: Limits
    script: Path | None = None
    scratch: ScratchFolders | None = None
    temporary: Path | None = None
    variables: tuple[tuple[str, str], ...] = ()
    libraries: Libraries | None = None

    @property
    def boot(self) -> Path:
        """The script that the guest's interpreter is started with."""
        return self.script or boot_script()


class GuestRun:
    """A process that connects to us, waits for `load`, and is a guest (or its Celery worker) from then on.

    Until `load` is called it is warm: the interpreter runs and has imported Flask, but nothing of the user's
    app. Raise OSError where the operating system cannot start a process.
    """

    def __init__(self, spec: LaunchSpec, fork_servers: ForkServers) -> None:
        self.name = secrets.token_hex(4)
        self.spec = spec
        self.hello: Hello | None = None
        self.deadline: float | None = time.monotonic() + spec.limits.start_seconds
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self._reason: LazyProblem | None = None
        self._listener: RunListener | None = None
        self._loaded = threading.Event()
        self._stacks: Stacks | None = None
        self._stacks_arrived = threading.Event()
        self._load_message: dict[str, Any] | None = None
        self._connection: socket.socket | None = None
        self._outbox: Outbox | None = None
        self._handshake = HandshakeServer()
        self._channel_thread = threading.Thread(
            target=self._run_channel, name=f"guest-channel-{self.name}", daemon=True
        )
        self._channel_started = threading.Event()
        self._folder = spec.temporary
        try:
            if spec.scratch is not None:
                self._folder = spec.scratch.make()
            environment = guest_environment(spec.python) | dict(spec.variables)
            forked = (
                fork_servers.fork(spec.python, spec.boot, environment, spec.libraries)
                if not spec.script
                else None
            )
            self._is_current = forked.is_current if forked is not None else None
            self.process = SupervisedProcess(
                script_command(spec.python, spec.boot),
                environment | (temporary_variables(self._folder) if self._folder else {}),
                json.dumps(self._handshake.line).encode() + b"\n",
                spec.limits,
                self._process_exited,
                placement=ProcessPlacement(scratch=spec.scratch.root if spec.scratch is not None else None),
                supervisor=forked,
            )
        except OSError:
            self._handshake.close()
            self._remove_folder()
            raise
        self._channel_thread.start()
        self._channel_started.set()

    @property
    def folder(self) -> Path | None:
        """The folder for its temporary files; None where it uses the system's."""
        return self._folder

    @property
    def is_warm(self) -> bool:
        """Whether it has connected and waits to be loaded."""
        return self.hello is not None and not self._loaded.is_set() and not self.ended.is_set()

    @property
    def has_libraries(self) -> bool:
        """Whether the libraries of its spec are imported, or it has none."""
        return self.spec.libraries is None or self._is_current is not None

    @property
    def is_outdated(self) -> bool:
        """Whether libraries that it has imported have changed since."""
        return self._is_current is not None and not self._is_current()

    @property
    def versions(self) -> Versions:
        """The versions that the guest reported; that of its server is known only once it is ready."""
        if self.hello is None:
            return Versions()
        packages = self.hello.packages
        return Versions(
            python=self.hello.python, flask=packages.get("flask"), werkzeug=packages.get("werkzeug")
        )

    def load(self, listener: RunListener, message: dict[str, Any]) -> bool:
        """Send the process the order to become a guest or a worker; `listener` handles all that follows.

        Return False if the process has ended already. RuntimeError on a second call.
        """
        with self._lock:
            if self._listener is not None:
                raise RuntimeError("a run is loaded once")
            if self.process.ended.is_set():
                return False
            self._listener = listener
            self._load_message = message
            self._loaded.set()
            self.deadline = time.monotonic() + self.spec.limits.start_seconds
            self._send_load()
        return True

    def announce_request(self) -> None:
        """Announce a request whose exchange we wait for, so that the guest reports it at once."""
        self.send_bytes(ANNOUNCEMENT)

    def ask_for_stacks(self) -> None:
        """Ask where the threads of the open exchanges stand; the answer is a message."""
        self.send_bytes(STACKS_QUESTION)

    def forget_templates(self) -> None:
        """Have the guest render what is on disk from the next request on."""
        self.send_bytes(TEMPLATES_SAVED)

    def stacks_of_start(self, seconds: float) -> Stacks | None:
        """Ask where the app stands while it is loaded; None if there is no answer within so many seconds."""
        if self._connection is None or (self._load_message or {}).get("type") != "load":
            return None
        self.ask_for_stacks()
        self._stacks_arrived.wait(seconds)
        return self._stacks

    def send_bytes(self, message: bytes) -> None:
        """Send a mark or a question. A guest that does not read its channel gets it later, or never."""
        if self._outbox is not None:
            self._outbox.send(message)

    def stop(self, reason: LazyProblem | None = None) -> None:
        """Have the process tree ended and return at once; `reason` counts if there was none before."""
        with self._lock:
            self._reason = self._reason or reason
            self.deadline = None
        self._handshake.close()
        self.process.end()

    def close(self, seconds: float) -> None:
        """Stop the run and wait until no process is left; kill the supervisor after `seconds`."""
        self.stop()
        if not self.ended.wait(seconds):
            self.process.kill()
            self.ended.wait(seconds)

    def output(self, since: float = 0) -> str:
        """Return the last lines that it printed, as one text; of those only what was read after a moment."""
        return "\n".join(self.process.tail.lines(since))

    def _send_load(self) -> None:
        """Send `load` once there are both a connection and a message; call it with the lock held."""
        if self._connection is not None and self._load_message is not None:
            # The channel's thread notices a guest that is gone.
            with contextlib.suppress(OSError):
                self._connection.sendall(framing.encode(self._load_message))

    def _run_channel(self) -> None:
        try:
            self._read_messages()
        except framing.FrameError as error:
            violation = str(error)
            self.stop(lambda: problems.channel_broken(violation, self.output()))
        except OSError:
            pass
        finally:
            if self._connection is not None:
                self._connection.close()
        # A guest that has closed its channel is about to exit; one that does not is stopped.
        if not self.process.ended.wait(FAREWELL_SECONDS):
            self.stop(lambda: problems.channel_broken("the channel was closed", self.output()))

    def _read_messages(self) -> None:
        """Let the guest connect, then pass each of its messages to the listener until the channel closes."""
        deadline = self.deadline
        admitted = self._handshake.admit(deadline) if deadline is not None else None
        if admitted is None:
            if not self.process.ended.is_set():
                self.stop(lambda: limit_problems.start_timeout(self.spec.limits.start_seconds, self.output()))
            return
        with self._lock:
            self._connection, self.hello = admitted
            self._outbox = Outbox(self._connection)
            if not self._loaded.is_set():
                self.deadline = None
            self._send_load()
        while (frame := framing.read(self._connection)) is not None:
            message = parse(frame)
            if self._listener is None:
                raise framing.FrameError("a message before load")
            if isinstance(message, Ready | Working):
                self.deadline = None
            elif isinstance(message, Stacks):
                self._stacks = message
                self._stacks_arrived.set()
            elif isinstance(message, Failed):
                self.stop(partial(self._load_problem, message))
            self._listener.handle(self, message)

    def _load_problem(self, failed: Failed) -> Problem:
        """Return why the app could not be loaded; what it printed has arrived once its process has ended."""
        return problems.load_failed(
            failed.code,
            failed.message,
            failed.traceback,
            str((self._load_message or {}).get("root", "")),
            program=failed.program,
            output=self.output(),
            limits=self.spec.limits,
        )

    def _process_exited(self, code: int | None, start_error: str) -> None:
        self._channel_started.wait()
        self._handshake.close()
        self._channel_thread.join(2 * FAREWELL_SECONDS)
        with self._lock:
            listener = self._listener
            reason = self._reason
        if reason is None:
            python = str(self.spec.python or "")
            reason = (
                (lambda: problems.not_started(start_error, python))
                if start_error
                else problems.Exited(code=code, output=self.output())
            )
        self._remove_folder()
        if listener is not None:
            listener.run_ended(self, reason)
        self.ended.set()

    def _remove_folder(self) -> None:
        if self._folder is not None and self.spec.scratch is not None:
            self.spec.scratch.remove(self._folder)
