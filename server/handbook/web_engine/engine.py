"""Pages of a real web engine without a window, as experiments use them."""

import itertools
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from server.handbook.undecided import Undecided
from server.handbook.web_engine.engine_process import ANSWER_SECONDS, START_SECONDS, EngineProcess
from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.processes.supervised_programs import Programs

IDLE_SECONDS: Final = 20.0


class Engine:
    """One page of a real web engine with a fresh profile; it reaches loopback only."""

    def __init__(self, process: EngineProcess, page: int, on_close: Callable[[], None]) -> None:
        self._process = process
        self._page = page
        self._on_close = on_close
        self._closed = False

    @property
    def console(self) -> list[str]:
        """What the page's console has printed so far, including the engine's own warnings."""
        return self._process.console(self._page)

    def visit(self, url: str, seconds: float = ANSWER_SECONDS) -> bool:
        """Open an address as a user would; return whether a page came, with a status below 400."""
        return bool(self._process.call("visit", self._page, seconds, url=url))

    def run(self, script: str, seconds: float = ANSWER_SECONDS) -> Any:
        """Return the JSON value of a JavaScript expression, which may use await; a promise is awaited.

        Undecided if the script throws: catch an error in the script to observe it.
        """
        return self._process.call("run", self._page, seconds, script=script)

    def close(self) -> None:
        """Close the page and discard its profile, or leave it in the folder that was given for it."""
        if not self._closed:
            self._closed = True
            with suppress(Undecided):
                self._process.call("close", self._page, ANSWER_SECONDS)
            self._on_close()


class Engines:
    """The web engine of several experiments, started for the first page; safe between threads.

    It is stopped once no page was open for IDLE_SECONDS, because it takes much memory.
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
        """Return a page in a fresh profile, kept in the folder `profile`; Undecided if no engine starts."""
        with self._lock:
            if self._process is None or not self._process.alive:
                self._process = EngineProcess(self._programs, self._scratch)
            process, page = self._process, next(self._pages)
            self._open += 1
            self._cancel_idle_timer()
        try:
            process.call("open", page, START_SECONDS, folder=str(profile or ""))
        except Undecided:
            self._page_closed()
            raise
        return Engine(process, page, self._page_closed)

    def close(self) -> None:
        """Stop the engine, and return when it has ended; the next `open` starts another."""
        process = self._take()
        if process is not None:
            process.close()

    def stop(self) -> None:
        """Stop the engine in the background."""
        process = self._take()
        if process is not None:
            threading.Thread(target=process.close, name="web-engine-end", daemon=True).start()

    def _take(self) -> EngineProcess | None:
        with self._lock:
            process, self._process = self._process, None
            self._cancel_idle_timer()
            return process

    def _page_closed(self) -> None:
        with self._lock:
            self._open -= 1
            self._cancel_idle_timer()
            if self._open == 0 and self._process is not None:
                self._idle = threading.Timer(IDLE_SECONDS, self.close)
                self._idle.daemon = True
                self._idle.start()

    def _cancel_idle_timer(self) -> None:
        """With the lock held."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
