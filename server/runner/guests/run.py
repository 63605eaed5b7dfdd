"""One start of a guest: its process, its channel, and what became of them."""

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

from server.model.versions import Versions
from server.probe.locate import boot_script
from server.runner.channel import framing
from server.runner.channel.handshake import HandshakeServer, Hello
from server.runner.channel.protocol import Failed, Message, Ready, Working, parse
from server.runner.guests import problems
from server.runner.guests.problems import Reason
from server.runner.processes.environment import guest_environment
from server.runner.processes.limits import Limits
from server.runner.processes.python_command import script_command
from server.runner.processes.scratch_folders import ScratchFolders, temporary
from server.runner.processes.supervised_process import ProcessPlacement, SupervisedProcess

# How long a guest whose channel has ended may take to end by itself, and how long its last words may take.
FAREWELL_SECONDS = 1.0
ANNOUNCEMENT = b"!"


class RunListener(Protocol):
    """Who is told what a run says, on the run's threads: never two calls at once."""

    def heard(self, run: "GuestRun", message: Message) -> None:
        """The guest said something."""

    def over(self, run: "GuestRun", reason: Reason) -> None:
        """The run is over and nothing of it is left; the last call."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LaunchSpec:
    """What a process can be started with before it is known for which guest.

    With `scratch` each process has a folder of its own for temporary files, which goes when it ends;
    `temporary` is one that belongs to another process.
    """

    python: Path | None
    limits: Limits
    script: Path | None = None
    scratch: ScratchFolders | None = None
    temporary: Path | None = None

    @property
    def boot(self) -> Path:
        """The script that the guest's interpreter is started on."""
        return self.script or boot_script()


class GuestRun:
    """A process that calls in, waits for `load`, and then is a guest; ended by `end` or by itself.

    Until `load` is called it is a warm spare: interpreter up, Flask imported, nothing of anybody's app in it.
    Raises OSError where the system starts no process at all.
    """

    def __init__(self, recipe: LaunchSpec) -> None:
        self.name = secrets.token_hex(4)
        self.recipe = recipe
        self.hello: Hello | None = None
        self.deadline: float | None = time.monotonic() + recipe.limits.start_seconds
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self._reason: Reason | None = None
        self._listener: RunListener | None = None
        self._loaded = threading.Event()
        self._load: dict[str, Any] | None = None
        self._connection: socket.socket | None = None
        self._reception = HandshakeServer()
        line = json.dumps(self._reception.line).encode() + b"\n"
        self._talker = threading.Thread(target=self._talk, name=f"guest-channel-{self.name}", daemon=True)
        self._begun = threading.Event()
        self._folder = recipe.temporary
        try:
            if recipe.scratch is not None:
                self._folder = recipe.scratch.make()
            self.process = SupervisedProcess(
                script_command(recipe.python, recipe.boot),
                guest_environment(recipe.python) | (temporary(self._folder) if self._folder else {}),
                line,
                recipe.limits,
                self._exited,
                place=ProcessPlacement(scratch=recipe.scratch.root if recipe.scratch is not None else None),
            )
        except OSError:
            self._reception.close()
            self._clean()
            raise
        self._talker.start()
        self._begun.set()

    @property
    def folder(self) -> Path | None:
        """Its folder for temporary files, None where it is the system's."""
        return self._folder

    @property
    def warm(self) -> bool:
        """Whether it has called in and waits to be loaded."""
        return self.hello is not None and not self._loaded.is_set() and not self.ended.is_set()

    @property
    def versions(self) -> Versions:
        """What the guest said it runs on; the server is known once it is ready."""
        if self.hello is None:
            return Versions()
        packages = self.hello.packages
        return Versions(
            python=self.hello.python, flask=packages.get("flask"), werkzeug=packages.get("werkzeug")
        )

    def load(self, listener: RunListener, message: dict[str, Any]) -> bool:
        """Make it a guest: tell it what to serve, and `listener` all it says. False if it has ended."""
        with self._lock:
            if self._listener is not None:
                raise RuntimeError("a run is loaded once")
            if self.process.ended.is_set():
                return False
            self._listener = listener
            self._load = message
            self._loaded.set()
            self.deadline = time.monotonic() + self.recipe.limits.start_seconds
            self._send_load()
        return True

    def announce(self) -> None:
        """Say that a request is coming whose exchange is waited for; the guest then reports it at once."""
        connection = self._connection
        # A guest that takes nothing from its channel must not make anybody wait; it may be slow by that.
        with contextlib.suppress(OSError):
            if connection is not None:
                connection.send(ANNOUNCEMENT, getattr(socket, "MSG_DONTWAIT", 0))

    def end(self, reason: Reason | None = None) -> None:
        """Have the tree ended, `reason` being why if nothing was wrong before; returns at once."""
        with self._lock:
            self._reason = self._reason or reason
            self.deadline = None
        self._reception.close()
        self.process.end()

    def close(self, seconds: float) -> None:
        """End it and wait until nothing is left; a keeper that does not manage it in time is ended too."""
        self.end()
        if not self.ended.wait(seconds):
            self.process.kill()
            self.ended.wait(seconds)

    def output(self) -> str:
        """The tail of what it printed, as one text."""
        return "\n".join(self.process.tail.lines())

    def _send_load(self) -> None:
        """With the lock held: send `load` if both sides are there."""
        if self._connection is not None and self._load is not None:
            # A guest that is gone is noticed by the talker.
            with contextlib.suppress(OSError):
                self._connection.sendall(framing.encode(self._load))

    def _talk(self) -> None:
        try:
            self._converse()
        except framing.FrameError as error:
            what = str(error)
            self.end(lambda: problems.channel_broken(what, self.output()))
        except OSError:
            pass
        finally:
            if self._connection is not None:
                self._connection.close()
        # Whoever has closed the channel is about to end; what does not is ended.
        if not self.process.ended.wait(FAREWELL_SECONDS):
            self.end(lambda: problems.channel_broken("the channel was closed", self.output()))

    def _converse(self) -> None:
        deadline = self.deadline
        admitted = self._reception.admit(deadline) if deadline is not None else None
        if admitted is None:
            if not self.process.ended.is_set():
                self.end(lambda: problems.start_timeout(self.recipe.limits.start_seconds, self.output()))
            return
        with self._lock:
            self._connection, self.hello = admitted
            if not self._loaded.is_set():
                self.deadline = None
            self._send_load()
        while (said := framing.read(self._connection)) is not None:
            message = parse(said)
            if self._listener is None:
                raise framing.FrameError("it spoke before it was asked")
            if isinstance(message, Ready | Working):
                self.deadline = None
            elif isinstance(message, Failed):
                root = str((self._load or {}).get("root", ""))
                self.end(partial(problems.failure, message.code, message.message, message.traceback, root))
            self._listener.heard(self, message)

    def _exited(self, code: int | None, why: str) -> None:
        self._begun.wait()
        self._reception.close()
        self._talker.join(2 * FAREWELL_SECONDS)
        with self._lock:
            listener = self._listener
            reason = self._reason
        if reason is None:
            python = str(self.recipe.python or "")
            reason = (
                (lambda: problems.not_started(why, python))
                if why
                else problems.Exited(code=code, output=self.output())
            )
        self._clean()
        if listener is not None:
            listener.over(self, reason)
        self.ended.set()

    def _clean(self) -> None:
        if self._folder is not None and self.recipe.scratch is not None:
            self.recipe.scratch.remove(self._folder)
