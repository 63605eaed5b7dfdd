"""The state machine of a guest: starts, stops and restarts that may be asked for from any thread."""

import secrets
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from server.model.guest import GuestState, Target, TargetKind
from server.runner.channel.protocol import LibrariesImported
from server.runner.guests import problems
from server.runner.guests.celery_worker import CeleryWorker
from server.runner.guests.libraries import Libraries
from server.runner.guests.problems import LazyProblem
from server.runner.guests.run import LaunchSpec
from server.runner.guests.session import GuestSession, SharedResources
from server.runner.guests.start_settings import StartSettings, load_fields
from server.runner.processes.limits import Limits
from server.runner.requests.guest_requests import GuestRequests

# Enough for SIGTERM, its grace, SIGKILL and the end of a tree of many processes.
STOP_SECONDS: Final = 8.0
# How often a start is repeated because the warm process that it took had just died.
ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class LifecycleSnapshot:
    """The state of a guest at one moment, with its session, if any, and why it has crashed, if it has."""

    state: GuestState
    session: GuestSession | None
    reason: LazyProblem | None


class GuestLifecycle:
    """Starts and stops the sessions of one guest; every method may be called from any thread.

    Starts and stops are carried out one after another. Each of them begins a new generation, and a start of
    an older generation that still waits is skipped. `changed` is called without delay after each change of
    the state. `port` is the one that the next start asks for: at first the one chosen, then the last one.
    `pauses_at_exceptions` is what the next start is told.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one guest
        self,
        guest: str,
        target: Target,
        spec: LaunchSpec,
        shared: SharedResources,
        requests: GuestRequests,
        changed: Callable[[], None],
    ) -> None:
        self.port: int | None = None
        self.pauses_at_exceptions = False
        self.worker = CeleryWorker(target, spec, shared.warm_pool, shared.task_updates, changed)
        self._guest = guest
        self._target = target
        self._spec = spec
        self._shared = shared
        self._requests = requests
        self._notify_changed = changed
        self._settings = StartSettings()
        # What the app has imported of libraries, if its next start is to find them imported.
        self._keeps_libraries = False
        self._libraries: Libraries | None = None
        self._transition = threading.Lock()
        self._changed = threading.Condition()
        # The following are written with `_changed` held.
        self._generation = 0
        self._run_name = ""
        self._session: GuestSession | None = None
        self._state = GuestState.STOPPED
        self._reason: LazyProblem | None = None

    @property
    def run_name(self) -> str:
        """The name of the current start; each start has another."""
        return self._run_name

    @property
    def state(self) -> GuestState:
        """The state now."""
        return self._state

    def snapshot(self) -> LifecycleSnapshot:
        """Return the state together with what belongs to it."""
        with self._changed:
            return LifecycleSnapshot(self._state, self._session, self._reason)

    def wait_while(self, states: Collection[GuestState], timeout: float) -> None:
        """Return once the state is none of these, or after `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._state not in states, timeout)

    def use_limits(self, limits: Limits) -> None:
        """Start with other limits from the next start on."""
        with self._changed:
            self._spec = replace(self._spec, limits=limits)

    def use_settings(self, settings: StartSettings) -> None:
        """Start with other settings from the next start on, and the worker too."""
        with self._changed:
            self._settings = settings
            self._libraries = None
            self._spec = replace(self._spec, variables=settings.early_variables)
        self.worker.use_settings(settings)

    def use_python(self, python: Path | None) -> None:
        """Start on another interpreter from the next start on, and the worker too."""
        with self._changed:
            self._libraries = None
            self._spec = replace(self._spec, python=python)
        self.worker.use_python(python)

    def keep_libraries(self, on: bool) -> None:
        """Have the libraries of the app imported ahead of each start, or no longer."""
        with self._changed:
            self._keeps_libraries = on and self._target.kind not in (TargetKind.LAB, TargetKind.PROGRAM)
            if not self._keeps_libraries:
                self._libraries = None

    def restart(self) -> None:
        """Start a new session, from any state; return at once."""
        with self._changed:
            self._generation += 1
            generation = self._generation
            self._run_name = secrets.token_hex(4)
            if self._session is not None:
                self._session.is_stopping = True
            self._enter(GuestState.STARTING, None)
        threading.Thread(
            target=self._start, args=(generation,), name=f"guest-start-{self._guest}", daemon=True
        ).start()

    def forget_templates(self) -> None:
        """Have the current session render what is on disk from the next request on."""
        session = self.snapshot().session
        if session is not None:
            session.run.forget_templates()

    def request_stop(self) -> None:
        """Have the processes ended and a waiting start skipped; return at once."""
        with self._changed:
            self._generation += 1
            session = self._session
            if session is not None:
                session.is_stopping = True
        self.worker.request_stop()
        if session is not None:
            session.run.stop()

    def stop(self, seconds: float) -> None:
        """Stop from any state; return when the processes are gone, or after about `seconds`."""
        self.request_stop()
        with self._transition:
            self._close_session(seconds)
            with self._changed:
                if self._state is not GuestState.STOPPED:
                    self._enter(GuestState.STOPPED, None)

    def session_ready(self, session: GuestSession) -> None:
        """Enter READY, unless the session was stopped or replaced meanwhile."""
        with self._changed:
            if session is self._session and not session.is_stopping:
                if self.port is None and session.ready is not None:
                    # A page that is open in a browser, or an address that others know, goes on to work.
                    self.port = session.ready.port
                self._enter(GuestState.READY, None)
        self._shared.warm_pool.fill_soon(self._next_spec())

    def session_imported(self, session: GuestSession, message: LibrariesImported) -> None:
        """Have the next start find these libraries imported, if that is wanted."""
        fields = load_fields(self._target, self._settings)
        libraries = Libraries.named_by_guest(fields, message.path, message.modules)
        with self._changed:
            if session is not self._session or session.is_stopping or not self._keeps_libraries:
                return
            is_new = self._libraries is None or not libraries.equals(self._libraries)
            if is_new:
                self._libraries = libraries
        if is_new:
            self._shared.warm_pool.fill_soon(self._next_spec())

    def session_ended(self, session: GuestSession, reason: LazyProblem) -> None:
        """Enter CRASHED, unless the end was asked for; the worker ends with the session."""
        with self._changed:
            is_current = session is self._session
            if is_current and not session.is_stopping:
                self._enter(GuestState.CRASHED, reason)
        if is_current:
            self.worker.request_stop()

    def _enter(self, state: GuestState, reason: LazyProblem | None) -> None:
        """Enter a state, with `_changed` held."""
        self._state, self._reason = state, reason
        self._changed.notify_all()
        self._notify_changed()

    def _start(self, generation: int) -> None:
        with self._transition:
            if generation != self._generation:
                return
            self._close_session(STOP_SECONDS)
            for _ in range(ATTEMPTS):
                if self._load(generation):
                    return

    def _load(self, generation: int) -> bool:
        """Take a process and load the app into it; return False if the process had just died."""
        try:
            run = self._shared.warm_pool.take(self._next_spec())
        except OSError as error:
            start_error, python = str(error), str(self._spec.python or "Python")
            with self._changed:
                self._enter(GuestState.CRASHED, lambda: problems.not_started(start_error, python))
            return True
        session = GuestSession(run, self._run_name, self._guest, self, self._shared, self._requests)
        with self._changed:
            is_wanted = generation == self._generation
            if is_wanted:
                self._session = session
        if not is_wanted:
            run.stop()
            return True
        return run.load(session, self._load_message())

    def _next_spec(self) -> LaunchSpec:
        with self._changed:
            return replace(self._spec, libraries=self._libraries)

    def _load_message(self) -> dict[str, Any]:
        return {
            "type": "load",
            **load_fields(self._target, self._settings),
            "waitress": self._shared.waitress,
            "pause_seconds": self._shared.pause_seconds,
            "pause_at_exceptions": self.pauses_at_exceptions,
            "hide": [],
            "port": self.port or 0,
            "threads": self._spec.limits.threads,
            "mail_port": self._shared.mail_port(self._guest),
            "run": self._run_name,
        }

    def _close_session(self, seconds: float) -> None:
        """End the session and the worker, and wait for both; call it with `_transition` held."""
        self.worker.request_stop()
        session = self._session
        if session is not None:
            session.is_stopping = True
            session.run.close(seconds)
        self.worker.stop(seconds)
