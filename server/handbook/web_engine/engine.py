"""A real web engine without a window, as an experiment uses it."""

import itertools
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from server.handbook.undecided import Undecided
from server.handbook.web_engine.process import ANSWER_SECONDS, START_SECONDS, EngineProcess
from server.runner.processes.programs import Programs
from server.runner.processes.scratch_folders import ScratchFolders

IDLE_SECONDS: Final = 20.0


class Engine:
    """One page of a real web engine, with a profile that nobody had before; it reaches loopback only."""

    def __init__(self, process: EngineProcess, page: int, closed: Callable[[], None]) -> None:
        self._process = process
        self._page = page
        self._tell = closed
        self._closed = False

    @property
    def console(self) -> list[str]:
        """What the page's console has said so far, the engine's own complaints among it."""
        return self._process.console(self._page)

    def visit(self, url: str, seconds: float = ANSWER_SECONDS) -> bool:
        """Open an address as a user would; whether a page came, and with a status below 400."""
        return bool(self._process.ask("visit", self._page, seconds, url=url))

    def run(self, script: str, seconds: float = ANSWER_SECONDS) -> Any:
        """The JSON value of a JavaScript expression in the page; it may use await, and a promise is awaited.

        Undecided where the script throws: what is to be seen of an error is caught in it.
        """
        return self._process.ask("run", self._page, seconds, script=script)

    def close(self) -> None:
        """Forget the page and its profile, or leave it in the folder that it was given."""
        if not self._closed:
            self._closed = True
            with suppress(Undecided):
                self._process.ask("close", self._page, ANSWER_SECONDS)
            self._tell()


class Engines:
    """The web engine of several experiments: started for the first, and anew where it has ended.

    When nobody has had a page for a while it is ended, for it takes much memory.
    """

    def __init__(self, programs: Programs, scratch: ScratchFolders) -> None:
        self._programs = programs
        self._scratch = scratch
        self._lock = threading.Lock()
        self._process: EngineProcess | None = None
        self._pages = itertools.count(1)
        self._open = 0
        self._idle: threading.Timer | None = None

    def open(self, profile: Path | None = None) -> Engine:
        """A page in a fresh profile, kept in the folder `profile`; undecided where no engine starts here."""
        with self._lock:
            if self._process is None or not self._process.alive:
                self._process = EngineProcess(self._programs, self._scratch)
            process, page = self._process, next(self._pages)
            self._open += 1
            self._rest()
        try:
            process.ask("open", page, START_SECONDS, folder=str(profile or ""))
        except Undecided:
            self._left()
            raise
        return Engine(process, page, self._left)

    def close(self) -> None:
        """End the engine; the next `open` starts another."""
        process = self._take()
        if process is not None:
            process.close()

    def dismiss(self) -> None:
        """Have the engine ended; returns at once."""
        process = self._take()
        if process is not None:
            threading.Thread(target=process.close, name="web-engine-end", daemon=True).start()

    def _take(self) -> EngineProcess | None:
        with self._lock:
            process, self._process = self._process, None
            self._rest()
            return process

    def _left(self) -> None:
        """A page was closed."""
        with self._lock:
            self._open -= 1
            self._rest()
            if self._open == 0 and self._process is not None:
                self._idle = threading.Timer(IDLE_SECONDS, self.close)
                self._idle.daemon = True
                self._idle.start()

    def _rest(self) -> None:
        """With the lock held: nothing is to be ended for now."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
