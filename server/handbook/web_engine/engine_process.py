"""Start the process of the web engine, and exchange messages with it (see script.py)."""

import itertools
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from server.handbook.undecided import Undecided
from server.i18n import gettext as _
from server.runner.processes.environment import program_environment
from server.runner.processes.limits import Limits
from server.runner.processes.python_command import script_command
from server.runner.processes.scratch_folders import ScratchFolders, temporary_variables
from server.runner.processes.supervised_programs import Program, Programs

SCRIPT: Final = Path(__file__).with_name("child_script.py")
START_SECONDS: Final = 20.0
ANSWER_SECONDS: Final = 10.0
CHECK_SECONDS: Final = 0.1
DISCONNECT_SECONDS: Final = 1.0
# The engine reserves far more memory than it uses.
LIMITS: Final = Limits(stop_seconds=1.0, open_files=4096, memory_mb=1 << 16)
# What the user has set for the engine of our window applies to this one as well.
USER_VARIABLES: Final = ("QTWEBENGINE_DISABLE_SANDBOX", "QTWEBENGINE_CHROMIUM_FLAGS")


class EngineProcess:
    """The running engine and the connection to it; safe between threads."""

    def __init__(self, programs: Programs, scratch: ScratchFolders) -> None:
        self._changed = threading.Condition()
        self._answers: dict[int, Mapping[str, Any]] = {}
        self._consoles: dict[int, list[str]] = {}
        self._ids = itertools.count(1)
        self._scratch = scratch
        _check_startable()
        self._folder = scratch.make()
        self._program, self._connection = self._start(programs)
        threading.Thread(target=self._listen, name="web-engine", daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether the engine still runs."""
        return self._program.is_alive

    def console(self, page: int) -> list[str]:
        """Return what the console of a page has printed."""
        with self._changed:
            return list(self._consoles.get(page, ()))

    def call(self, action: str, page: int, seconds: float, **arguments: str) -> Any:
        """Have the engine do something, and return the answer; Undecided if none comes within `seconds`."""
        id_ = next(self._ids)
        line = json.dumps({"id": id_, "do": action, "page": page, **arguments}).encode() + b"\n"
        deadline = time.monotonic() + seconds
        try:
            self._connection.sendall(line)
        except OSError as error:
            raise self._undecided(_("The web engine has ended (%(error)s)", error=error)) from error
        with self._changed:
            while id_ not in self._answers:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise self._undecided(
                        _("The web engine did not answer within %(seconds)g s", seconds=seconds)
                    )
                if not self.alive:
                    raise self._undecided(_("The web engine has ended"))
                self._changed.wait(min(left, CHECK_SECONDS))
            answer = self._answers.pop(id_)
        if "error" in answer:
            raise Undecided(
                _("A script in the page failed: %(error)s.", error=answer["error"]), _("Restore the lab.")
            )
        return answer["value"]

    def close(self) -> None:
        """Disconnect, upon which the engine ends, and kill it if it does not."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        if not self._program.wait(DISCONNECT_SECONDS):
            self._program.kill()
        self._connection.close()
        self._scratch.remove(self._folder)

    def _start(self, programs: Programs) -> tuple[Program, socket.socket]:
        token = os.urandom(16).hex()
        connection_file = self._folder / "connection"
        with socket.create_server(("127.0.0.1", 0)) as listener:
            connection_file.write_text(json.dumps({"port": listener.getsockname()[1], "token": token}) + "\n")
            try:
                program = programs.start(
                    script_command(None, SCRIPT),
                    _environment(self._folder),
                    folder=self._folder,
                    input=connection_file,
                    limits=LIMITS,
                )
            except OSError as error:
                raise Undecided(
                    _("The web engine could not be started: %(error)s.", error=error), _("Try again.")
                ) from error
            return program, self._accept(listener, program, token)

    def _accept(self, listener: socket.socket, program: Program, token: str) -> socket.socket:
        listener.settimeout(CHECK_SECONDS)
        deadline = time.monotonic() + START_SECONDS
        while program.is_alive and time.monotonic() < deadline:
            try:
                caller, _address = listener.accept()
            except TimeoutError:
                continue
            caller.settimeout(ANSWER_SECONDS)
            if caller.recv(len(token) + 1, socket.MSG_WAITALL) == token.encode() + b"\n":
                caller.settimeout(None)
                return caller
            caller.close()
        program.kill()
        reason = _with_last_line(_("The web engine did not start"), program)
        raise Undecided(reason, _("Ask `fumehood doctor` what the web engine lacks here."))

    def _listen(self) -> None:
        with suppress(OSError, ValueError), self._connection, self._connection.makefile("rb") as stream:
            for line in stream:
                message = json.loads(line)
                with self._changed:
                    if "console" in message:
                        self._consoles.setdefault(message["page"], []).append(message["console"])
                    else:
                        self._answers[message["id"]] = message
                    self._changed.notify_all()

    def _undecided(self, what: str) -> Undecided:
        """Return an Undecided for that sentence without its full stop."""
        return Undecided(_with_last_line(what, self._program), _("Run the experiment again."))


def offscreen() -> dict[str, str]:
    """Return the variables that make a program open its window unseen; Undecided if none would open."""
    _check_startable()
    variables = {name: os.environ[name] for name in USER_VARIABLES if name in os.environ}
    return variables | {"QT_QPA_PLATFORM": "offscreen"}


def _environment(folder: Path) -> dict[str, str]:
    home = {"XDG_CACHE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    return program_environment(None) | offscreen() | home | temporary_variables(folder)


def _check_startable() -> None:
    """Undecided where the engine is known to refuse to start."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if sys.platform.startswith("linux") and root and not any(os.environ.get(name) for name in USER_VARIABLES):
        raise Undecided(
            _("The web engine refuses to run as root, because its sandbox would not hold."),
            _("Run Fumehood as an ordinary user."),
        )


def _with_last_line(what: str, program: Program) -> str:
    """Complete a sentence without its full stop by the last line that the program printed."""
    lines = [line.strip() for line in program.output_buffer.lines() if line.strip()]
    if not lines:
        return f"{what}."
    return str(_("%(what)s; the last line it printed was: %(line)s.", what=what, line=lines[-1]))
