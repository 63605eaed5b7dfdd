"""A Celery worker beside the guest: it loads the same app, runs Celery's own worker, and tells how tasks end.

The order is `{"type": "work", "root", "app", "hide", "arguments": ["--loglevel=INFO", ...]}`. What the pool's
main process learns of a task is sent as a `job` message; a process that the pool forks sends nothing.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe
from ..describe.tracebacks import summarize
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap_function, wrap_method
from . import app_loading
from .failure import GuestStartError, last_line
from .isolation import remove_from_path

if TYPE_CHECKING:
    import socket
    from types import ModuleType

    from ..recording.channel import Channel

HEADER = "fumehood"
TEXT_LIMIT = 300
KIND = "job"
WARM_SECONDS = 3.0


class TaskReporter:
    """Tells the host what becomes of each task that a guest of Fumehood has sent."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def tell(self, request: Any, state: str, **facts: Any) -> None:
        """Report a state of a task; a task of somebody else is left out, and no failure of ours harms it."""
        try:
            headers = request.request_dict
            mark = headers.get(HEADER)
            if not isinstance(mark, str):
                return
            retries = headers.get("retries")
            message = {
                "type": "job",
                "of": mark[:100],
                "task": str(request.id)[:TEXT_LIMIT],
                "name": str(request.name)[:TEXT_LIMIT],
                "state": state,
                "time": time.time(),
                "took": None,
                "retries": retries if type(retries) is int else None,
                "worker": str(request.hostname)[:TEXT_LIMIT],
                "result": None,
                "problem": None,
            }
            self._channel.put({**message, **facts})
        except Exception as error:
            sys.stderr.write(f"The probe could not tell of a task: {type(error).__name__}: {error}\n")

    def accepting(self, original: Any) -> Any:
        """Around `Request.on_accepted`."""

        def on_accepted(request: Any, *args: Any, **kwargs: Any) -> Any:
            self.tell(request, "started")
            return original(request, *args, **kwargs)

        return on_accepted

    def failing(self, original: Any) -> Any:
        """Around `Request.on_failure`, which is also called for a task that asks to be tried again."""

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
            self.tell(request, state, problem=problem)
            return original(request, exc_info, *args, **kwargs)

        return on_failure

    def timing(self, original: Any) -> Any:
        """Around `Request.on_timeout`."""

        def on_timeout(request: Any, soft: Any, timeout: Any, *args: Any, **kwargs: Any) -> Any:
            if not soft:
                self.tell(request, "failed", problem=f"TimeLimitExceeded: {timeout} s")
            return original(request, soft, timeout, *args, **kwargs)

        return on_timeout

    def succeeding(self, original: Any) -> Any:
        """Around `on_success` of the class that Celery makes for each task."""

        def on_success(request: Any, outcome: Any, *args: Any, **kwargs: Any) -> Any:
            failed, value, runtime = outcome
            if not failed:
                # What the task returned comes as its text already.
                text = value if isinstance(value, str) else str(describe(value, TEXT_LIMIT)["repr"])
                result = {"type": "", "repr": text[:TEXT_LIMIT], "cut": len(text) > TEXT_LIMIT}
                took = round(runtime * 1000, 4) if isinstance(runtime, float) else None
                self.tell(request, "succeeded", result=result, took=took)
            return original(request, outcome, *args, **kwargs)

        return on_success

    def making(self, original: Any) -> Any:
        """Around `create_request_cls`."""

        def create_request_cls(*args: Any, **kwargs: Any) -> Any:
            made = original(*args, **kwargs)
            if "on_success" in vars(made):
                made.on_success = self.succeeding(made.on_success)
            return made

        return create_request_cls

    def attach(self) -> None:
        """Wait for the worker's modules."""

        def arrived(module: ModuleType) -> None:
            wrap_method(module.Request, "on_accepted", self.accepting)
            wrap_method(module.Request, "on_failure", self.failing)
            wrap_method(module.Request, "on_timeout", self.timing)
            wrap_method(module.Request, "on_success", self.succeeding)
            wrap_function(module, "create_request_cls", self.making)

        when_imported(KIND, "celery.worker.request", arrived)


def work(channel: Channel, connection: socket.socket, order: dict[str, Any]) -> int:
    """Be a worker until it ends or the channel closes; returns the exit code."""
    remove_from_path(str(folder) for folder in order.get("hide", ()))
    root = os.path.realpath(str(order["root"]))
    ownership.configure(root)
    app_loading.enter_root(root)
    flask_app = app_loading.load(str(order.get("app", "")))
    app = celery_of(flask_app)
    TaskReporter(channel).attach()
    from celery import signals

    def ready(**_: Any) -> None:
        channel.put({"type": "working"})

    signals.worker_ready.connect(ready, weak=False)
    threading.Thread(target=follow, args=(connection,), name="fumehood-host", daemon=True).start()
    arguments = [str(one) for one in order.get("arguments", ())]
    try:
        app.worker_main(argv=["worker", *arguments])
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    return 0


def celery_of(flask_app: Any) -> Any:
    """The Celery app of a guest: its extension, or the one that its module has made."""
    try:
        from celery import Celery, _state
    except ImportError as error:
        raise GuestStartError("no-celery", last_line(error), error) from error
    extensions = getattr(flask_app, "extensions", None)
    found = extensions.get("celery") if isinstance(extensions, dict) else None
    if isinstance(found, Celery):
        return found
    made = [app for app in _state._get_active_apps() if isinstance(app, Celery) and app.main != "default"]
    if not made:
        raise GuestStartError("no-celery-app", "The app makes no Celery app when it is loaded.")
    return made[0]


def follow(connection: socket.socket) -> None:
    """Wait for the host to close the channel, then end: warmly first, as Celery does on SIGTERM."""
    try:
        while connection.recv(4096):
            pass
    except OSError:
        pass
    late = threading.Timer(WARM_SECONDS, os._exit, (0,))
    late.daemon = True
    late.start()
    os.kill(os.getpid(), signal.SIGTERM)
