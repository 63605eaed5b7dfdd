"""One guest through all its starts."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from server.model.exchange import Exchange
from server.model.guest import GuestState, GuestStatus, Target, WorkerStatus
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.versions import Versions
from server.runner.guests import problems
from server.runner.guests.celery_worker import CeleryWorker
from server.runner.guests.problems import Reason
from server.runner.guests.run import LaunchSpec
from server.runner.guests.send import run_errand
from server.runner.guests.session import GuestSession, SharedResources
from server.runner.processes.limits import Limits
from server.runner.redaction.events import redact_text
from server.runner.requests import problems as request_problems
from server.runner.requests.pending import PendingRequests
from server.runner.requests.replay_cache import ReplayCache

# TERM, its grace, KILL and what a tree of many processes takes to go.
STOP_SECONDS: Final = 8.0
ATTEMPTS: Final = 3


class Guest:
    """The app under observation; every method may be called from any thread."""

    def __init__(self, target: Target, recipe: LaunchSpec, around: SharedResources) -> None:
        self.id = secrets.token_hex(4)
        self.target = target
        self.python = recipe.python
        self._recipe = recipe
        self._around = around
        self._tickets = PendingRequests()
        self._sent = ReplayCache()
        self._changed = threading.Condition()
        # Starts and stops happen one after another; the newest wish wins over those still waiting.
        self._cycle = threading.Lock()
        self._wish = 0
        self._life: GuestSession | None = None
        self._run = ""
        self._state = GuestState.STOPPED
        self._reason: Reason | None = None
        self._companion = CeleryWorker(
            target,
            recipe,
            around.spares,
            around.late,
            lambda: around.dispatcher.post(lambda: around.on_status(self)),
        )
        self._listeners: tuple[Callable[[Exchange], None], ...] = ()

    @property
    def run(self) -> str:
        """The name of the current start: it changes each time the guest is started."""
        return self._run

    @property
    def limits(self) -> Limits:
        """What it may use."""
        return self._recipe.limits

    @property
    def status(self) -> GuestStatus:
        """The guest at this moment; the problem is worded in the language of whoever asks."""
        with self._changed:
            life, state, reason = self._life, self._state, self._reason
        ready = life.ready if life is not None and state is GuestState.READY else None
        output = life.run.process.tail.lines() if life is not None else ()
        return GuestStatus(
            state=state,
            problem=_without_secrets(reason()) if reason is not None else None,
            output=tuple(map(redact_text, output)),
            port=ready.port if ready is not None else None,
            pid=life.run.process.pid if life is not None and state is not GuestState.STOPPED else None,
            versions=life.versions if life is not None else Versions(),
            sensors=ready.sensors if ready is not None else (),
            routes=ready.routes if ready is not None else (),
            worker=self._companion.status,
        )

    @property
    def url(self) -> str:
        """Where browsers reach it, `http://localhost:PORT`, or empty while it is not ready."""
        port = self.status.port
        return f"http://localhost:{port}" if port is not None else ""

    def wait(self, timeout: float) -> GuestStatus:
        """The status once it is not STARTING, or after `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._state is not GuestState.STARTING, timeout)
        return self.status

    def ended(self, timeout: float) -> GuestStatus:
        """The status once it neither starts nor serves, or after `timeout` seconds."""
        alive = (GuestState.STARTING, GuestState.READY)
        with self._changed:
            self._changed.wait_for(lambda: self._state not in alive, timeout)
        return self.status

    def restart(self) -> None:
        """Start it anew, from any state; returns at once."""
        with self._changed:
            self._wish += 1
            wish = self._wish
            self._run = secrets.token_hex(4)
            if self._life is not None:
                self._life.unwanted = True
            self._become(GuestState.STARTING, None)
        threading.Thread(target=self._begin, args=(wish,), name=f"guest-start-{self.id}", daemon=True).start()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """End it, from any state; returns when its processes are gone, or after about `seconds`."""
        self.ask_to_stop()
        with self._cycle:
            self._end_life(seconds)
            with self._changed:
                if self._state is not GuestState.STOPPED:
                    self._become(GuestState.STOPPED, None)

    def ask_to_stop(self) -> None:
        """Have its processes ended, and no start that is still waiting begin; returns at once."""
        with self._changed:
            self._wish += 1
            life = self._life
            if life is not None:
                life.unwanted = True
        self._companion.ask_to_stop()
        if life is not None:
            life.run.end()

    def start_worker(self) -> Problem | None:
        """Start the Celery worker of this app beside it; returns at once, `worker` in the status tells."""
        with self._changed:
            life, state = self._life, self._state
        if state is not GuestState.READY or life is None:
            return request_problems.not_ready(state, self.target.name)
        self._companion.start(life.run.folder)
        return None

    def stop_worker(self) -> None:
        """End the worker, and wait for it."""
        self._companion.stop()

    def wait_for_worker(self, seconds: float) -> WorkerStatus:
        """The worker once it is not starting, or after `seconds`."""
        return self._companion.wait(seconds)

    def send(self, outgoing: OutgoingRequest, *, timeout: float | None = None) -> Exchange | Problem:
        """Send a request and wait for the finished exchange, at most `timeout` seconds (None: as limited).

        If the guest dies midway the exchange is LOST. One that the probe did not see, such as a request that
        the guest's server refused, holds what came over the wire and no events.
        """
        with self._changed:
            life, state = self._life, self._state
        if state is not GuestState.READY or life is None or life.ready is None:
            return request_problems.not_ready(state, self.target.name)
        seconds = self.limits.request_seconds if timeout is None else timeout
        return run_errand(life, outgoing, seconds)

    def sent(self, exchange_id: int) -> OutgoingRequest | None:
        """The request of an exchange as it came, unredacted, while it is kept in memory; for replay."""
        return self._sent.get(exchange_id)

    def listen(self, listener: Callable[[Exchange], None]) -> Callable[[], None]:
        """Have `listener` called with each exchange that `send` did not begin; returns what ends that."""
        with self._changed:
            self._listeners = (*self._listeners, listener)

        def leave() -> None:
            with self._changed:
                self._listeners = tuple(each for each in self._listeners if each is not listener)

        return leave

    def was_asked(self, exchange: Exchange) -> None:
        """A browser or a script has had its answer."""
        for listener in self._listeners:
            listener(exchange)

    def became_ready(self, life: GuestSession) -> None:
        """A life of ours serves."""
        with self._changed:
            if life is self._life and not life.unwanted:
                self._become(GuestState.READY, None)
        self._around.spares.fill_soon(self._recipe)

    def is_over(self, life: GuestSession, reason: Reason) -> None:
        """A life of ours has ended; by our wish, or it crashed."""
        with self._changed:
            ours = life is self._life
            if ours and not life.unwanted:
                self._become(GuestState.CRASHED, reason)
        if ours:
            self._companion.ask_to_stop()

    def _become(self, state: GuestState, reason: Reason | None) -> None:
        """With `_changed` held: take a state, and tell."""
        self._state, self._reason = state, reason
        self._changed.notify_all()
        self._around.dispatcher.post(lambda: self._around.on_status(self))

    def _begin(self, wish: int) -> None:
        with self._cycle:
            if wish != self._wish:
                return
            self._end_life(STOP_SECONDS)
            for _ in range(ATTEMPTS):
                if self._load(wish):
                    return

    def _load(self, wish: int) -> bool:
        """Take a process and make it this guest; False if it had just died and another is to be tried."""
        try:
            run = self._around.spares.take(self._recipe)
        except OSError as error:
            why = str(error)
            with self._changed:
                self._become(
                    GuestState.CRASHED, lambda: problems.not_started(why, str(self.python or "Python"))
                )
            return True
        life = GuestSession(run, self._run, self, self._around, self._tickets, self._sent)
        with self._changed:
            wanted = wish == self._wish
            if wanted:
                self._life = life
        if not wanted:
            run.end()
            return True
        return run.load(life, self._message())

    def _message(self) -> dict[str, Any]:
        return {
            "type": "load",
            "root": str(self.target.root),
            "app": self.target.app,
            "waitress": self._around.waitress,
            "hide": [],
            "threads": self.limits.threads,
            "mail_port": self._around.mail_port(self.id),
            "run": self._run,
        }

    def _end_life(self, seconds: float) -> None:
        """With `_cycle` held: end what runs, and wait for it."""
        self._companion.ask_to_stop()
        life = self._life
        if life is not None:
            life.unwanted = True
            life.run.close(seconds)
        self._companion.stop(seconds)


def _without_secrets(problem: Problem) -> Problem:
    return replace(problem, cause=redact_text(problem.cause), detail=redact_text(problem.detail))
