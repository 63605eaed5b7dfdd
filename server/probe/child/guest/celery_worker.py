"""The guest process as a Celery worker: it loads the same app, runs Celery's own worker and reports tasks.

The order is `{"type": "work", "root", "app", "hide", "arguments": ["--loglevel=INFO", ...]}`. What the pool's
main process learns of a task is sent as a `job` message; a process that the pool forks sends nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe
from ..describe.exception_text import summarize
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap_function, wrap_method
from ..recording.clock import clock
from ..recording.native_threads import exit_later, start_thread
from . import app_loading
from .failure import GuestStartError, last_line
from .import_isolation import remove_from_path

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.channel import Channel
    from ..recording.guarded_connection import ByteStream

HEADER = "fumehood"
TEXT_LIMIT = 300
KIND = "job"
WARM_SHUTDOWN_SECONDS = 3.0


class TaskReporter:
    """Reports to the host what happens to each task that a guest of Fumehood sent."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def report(self, request: Any, state: str, **facts: Any) -> None:
        """Send the state of a task; ignore tasks of other senders. A failure here never affects the task."""
        try:
            headers = request.request_dict
            marker = headers.get(HEADER)
            if not isinstance(marker, str):
                return
            retries = headers.get("retries")
            message = {
                "type": "job",
                "of": marker[:100],
                "task": str(request.id)[:TEXT_LIMIT],
                "name": str(request.name)[:TEXT_LIMIT],
                "state": state,
                "time": clock.wall(),
                "took": None,
                "retries": retries if type(retries) is int else None,
                "worker": str(request.hostname)[:TEXT_LIMIT],
                "result": None,
                "problem": None,
            }
            self._channel.put({**message, **facts})
        except Exception as error:
            sys.stderr.write(f"The probe could not report a task: {type(error).__name__}: {error}\n")

    def wrap_on_accepted(self, original: Any) -> Any:
        """Wrap `Request.on_accepted`."""

        def on_accepted(request: Any, *args: Any, **kwargs: Any) -> Any:
            self.report(request, "started")
            return original(request, *args, **kwargs)

        return on_accepted

    def wrap_on_failure(self, original: Any) -> Any:
        """Wrap `Request.on_failure`, which is also called for a task that asks to be retried."""

        def on_failure(request: Any, exc_info: Any, *args: Any, **kwargs: Any) -> Any:
            error = getattr(exc_info, "exception", None)
            error = (
                getattr(error, "exc", error) if type(error).__name__ == "ExceptionWithTraceback" else error
            )
            names = {cls.__name__ for cls in type(error).__mro__}
            state = "failed"
            if "Retry" in names:
                state, error = "retried", getattr(error, "exc", None) or error
            elif names & {"WorkerLostError", "SystemExit", "KeyboardInterrupt"}:
                state = "lost"
            elif names & {"Ignore", "Reject", "Terminated"}:
                state = "refused"
            problem = summarize(error) if isinstance(error, BaseException) else str(error)[:TEXT_LIMIT]
            self.report(request, state, problem=problem)
            return original(request, exc_info, *args, **kwargs)

        return on_failure

    def wrap_on_timeout(self, original: Any) -> Any:
        """Wrap `Request.on_timeout`."""

        def on_timeout(request: Any, soft: Any, timeout: Any, *args: Any, **kwargs: Any) -> Any:
            if not soft:
                self.report(request, "failed", problem=f"TimeLimitExceeded: {timeout} s")
            return original(request, soft, timeout, *args, **kwargs)

        return on_timeout

    def wrap_on_success(self, original: Any) -> Any:
        """Wrap `on_success` of the class that Celery creates for each task."""

        def on_success(request: Any, outcome: Any, *args: Any, **kwargs: Any) -> Any:
            failed, value, runtime = outcome
            if not failed:
                # Celery passes the result as text already.
                text = value if isinstance(value, str) else str(describe(value, TEXT_LIMIT)["repr"])
                result = {"type": "", "repr": text[:TEXT_LIMIT], "cut": len(text) > TEXT_LIMIT}
                took = round(runtime * 1000, 4) if isinstance(runtime, float) else None
                self.report(request, "succeeded", result=result, took=took)
            return original(request, outcome, *args, **kwargs)

        return on_success

    def wrap_create_request_cls(self, original: Any) -> Any:
        """Wrap `create_request_cls`, to watch the classes that it returns."""

        def create_request_cls(*args: Any, **kwargs: Any) -> Any:
            request_class = original(*args, **kwargs)
            if "on_success" in vars(request_class):
                request_class.on_success = self.wrap_on_success(request_class.on_success)
            return request_class

        return create_request_cls

    def attach(self) -> None:
        """Patch the worker's modules as soon as they are imported."""

        def on_import(module: ModuleType) -> None:
            wrap_method(module.Request, "on_accepted", self.wrap_on_accepted)
            wrap_method(module.Request, "on_failure", self.wrap_on_failure)
            wrap_method(module.Request, "on_timeout", self.wrap_on_timeout)
            wrap_method(module.Request, "on_success", self.wrap_on_success)
            wrap_function(module, "create_request_cls", self.wrap_create_request_cls)

        when_imported(KIND, "celery.worker.request", on_import)


def run_worker(channel: Channel, connection: ByteStream, order: dict[str, Any]) -> int:
    """Run a worker until it ends or the channel closes; return the exit code."""
    remove_from_path(str(folder) for folder in order.get("hide", ()))
    root = os.path.realpath(str(order["root"]))
    ownership.configure(root)
    app_loading.enter_root(str(order.get("folder") or root), order.get("variables"))
    flask_app = app_loading.load(str(order.get("app", "")))
    app = find_celery_app(flask_app)
    TaskReporter(channel).attach()
    from celery import signals

    def ready(**_: Any) -> None:
        channel.put({"type": "working"})

    signals.worker_ready.connect(ready, weak=False)
    start_thread(follow_host, connection)
    arguments = [str(one) for one in order.get("arguments", ())]
    try:
        app.worker_main(argv=["worker", *arguments])
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 1
    return 0


def find_celery_app(flask_app: Any) -> Any:
    """Return the Celery app of a guest: its `celery` extension, or else the first one created."""
    try:
        from celery import Celery, _state
    except ImportError as error:
        raise GuestStartError("no-celery", last_line(error), error) from error
    extensions = getattr(flask_app, "extensions", None)
    found = extensions.get("celery") if isinstance(extensions, dict) else None
    if isinstance(found, Celery):
        return found
    request_class = [
        app for app in _state._get_active_apps() if isinstance(app, Celery) and app.main != "default"
    ]
    if not request_class:
        raise GuestStartError("no-celery-app", "The app creates no Celery app when it is loaded.")
    return request_class[0]


def follow_host(connection: ByteStream) -> None:
    """Wait until the host closes the channel, then end: first by SIGTERM, Celery's warm shutdown."""
    try:
        while connection.recv(4096):
            pass
    except OSError:
        pass
    exit_later(WARM_SHUTDOWN_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
