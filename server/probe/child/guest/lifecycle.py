"""The life of a guest process: handshake, waiting as a spare, loading and serving the app, shutdown."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import threading
from typing import Any, Callable

from ..adapters.registry import choose_adapter
from ..describe.code_ownership import ownership
from ..patch import flask_phases
from ..patch.patching import wrap
from ..recording.channel import Channel
from ..recording.framing import ChannelError, read_frame, shake_hands
from ..recording.middleware import ProbeMiddleware
from ..recording.probe import Probe
from ..sensors.registry import attach_all, states
from . import app_loading, celery_worker
from .failure import GuestStartError
from .import_isolation import remove_from_path
from .wsgi_server import GuestServer, import_waitress, preload

SHUTDOWN_SECONDS = 1.0
FLUSH_SECONDS = 1.0
EXIT_FLUSH_SECONDS = 0.2
EXIT_FAILED = 3
EXIT_CHANNEL = 4
ROUTES_LIMIT = 1000


def read_start() -> tuple[int, str]:
    """Return port and key from standard input, and replace standard input by the null device."""
    line = sys.stdin.buffer.readline(4096)
    start = json.loads(line)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - it stays open as long as the process runs
    return int(start["host_port"]), str(start["key"])


def run() -> int:
    """Run the guest until the channel closes; return the exit code."""
    port, key = read_start()
    try:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        shake_hands(connection, key)
    except (OSError, ValueError, ChannelError) as error:
        sys.stderr.write(f"The probe found no host: {error}\n")
        return EXIT_CHANNEL
    flask_version, flask_problem = import_flask()
    preload()
    try:
        order = read_frame(connection)
    except (OSError, ChannelError):
        return 0
    channel = Channel(connection)
    wrap(os, "_exit", flush_before_exit(channel))
    try:
        if order.get("type") == "work":
            return celery_worker.run_worker(channel, connection, order)
        server, ready = open_server(channel, order, flask_version, flask_problem)
    except GuestStartError as failure:
        channel.put(failure.as_message())
        channel.flush(FLUSH_SECONDS)
        return EXIT_FAILED
    channel.expect(1)  # the host waits for this message, too
    channel.put(ready)
    threading.Thread(
        target=follow_host, args=(connection, channel, server), name="fumehood-host", daemon=True
    ).start()
    server.run()
    channel.flush(FLUSH_SECONDS)
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


def open_server(
    channel: Channel, order: dict[str, Any], flask_version: str | None, flask_problem: str | None
) -> tuple[GuestServer, dict[str, Any]]:
    """Load the application and open its port; return the server and the `ready` message."""
    remove_from_path(str(folder) for folder in order.get("hide", ()))
    root = os.path.realpath(str(order["root"]))
    ownership.configure(root)
    adapter = choose_adapter(flask_version) if flask_version else None
    too_old = f"Flask {flask_version} is older than 2.2."
    no_flask_reason = None if adapter is not None else flask_problem or too_old
    mail_port = order.get("mail_port")
    probe = Probe(channel, adapter, no_flask_reason, int(mail_port) if mail_port else None)
    probe.run_id = str(order.get("run", ""))
    failures = attach_all(probe)
    app_loading.enter_root(root)
    app = app_loading.load(str(order.get("app", "")))
    flask_apps = flask_phases.created_apps()
    for flask_app in flask_apps:
        flask_phases.patch_subclass(type(flask_app))
    module, label = import_waitress(order.get("waitress") or None)
    server = GuestServer(module, ProbeMiddleware(app, probe), int(order.get("threads", 4)))
    has_flask_app = bool(flask_apps)
    return server, {
        "type": "ready",
        "port": server.port,
        "server": label,
        "framework": "flask" if has_flask_app else "wsgi",
        "sensors": states(probe, failures, has_flask_app=has_flask_app),
        "routes": routes_of(app),
    }


def routes_of(app: Any) -> list[dict[str, Any]]:
    """Return the rules of a Flask app, with which the host completes URLs."""
    url_map = getattr(app, "url_map", None)
    if url_map is None or not hasattr(url_map, "iter_rules"):
        return []
    routes = []
    for rule in list(url_map.iter_rules())[:ROUTES_LIMIT]:
        if not rule.build_only:
            routes.append(
                {
                    "rule": rule.rule,
                    "endpoint": str(rule.endpoint),
                    "methods": sorted(rule.methods or ()),
                    "arguments": sorted(rule.arguments),
                }
            )
    return routes


def follow_host(connection: socket.socket, channel: Channel, server: GuestServer) -> None:
    """Count the requests that the host announces, one byte each, until it closes the channel.

    Then stop the server, and after a moment the process.
    """
    with contextlib.suppress(OSError):
        while announced := connection.recv(4096):
            channel.expect(len(announced))
    deadline = threading.Timer(SHUTDOWN_SECONDS, os._exit, (0,))
    deadline.daemon = True
    deadline.start()
    server.stop()
