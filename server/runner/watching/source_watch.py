"""A thread that watches the source of one project and reports each burst of saves once."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from server.runner.watching.burst import BURST_SECONDS, QUIET_SECONDS, Burst
from server.runner.watching.file_contents import FileContents
from server.runner.watching.source_folders import (
    Saved,
    code_in,
    is_code,
    is_page,
    is_source_folder,
    source_folders,
)

log = logging.getLogger(__name__)

# A single file is reported STEP_MS after it was saved, or twice that. After several at once, or one just
# after another, more may come: the burst is over when nothing was saved for QUIET_MS, or after BURST_MS.
STEP_MS: Final = 25
QUIET_MS: Final = round(QUIET_SECONDS * 1000)
BURST_MS: Final = round(BURST_SECONDS * 1000)
POLL_MS: Final = 500
RETRY_SECONDS: Final = 1.0


class SourceWatch:
    """Watches a folder from `start` to `stop`; `on_saved` is called on the thread of the watch.

    A file that is written again with the same contents is not reported.
    """

    def __init__(self, root: Path, on_saved: Callable[[Saved], None]) -> None:
        self._root = root
        self._on_saved = on_saved
        self._stopping = threading.Event()
        self.is_watching = threading.Event()
        self._contents = FileContents()
        self._polls = False
        self._thread = threading.Thread(target=self._run, name=f"source-watch-{root.name}", daemon=True)

    def start(self) -> None:
        """Begin to watch; return at once. `is_watching` is set when nothing is missed any more."""
        self._thread.start()

    def stop(self) -> None:
        """End the watch; return at once."""
        self._stopping.set()

    def join(self, seconds: float) -> None:
        """Wait until the thread has ended."""
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(seconds)

    def _run(self) -> None:
        self._contents.read(code_in(source_folders(self._root)))
        while not self._stopping.is_set():
            try:
                self._follow(source_folders(self._root))
            except FileNotFoundError:  # a folder has gone
                self._stopping.wait(RETRY_SECONDS)
            except (OSError, RuntimeError):
                # The system watches no more folders for this user.
                log.info("the source of %s is looked at again and again", self._root, exc_info=True)
                self._polls = True
                self._stopping.wait(RETRY_SECONDS)

    def _follow(self, folders: list[Path]) -> None:
        """Report what is saved in these folders until one is added."""
        # Its import takes a while, and only an app that is watched needs it.
        from watchfiles import watch  # noqa: PLC0415

        # What was saved before the system watched the folders.
        waiting = set(code_in(folders))
        burst = Burst()
        for changes in watch(
            *folders,
            watch_filter=None,
            debounce=BURST_MS,
            step=STEP_MS,
            stop_event=self._stopping,
            rust_timeout=QUIET_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=self._polls or None,
            poll_delay_ms=POLL_MS,
            recursive=False,
            ignore_permission_denied=True,
        ):
            saved = {Path(path) for _kind, path in changes}
            waiting |= saved
            added = any(path not in folders and is_source_folder(path) for path in saved)
            if self.is_watching.is_set() and burst.goes_on(saved, time.monotonic()) and not added:
                continue
            self._report(waiting)
            waiting = set()
            self.is_watching.set()
            if added:
                return

    def _report(self, paths: set[Path]) -> None:
        code = [path for path in sorted(paths) if is_code(path) and self._contents.changed(path)]
        pages = [path for path in sorted(paths) if is_page(path)]
        if code or pages:
            try:
                self._on_saved(Saved(code=self._relative(code), pages=self._relative(pages)))
            except Exception:
                log.exception("what was saved in %s could not be reported", self._root)

    def _relative(self, paths: list[Path]) -> tuple[str, ...]:
        return tuple(
            path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else str(path)
            for path in paths
        )
