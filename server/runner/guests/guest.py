"""One guest: the user's app under observation, through all its starts."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.model.background import BackgroundEvent
from server.model.exchange import AnswerProgress, Exchange, Response
from server.model.guest import GuestState, GuestStatus, Target, WorkerStatus
from server.model.notice import LazyNotice
from server.model.notifications import GuestChanged, SourceSaved
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.stack import Evaluated, PausedRequest, Stack
from server.model.versions import Versions
from server.runner.guests.lifecycle import STOP_SECONDS, GuestLifecycle
from server.runner.guests.restart_on_save import RestartOnSave
from server.runner.guests.run import LaunchSpec
from server.runner.guests.send import send_request
from server.runner.guests.session import SharedResources
from server.runner.guests.start_settings import StartSettings
from server.runner.processes.limits import Limits
from server.runner.redaction.known_secrets import KNOWN_SECRETS
from server.runner.redaction.paused import redacted_value
from server.runner.redaction.text import redact_lines, redact_text
from server.runner.requests import problems
from server.runner.requests.guest_requests import GuestRequests
from server.runner.watching.source_folders import Saved

_ALIVE = (GuestState.STARTING, GuestState.READY)


class Guest:
    """The app under observation; every method may be called from any thread."""

    def __init__(
        self, target: Target, spec: LaunchSpec, shared: SharedResources, port: int | None = None
    ) -> None:
        self.id = secrets.token_hex(4)
        self.target = target
        self.python = spec.python
        # What is said about its interpreter; set before it is shown.
        self.notice: LazyNotice | None = None
        self.limits: Limits = spec.limits
        self._shared = shared
        self._requests = GuestRequests()
        self._lifecycle = GuestLifecycle(self.id, target, spec, shared, self._requests, self._publish_change)
        self._lifecycle.port = port
        self._on_save = RestartOnSave(target.root, self._lifecycle, self._publish_saved, self._publish_change)

    @property
    def run(self) -> str:
        """The name of the current start; each start has another."""
        return self._lifecycle.run_name

    @property
    def status(self) -> GuestStatus:
        """The guest now; the problem is in the language of the caller."""
        snapshot = self._lifecycle.snapshot()
        session = snapshot.session
        ready = session.ready if session is not None and snapshot.state is GuestState.READY else None
        output = session.run.process.tail.lines() if session is not None else ()
        return GuestStatus(
            state=snapshot.state,
            problem=_redacted(snapshot.reason()) if snapshot.reason is not None else None,
            output=redact_lines(output),
            port=ready.port if ready is not None else None,
            missed_port=self._lifecycle.port
            if ready is not None and ready.port != self._lifecycle.port
            else None,
            pid=session.run.process.pid
            if session is not None and snapshot.state is not GuestState.STOPPED
            else None,
            versions=session.versions if session is not None else Versions(),
            sensors=ready.sensors if ready is not None else (),
            routes=ready.routes if ready is not None else (),
            routes_left_out=ready.routes_left_out if ready is not None else 0,
            worker=self._lifecycle.worker.status,
            watch=self._on_save.status,
        )

    @property
    def printed(self) -> str:
        """A text that is another one once the guest or its worker has printed more."""
        session = self._lifecycle.snapshot().session
        printed = session.run.process.tail.fed if session is not None else 0
        return f"{self.run}-{printed}-{self._lifecycle.worker.printed}"

    @property
    def url(self) -> str:
        """The address for browsers, `http://localhost:PORT`; empty while it is not ready."""
        port = self.status.port
        return f"http://localhost:{port}" if port is not None else ""

    def wait(self, timeout: float) -> GuestStatus:
        """Return the status once it is not STARTING, or after `timeout` seconds."""
        self._lifecycle.wait_while((GuestState.STARTING,), timeout)
        return self.status

    def wait_until_ended(self, timeout: float) -> GuestStatus:
        """Return the status once it is neither STARTING nor READY, or after `timeout` seconds."""
        self._lifecycle.wait_while(_ALIVE, timeout)
        return self.status

    def configure(self, limits: Limits, port: int | None) -> None:
        """Use other limits and another port from the next start on; None keeps the port that it has."""
        self.limits = limits
        self._lifecycle.use_limits(limits)
        if port is not None:
            self._lifecycle.port = port

    def use_settings(self, settings: StartSettings) -> None:
        """Start with other settings from the next start on; secret values are shown nowhere from now on."""
        KNOWN_SECRETS.keep(self.id, settings.secret_values)
        self._lifecycle.use_settings(settings)

    def use_python(self, python: Path | None) -> None:
        """Run on another interpreter from the next start on; None means our own."""
        self.python = python
        self._lifecycle.use_python(python)

    def watch(self, on: bool) -> None:
        """Have it restarted when its source is saved, or no longer; return at once."""
        self._lifecycle.keep_libraries(on)
        self._on_save.set(on)

    def wait_for_watch(self, seconds: float) -> bool:
        """Return whether each save is seen from now on; wait for that at most so many seconds."""
        return self._on_save.wait(seconds)

    def restart(self) -> None:
        """Start it again, from any state and on the same port; return at once."""
        self._lifecycle.restart()

    def stop(self, seconds: float = STOP_SECONDS, *, wait: bool = True) -> None:
        """Stop it, from any state, and its worker.

        Return when the processes are gone or after about `seconds`; with `wait=False` at once.
        """
        if wait:
            self._lifecycle.stop(seconds)
        else:
            self._lifecycle.request_stop()

    def start_worker(self) -> Problem | None:
        """Start the app's Celery worker beside it and return at once; `status.worker` shows how it goes."""
        snapshot = self._lifecycle.snapshot()
        if snapshot.state is not GuestState.READY or snapshot.session is None:
            return problems.not_ready(snapshot.state, self.target.name)
        self._lifecycle.worker.start(snapshot.session.run.folder)
        return None

    def stop_worker(self) -> None:
        """Stop the worker, and wait until its processes are gone."""
        self._lifecycle.worker.stop()

    def wait_for_worker(self, seconds: float) -> WorkerStatus:
        """Return the worker's status once it is not STARTING, or after `seconds`."""
        return self._lifecycle.worker.wait(seconds)

    def send(
        self,
        outgoing: OutgoingRequest,
        *,
        timeout: float | None = None,
        answered: Callable[[Response], None] | None = None,
    ) -> Exchange | Problem:
        """Send a request and return the finished exchange, or why there is none.

        `timeout` is in seconds, None means the guest's limit. `answered` is called with the response as it
        came, which is not redacted. If the guest dies before the end, the exchange
        is LOST. If the probe did not see the request, for instance because the guest's server refused it, the
        exchange holds what came over the wire and no events.
        """
        snapshot = self._lifecycle.snapshot()
        if (
            snapshot.state is not GuestState.READY
            or snapshot.session is None
            or snapshot.session.ready is None
        ):
            return problems.not_ready(snapshot.state, self.target.name)
        seconds = self.limits.request_seconds if timeout is None else timeout
        return send_request(snapshot.session, outgoing, seconds, answered)

    def ask(self, about: str, arguments: Mapping[str, Any]) -> Mapping[str, Any] | Problem:
        """Ask the guest about its app; return the facts of `answer_schemas`, or why there are none."""
        snapshot = self._lifecycle.snapshot()
        if snapshot.state is not GuestState.READY or snapshot.session is None:
            return problems.not_ready(snapshot.state, self.target.name)
        answer = snapshot.session.questions.ask(about, arguments)
        if answer is None or answer.facts is None:
            return problems.no_answer_about(self.target.name, answer.problem if answer is not None else None)
        return answer.facts

    def paused(self, exchange: int) -> tuple[PausedRequest, ...]:
        """Return the pauses of an exchange now; `exchange` is its number in this start."""
        session = self._lifecycle.snapshot().session
        return session.paused.of(exchange) if session is not None else ()

    def evaluate(self, pause: int, frame: int, expression: str) -> Evaluated | Problem:
        """Return what an expression gives in a frame of a paused request, evaluated in the guest."""
        facts = self.ask("evaluate", {"pause": pause, "frame": frame, "expression": expression})
        if isinstance(facts, Problem):
            return facts
        return redacted_value(
            Evaluated(
                expression=expression,
                type=facts["type"],
                text=facts["text"],
                cut=facts["cut"],
                problem=facts["problem"] or "",
            )
        )

    def resume(self, pause: int) -> Problem | None:
        """Let a paused request go on; return why that is not possible."""
        answer = self.ask("resume", {"pause": pause})
        return answer if isinstance(answer, Problem) else None

    @property
    def pauses_at_exceptions(self) -> bool:
        """Whether requests pause at exceptions that nothing has handled."""
        return self._lifecycle.pauses_at_exceptions

    def pause_at_exceptions(self, on: bool) -> Problem | None:
        """Pause requests at such exceptions from now on, also after a restart; return what went wrong."""
        self._lifecycle.pauses_at_exceptions = on
        answer = self.ask("pausing", {"exceptions": on})
        return answer if isinstance(answer, Problem) else None

    def stacks(self, exchange: int) -> tuple[Stack, ...]:
        """Return where the threads of an open exchange stand now; `exchange` is its number in this start."""
        session = self._lifecycle.snapshot().session
        stacks = session.stacks() if session is not None else None
        return stacks.of(exchange) if stacks is not None else ()

    def wait_for_threads(self, seconds: float) -> bool:
        """Return once no thread of a finished request is at work; False if one still is after `seconds`."""
        session = self._lifecycle.snapshot().session
        return session is None or session.wait_for_threads(seconds)

    @property
    def background(self) -> tuple[BackgroundEvent, ...]:
        """The last events outside of any exchange since it was last started, the oldest first."""
        session = self._lifecycle.snapshot().session
        return session.background.events() if session is not None else ()

    def open_exchange(self, id: int) -> Exchange | None:  # noqa: A002 - it is the exchange's id
        """Return an exchange that has not finished, with what was recorded so far; None if there is none."""
        session = self._lifecycle.snapshot().session
        return session.open_exchange(id) if session is not None else None

    def answer_progress(self, id: int) -> AnswerProgress | None:  # noqa: A002 - it is the exchange's id
        """Return what has come of the answer to a request of ours; None if nothing is known of it."""
        session = self._lifecycle.snapshot().session
        return session.answer_progress(id) if session is not None else None

    def cancel(self, id: int) -> bool:  # noqa: A002 - it is the exchange's id
        """Close the connection of a request that `send` sent; return False if it is not under way.

        The app learns of it as when a browser goes away: at its next write.
        """
        session = self._lifecycle.snapshot().session
        return session.cancel(id) if session is not None else False

    def original_request(self, exchange_id: int) -> OutgoingRequest | None:
        """Return the unredacted request of an exchange for replay; None once it is no longer in memory."""
        return self._requests.originals.get(exchange_id)

    def subscribe(self, listener: Callable[[Exchange], None]) -> Callable[[], None]:
        """Have `listener` called with each exchange that `send` did not start; return how to end that.

        It is called on the notification thread, after the exchange was published.
        """
        return self._requests.subscribe(listener)

    def _publish_change(self) -> None:
        self._shared.notifications.post(
            lambda: self._shared.notify(GuestChanged(self.id, self._lifecycle.state))
        )

    def _publish_saved(self, saved: Saved) -> None:
        files, restarts = saved.code + saved.pages, bool(saved.code)
        self._shared.notifications.post(lambda: self._shared.notify(SourceSaved(self.id, files, restarts)))


def _redacted(problem: Problem) -> Problem:
    return replace(problem, cause=redact_text(problem.cause), detail=redact_text(problem.detail))
