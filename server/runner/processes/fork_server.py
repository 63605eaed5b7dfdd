"""A process that has Python and Flask loaded and forks a guest with its supervisor whenever one is wanted.

Only Linux has it: supervisors of other systems are started as programs.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Final

from server.runner.processes.forked_supervisor import ForkedSupervisor
from server.runner.processes.python_command import script_command
from server.runner.processes.supervised_process import SUPERVISOR

AVAILABLE: Final = sys.platform == "linux"
READY: Final = b"ready "
UNFIT: Final = b"unfit "
# A server that does not answer so long is not used again.
ANSWER_SECONDS: Final = 5.0
_MESSAGE_BYTES: Final = 64
_READY_BYTES: Final = 1 << 16


class ForkServer:
    """One such process on an interpreter, with the environment of its guests; safe between threads.

    `boot` is the boot script of the probe. `preload` says which libraries it imports, and with what. It ends
    by itself when Fumehood ends. Raise OSError where the operating system cannot start a process.

    `missing` are modules that the libraries have looked for in vain. `unfit` is the library that kept it from
    becoming ready, because it has to be imported in each guest.
    """

    def __init__(
        self,
        python: Path | None,
        boot: Path,
        environment: Mapping[str, str],
        preload: Mapping[str, Any] | None = None,
    ) -> None:
        self.missing: tuple[str, ...] = ()
        self.unfit = ""
        self._lock = threading.Lock()
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._is_ready = False
        line = {
            "version": 1,
            "fork_server": theirs.fileno(),
            "supervisor": str(SUPERVISOR),
            "preload": preload,
        }
        try:
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                    script_command(python, boot),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd=SUPERVISOR.anchor,
                    env=environment,
                    start_new_session=True,
                    pass_fds=(theirs.fileno(),),
                )
        except BaseException:
            self._socket.close()
            raise
        # It ends with this object, also where nobody has closed it.
        self._end = weakref.finalize(self, _end, self._socket, self._process)
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        text = json.dumps(line).encode() + b"\n"
        # It may be longer than what a pipe holds before the process reads it.
        threading.Thread(
            target=_write, args=(self._process.stdin, text), name="fork-server-start", daemon=True
        ).start()

    def fork(self) -> ForkedSupervisor | None:
        """Return a supervisor that waits for its settings; None if the server is not ready or has ended."""
        with self._lock:
            try:
                return self._fork() if self._ready() else None
            except (OSError, ValueError):
                self._end()
                return None

    @property
    def has_ended(self) -> bool:
        """Whether it forks no more."""
        return self._socket.fileno() < 0

    def close(self) -> None:
        """End the process; the guests that it has forked go on."""
        with self._lock:
            self._end()

    def _ready(self) -> bool:
        if self.has_ended:
            return False
        if not self._is_ready:
            self._socket.settimeout(0)
            try:
                message = self._socket.recv(_READY_BYTES)
            except BlockingIOError:
                return False
            if not message.startswith(READY):
                self.unfit = message.removeprefix(UNFIT).decode("utf-8", "replace")
                raise ConnectionError("the fork server has ended")
            self._is_ready = True
            self.missing = tuple(message.removeprefix(READY).decode("utf-8", "replace").split())
            self._socket.settimeout(ANSWER_SECONDS)
        return True

    def _fork(self) -> ForkedSupervisor:
        """Send the other ends of four pipes to the server, which answers with the number of the process."""
        with contextlib.ExitStack() as ours, contextlib.ExitStack() as theirs:
            stdin, *reading = [os.pipe() for _ in range(4)]
            mine = [stdin[1], *(pipe[0] for pipe in reading)]
            sent = [stdin[0], *(pipe[1] for pipe in reading)]
            for stack, descriptors in ((ours, mine), (theirs, sent)):
                for descriptor in descriptors:
                    stack.callback(os.close, descriptor)
            socket.send_fds(self._socket, [b"fork"], sent)
            answer = self._socket.recv(_MESSAGE_BYTES)
            if not answer:
                raise ConnectionError("the fork server has ended")
            supervisor = ForkedSupervisor(int(answer), *mine)
            ours.pop_all()
            return supervisor


def _write(stdin: IO[bytes], text: bytes) -> None:
    """Tell a server what it is to do; one that has ended is noticed later."""
    with contextlib.suppress(OSError), stdin:
        stdin.write(text)


def _end(connection: socket.socket, process: "subprocess.Popen[bytes]") -> None:
    """Kill the process of a server, and collect it as soon as it has ended."""
    connection.close()
    process.kill()
    threading.Thread(target=process.wait, name="fork-server-end", daemon=True).start()
