"""The health of the open file: checked as a whole in the background, and rescued if it is damaged."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from server.store.checked.set_aside import SetAside
from server.store.recovery.backups import Backup, backups
from server.store.recovery.check import whole_check
from server.store.recovery.damage import is_unreadable
from server.store.recovery.report import Recovery, recoveries
from server.store.recovery.rescue import rescue_open

log = logging.getLogger(__name__)

# A file that is found damaged again after this many rescues has another trouble, such as a broken disk.
MOST_RESCUES: Final = 2
RESCUE_SECONDS: Final = 30.0

Rescued = Callable[[Recovery], None]


class StoreHealth:
    """What is known of the file at `path`, None for a store in memory; safe between threads.

    `writing` is held while the file is rescued, so that nothing of this process writes to it. `on_rescue` is
    called with what was carried over, `on_failure` with the reason if the file cannot be rescued;
    `is_beyond_rescue` is true from then on.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        writing: threading.RLock,
        on_rescue: Rescued,
        on_failure: Callable[[str], None],
    ) -> None:
        self.path = path
        self.is_beyond_rescue = False
        self.set_aside = SetAside()
        self._writing = writing
        self._on_rescue = on_rescue
        self._on_failure = on_failure
        self._done = threading.Condition()
        self._rescues = 0
        self._rescuing = False
        self._closed = threading.Event()
        self._checking: sqlite3.Connection | None = None

    @property
    def recoveries(self) -> tuple[Recovery, ...]:
        """The copies of damaged files, the newest first."""
        return recoveries(self.path) if self.path is not None else ()

    @property
    def backups(self) -> tuple[Backup, ...]:
        """The copies from before migrations, the newest first."""
        return backups(self.path) if self.path is not None else ()

    def found_damage(self, error: object) -> None:
        """Rescue the file on another thread, because a read or a write met damage; returns at once."""
        with self._done:
            if self.path is None or self._rescuing or self._closed.is_set():
                return
            if self._rescues >= MOST_RESCUES:
                self.is_beyond_rescue = True
                return
            self._rescuing = True
            self._rescues += 1
        log.error("the store is damaged: %s", error)
        thread = threading.Thread(
            target=self._rescue, args=(self.path, str(error)), name="store-rescue", daemon=True
        )
        try:
            thread.start()
        except RuntimeError as refused:  # the next read or write that meets the damage tries again
            log.error("no thread can be started to rescue the store: %s", refused)
            with self._done:
                self._rescuing = False
                self._rescues -= 1
                self._done.notify_all()

    def wait(self, seconds: float = RESCUE_SECONDS) -> None:
        """Wait for a rescue that is under way."""
        with self._done:
            self._done.wait_for(lambda: not self._rescuing, seconds)

    def check_later(self, seconds: float) -> None:
        """Check the whole file in the background, so many seconds from now."""
        if self.path is not None:
            threading.Thread(target=self._check, args=(seconds,), name="store-check", daemon=True).start()

    def check_now(self) -> str:
        """Check the whole file; return what is wrong, and have it rescued. Takes seconds for a large file."""
        if self.path is None:
            return ""
        try:
            # A file that was deleted meanwhile is not made anew by the check.
            name = f"{self.path.absolute().as_uri()}?mode=rw"
            with closing(sqlite3.connect(name, timeout=5.0, check_same_thread=False, uri=True)) as connection:
                self._checking = connection
                if self._closed.is_set():
                    return ""
                fault = whole_check(connection)
        except sqlite3.Error as error:
            fault = "" if self._closed.is_set() or not is_unreadable(error) else str(error)
        finally:
            self._checking = None
        if fault:
            self.found_damage(fault)
        return fault

    def close(self) -> None:
        """End a check that is running."""
        self._closed.set()
        connection = self._checking
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.interrupt()

    def _check(self, seconds: float) -> None:
        if not self._closed.wait(seconds):
            self.check_now()

    def _rescue(self, path: Path, why: str) -> None:
        try:
            with self._writing:
                if self._closed.is_set():
                    return
                recovery = rescue_open(path, why)
            self._on_rescue(recovery)
        except (OSError, sqlite3.Error) as error:
            self.is_beyond_rescue = True
            log.error("the store could not be rescued: %s", error)
            self._on_failure(str(error))
        finally:
            with self._done:
                self._rescuing = False
                self._done.notify_all()
