"""The processes of the web engine, and the connection to them."""

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
from server.runner.processes.environment import program_environment
from server.runner.processes.limits import Limits
from server.runner.processes.programs import Program, Programs
from server.runner.processes.python_command import script_command
from server.runner.processes.scratch_folders import ScratchFolders, temporary

SCRIPT: Final = Path(__file__).with_name("script.py")
START_SECONDS: Final = 20.0
ANSWER_SECONDS: Final = 10.0
CHECK_SECONDS: Final = 0.1
FAREWELL_SECONDS: Final = 1.0
# The engine's processes reserve far more than they use.
LIMITS: Final = Limits(stop_seconds=1.0, open_files=4096, memory_mb=1 << 16)
# What the user set for the engine of our own window holds for this one as well.
SWITCH: Final = "QTWEBENGINE_DISABLE_SANDBOX"
KEPT: Final = (SWITCH, "QTWEBENGINE_CHROMIUM_FLAGS")


class EngineProcess:
    """The engine's processes and the connection to them; safe between threads."""

    def __init__(self, programs: Programs, scratch: ScratchFolders) -> None:
        self._changed = threading.Condition()
        self._answers: dict[int, Mapping[str, Any]] = {}
        self._consoles: dict[int, list[str]] = {}
        self._ids = itertools.count(1)
        self._scratch = scratch
        _refuse()
        self._folder = scratch.make()
        self._program, self._connection = self._start(programs)
        threading.Thread(target=self._listen, name="web-engine", daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._program.alive

    def console(self, page: int) -> list[str]:
        """What a page's console has said."""
        with self._changed:
            return list(self._consoles.get(page, ()))

    def ask(self, do: str, page: int, seconds: float, **told: str) -> Any:
        """Have something done and wait for the answer."""
        id_ = next(self._ids)
        line = json.dumps({"id": id_, "do": do, "page": page, **told}).encode() + b"\n"
        deadline = time.monotonic() + seconds
        try:
            self._connection.sendall(line)
        except OSError as error:
            raise self._failed(f"has ended ({error})") from error
        with self._changed:
            while id_ not in self._answers:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise self._failed(f"did not answer within {seconds:g} s")
                if not self.alive:
                    raise self._failed("has ended")
                self._changed.wait(min(left, CHECK_SECONDS))
            answer = self._answers.pop(id_)
        if "error" in answer:
            raise Undecided(f"A script in the page failed: {answer['error']}.", "Restore the lab.")
        return answer["value"]

    def close(self) -> None:
        """End it: it goes by itself when nobody is connected any more, or is made to."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        if not self._program.wait(FAREWELL_SECONDS):
            self._program.kill()
        self._connection.close()
        self._scratch.remove(self._folder)

    def _start(self, programs: Programs) -> tuple[Program, socket.socket]:
        token = os.urandom(16).hex()
        told = self._folder / "told"
        with socket.create_server(("127.0.0.1", 0)) as listener:
            told.write_text(json.dumps({"port": listener.getsockname()[1], "token": token}) + "\n")
            try:
                program = programs.start(
                    script_command(None, SCRIPT),
                    _environment(self._folder),
                    folder=self._folder,
                    input=told,
                    limits=LIMITS,
                )
            except OSError as error:
                raise Undecided(f"The web engine could not be started: {error}.", "Try again.") from error
            return program, self._accept(listener, program, token)

    def _accept(self, listener: socket.socket, program: Program, token: str) -> socket.socket:
        listener.settimeout(CHECK_SECONDS)
        deadline = time.monotonic() + START_SECONDS
        while program.alive and time.monotonic() < deadline:
            try:
                caller, _ = listener.accept()
            except TimeoutError:
                continue
            caller.settimeout(ANSWER_SECONDS)
            if caller.recv(len(token) + 1, socket.MSG_WAITALL) == token.encode() + b"\n":
                caller.settimeout(None)
                return caller
            caller.close()
        program.kill()
        raise Undecided(f"The web engine did not start{_last(program)}.", _remedy())

    def _listen(self) -> None:
        with suppress(OSError, ValueError), self._connection, self._connection.makefile("rb") as stream:
            for line in stream:
                said = json.loads(line)
                with self._changed:
                    if "console" in said:
                        self._consoles.setdefault(said["page"], []).append(said["console"])
                    else:
                        self._answers[said["id"]] = said
                    self._changed.notify_all()

    def _failed(self, what: str) -> Undecided:
        return Undecided(f"The web engine {what}{_last(self._program)}.", "Run the experiment again.")


def offscreen() -> dict[str, str]:
    """The variables with which a window opens where nobody sees it; undecided where none would."""
    _refuse()
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"QT_QPA_PLATFORM": "offscreen"}


def _environment(folder: Path) -> dict[str, str]:
    home = {"XDG_CACHE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    return program_environment(None) | offscreen() | home | temporary(folder)


def _refuse() -> None:
    """Undecided where it is known that the engine will not start."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if sys.platform.startswith("linux") and root and not any(os.environ.get(name) for name in KEPT):
        raise Undecided(
            "The web engine refuses to run as root, because its sandbox would not hold.",
            "Run Fumehood as an ordinary user.",
        )


def _remedy() -> str:
    return "Ask `fumehood doctor` what the web engine lacks here."


def _last(program: Program) -> str:
    lines = [line.strip() for line in program.transcript.lines() if line.strip()]
    return f"; the last it said was: {lines[-1]}" if lines else ""
