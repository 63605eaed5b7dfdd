"""The life of a guest process: handshake, waiting as a spare, loading and serving the app."""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import Any, Callable

from ..adapters.registry import choose_adapter
from ..describe.code_ownership import ownership
from ..patch import flask_phases, thread_starts
from ..patch.patching import wrap
from ..pausing.pauses import pauses
from ..recording.channel import Channel
from ..recording.framing import ChannelError, read_frame, shake_hands
from ..recording.guarded_connection import GuardedConnection
from ..recording.probe import Probe
from ..recording.thread_work import start_background
from ..sensors.registry import attach_all
from ..takeover.program import run_program
from ..takeover.registry import watch_servers
from ..takeover.server_calls import server_calls
from . import app_loading, celery_worker
from .failure import GuestStartError
from .fork_server import serve_forks
from .import_isolation import remove_from_path
from .main_guard import suggest_program
from .servers.waitress_server import preload
from .serving import FLUSH_SECONDS, Serving

# A fork server is told what to import.
START_BYTES = 1 << 21
EXIT_FLUSH_SECONDS = 0.2
EXIT_FAILED = 3
EXIT_CHANNEL = 4


def read_start() -> dict[str, Any]:
    """Return the start line from standard input, and replace standard input by the null device."""
    line = sys.stdin.buffer.readline(START_BYTES)
    start: dict[str, Any] = json.loads(line)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - it stays open as long as the process runs
    sys.stdin.buffer.raw.name = "<stdin>"  # type: ignore[attr-defined]  # as Python itself names it
    return start


def run() -> int:
    """Run the guest until the channel closes; return the exit code."""
    start = read_start()
    if "fork_server" in start:
        import_flask()
        preload()
        serve_forks(int(start["fork_server"]), str(start["supervisor"]), start.get("preload"))
        start = read_start()
    key = str(start["key"])
    try:
        connection = socket.create_connection(("127.0.0.1", int(start["host_port"])))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        host = GuardedConnection(connection)
        shake_hands(host, key)
    except (OSError, ValueError, ChannelError) as error:
        sys.stderr.write(f"The probe found no host: {error}\n")
        return EXIT_CHANNEL
    flask_version, flask_problem = import_flask()
    preload()
    try:
        order = read_frame(host)
    except (OSError, ChannelError):
        return 0
    channel = Channel(host)
    wrap(os, "_exit", flush_before_exit(channel))
    wrap(os, "close", host.make_close)
    wrap(os, "closerange", host.make_closerange)
    try:
        if order.get("type") == "work":
            return celery_worker.run_worker(channel, host, order)
        serving = prepare(channel, host, order, flask_version, flask_problem)
        program = [str(argument) for argument in order.get("program") or ()]
        if program:
            return run_program(program, serving.serve)
        server_calls.begin_import()
        named = str(order.get("app", ""))
        try:
            app = app_loading.load(named)
        except GuestStartError as failure:
            raise suggest_program(failure, named) from failure
        finally:
            server_calls.end_import()
        serving.serve(app)
    except GuestStartError as failure:
        channel.put(failure.as_message())
        channel.flush(FLUSH_SECONDS)
        return EXIT_FAILED
    return 0


def flush_before_exit(channel: Channel) -> Callable[[Any], Any]:
    """Return a wrapper for `os._exit` that sends what was recorded before the process ends."""

    def make_wrapper(exit_now: Any) -> Any:
        def _exit(status: int) -> None:
            channel.flush(EXIT_FLUSH_SECONDS)
            exit_now(status)

        return _exit

    return make_wrapper


def import_flask() -> tuple[str | None, str | None]:
    """Import the guest's Flask ahead of time; return its version, or else why there is none."""
    try:
        import flask  # noqa: F401 - a spare guest has it loaded already
    except ModuleNotFoundError as error:
        return None, "Flask is not installed." if error.name == "flask" else f"Flask needs {error.name}."
    except Exception as error:
        return None, f"Flask cannot be imported: {type(error).__name__}: {error}"
    from importlib import metadata

    try:
        return metadata.version("flask"), None
    except metadata.PackageNotFoundError:
        return None, "Flask has no version metadata."


def prepare(
    channel: Channel,
    connection: GuardedConnection,
    order: dict[str, Any],
    flask_version: str | None,
    flask_problem: str | None,
) -> Serving:
    """Attach the sensors and enter the app's folder, before any code of the guest runs."""
    remove_from_path(str(folder) for folder in order.get("hide", ()))
    root = os.path.realpath(str(order["root"]))
    ownership.configure(root)
    adapter = choose_adapter(flask_version) if flask_version else None
    too_old = f"Flask {flask_version} is older than 2.2."
    no_flask_reason = None if adapter is not None else flask_problem or too_old
    mail_port = order.get("mail_port")
    probe = Probe(channel, adapter, no_flask_reason, int(mail_port) if mail_port else None)
    probe.run_id = str(order.get("run", ""))
    start_background(channel)
    if flask_version is not None:
        flask_phases.record_apps()
    failures = attach_all(probe)
    thread_starts.install(probe)
    watch_servers()
    pause_seconds = order.get("pause_seconds")
    if pause_seconds:
        pauses.allow(channel, float(pause_seconds))
        pauses.at_exceptions = order.get("pause_at_exceptions") is True
    app_loading.enter_root(str(order.get("folder") or root), order.get("variables"))
    return Serving(channel, connection, order, probe, failures)
