"""Restarts a guest when its source is saved: once for a burst, and not again and again by itself."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from server.model.guest import GuestState, WatchStatus
from server.runner.watching.source_folders import Saved
from server.runner.watching.source_watch import SourceWatch

# An app whose source changes this often while it starts, or just after, is taken to change it itself.
RESTARTS_IN_A_ROW: Final = 10
SETTLED_SECONDS: Final = 1.0


class Restartable(Protocol):
    """What is restarted, or told to read its templates again."""

    @property
    def state(self) -> GuestState:
        """The state now."""

    def restart(self) -> None:
        """Start again."""

    def forget_templates(self) -> None:
        """Render what is on disk from the next request on."""


class RestartOnSave:
    """The watch of one guest's project; every method may be called from any thread.

    `saved` is called with each burst that the guest reacts to, before it is restarted; `changed` when the
    watch pauses by itself.
    """

    def __init__(
        self,
        root: Path,
        guest: Restartable,
        saved: Callable[[Saved], None],
        changed: Callable[[], None],
    ) -> None:
        self._root = root
        self._guest = guest
        self._notify_saved = saved
        self._notify_changed = changed
        self._lock = threading.Lock()
        self._watch: SourceWatch | None = None
        self._paused_by = ""
        self._last_restart = 0.0
        self._in_a_row = 0

    @property
    def status(self) -> WatchStatus:
        """Whether it watches, and the file for which it paused."""
        with self._lock:
            return WatchStatus(on=self._watch is not None, paused_by=self._paused_by)

    def set(self, on: bool) -> None:
        """Watch or stop watching; return at once."""
        with self._lock:
            self._paused_by, self._in_a_row = "", 0
            if on and self._watch is None:
                self._watch = SourceWatch(self._root, self._saved)
                self._watch.start()
            elif not on:
                self._stop()

    def wait(self, seconds: float) -> bool:
        """Return whether nothing that is saved from now on is missed; wait for it at most so many seconds."""
        with self._lock:
            watch = self._watch
        return watch is not None and watch.is_watching.wait(seconds)

    def _stop(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()

    def _saved(self, saved: Saved) -> None:
        state = self._guest.state
        if state is GuestState.STOPPED:
            return
        if not saved.code:
            if state is GuestState.READY:
                self._guest.forget_templates()
                self._notify_saved(saved)
            return
        with self._lock:
            if self._watch is None:  # it was ended meanwhile, perhaps because the guest was closed
                return
            paused = self._restarts_itself(state)
            if paused:
                self._paused_by = saved.code[0]
                self._stop()
            else:
                self._notify_saved(saved)
                self._guest.restart()
        if paused:
            self._notify_changed()

    def _restarts_itself(self, state: GuestState) -> bool:
        """Count the restarts that came before the last one had settled; return whether they are too many."""
        now = time.monotonic()
        hasty = state is GuestState.STARTING or now - self._last_restart < SETTLED_SECONDS
        self._in_a_row = self._in_a_row + 1 if hasty else 0
        self._last_restart = now
        return self._in_a_row >= RESTARTS_IN_A_ROW
