"""The life of a guest: shake hands, wait as a warm spare, load the app, serve it, end with the channel."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import threading
from typing import Any, Callable

from ..adapters import choose
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
from .isolation import remove_from_path
from .wsgi_server import GuestServer, preload, waitress

END_SECONDS = 1.0
FLUSH_SECONDS = 1.0
LAST_WORDS_SECONDS = 0.2
EXIT_FAILED = 3
EXIT_CHANNEL = 4
ROUTES_LIMIT = 1000


def read_start() -> tuple[int, str]:
    """Port and key from standard input, which the guest then finds empty."""
    line = sys.stdin.buffer.readline(4096)
    start = json.loads(line)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - it lives as long as the process
    return int(start["host_port"]), str(start["key"])


def run() -> int:
    """Be a guest until the channel closes; returns the exit code."""
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
    wrap(os, "_exit", saying_last_words(channel))
    try:
        if order.get("type") == "work":
            return celery_worker.work(channel, connection, order)
        server, ready = bring_up(channel, order, flask_version, flask_problem)
    except GuestStartError as failure:
        channel.put(failure.as_message())
        channel.flush(FLUSH_SECONDS)
        return EXIT_FAILED
    channel.expect(1)  # the host waits for this one too
    channel.put(ready)
    threading.Thread(
        target=follow, args=(connection, channel, server), name="fumehood-host", daemon=True
    ).start()
    server.run()
    channel.flush(FLUSH_SECONDS)
    return 0


def saying_last_words(channel: Channel) -> Callable[[Any], Any]:
    """Around `os._exit`: what was seen so far goes out before the process ends at once."""

    def make(leave: Any) -> Any:
        def _exit(status: int) -> None:
            channel.flush(LAST_WORDS_SECONDS)
            leave(status)

        return _exit

    return make


def import_flask() -> tuple[str | None, str | None]:
    """The version of the guest's Flask, imported ahead, or why there is none."""
    try:
        import flask  # noqa: F401 - it is what a warm spare has ready
    except ModuleNotFoundError as error:
        return None, "Flask is not installed." if error.name == "flask" else f"Flask needs {error.name}."
    except Exception as error:
        return None, f"Flask cannot be imported: {type(error).__name__}: {error}"
    from importlib import metadata

    try:
        return metadata.version("flask"), None
    except metadata.PackageNotFoundError:
        return None, "Flask does not tell its version."


def bring_up(
    channel: Channel, order: dict[str, Any], flask_version: str | None, flask_problem: str | None
) -> tuple[GuestServer, dict[str, Any]]:
    """Load the application and open its port; returns the server and what to report."""
    remove_from_path(str(folder) for folder in order.get("hide", ()))
    root = os.path.realpath(str(order["root"]))
    ownership.configure(root)
    adapter = choose(flask_version) if flask_version else None
    absent = flask_problem or f"Flask {flask_version} is older than 2.2."
    mail_port = order.get("mail_port")
    probe = Probe(
        channel, adapter, None if adapter is not None else absent, int(mail_port) if mail_port else None
    )
    probe.run = str(order.get("run", ""))
    failed = attach_all(probe)
    app_loading.enter_root(root)
    app = app_loading.load(str(order.get("app", "")))
    flask_apps = flask_phases.created_apps()
    for flask_app in flask_apps:
        flask_phases.prepare(type(flask_app))
    module, label = waitress(order.get("waitress") or None)
    server = GuestServer(module, ProbeMiddleware(app, probe), int(order.get("threads", 4)))
    is_flask = bool(flask_apps)
    return server, {
        "type": "ready",
        "port": server.port,
        "server": label,
        "framework": "flask" if is_flask else "wsgi",
        "sensors": states(probe, failed, has_flask_app=is_flask),
        "routes": routes_of(app),
    }


def routes_of(app: Any) -> list[dict[str, Any]]:
    """The rules of a Flask app, for the host to complete URLs with."""
    url_map = getattr(app, "url_map", None)
    if url_map is None or not hasattr(url_map, "iter_rules"):
        return []
    found = []
    for rule in list(url_map.iter_rules())[:ROUTES_LIMIT]:
        if not rule.build_only:
            found.append(
                {
                    "rule": rule.rule,
                    "endpoint": str(rule.endpoint),
                    "methods": sorted(rule.methods or ()),
                    "arguments": sorted(rule.arguments),
                }
            )
    return found


def follow(connection: socket.socket, channel: Channel, server: GuestServer) -> None:
    """Count the requests that the host announces, a byte each, until it closes the channel.

    Then end: politely, and after a moment at once.
    """
    with contextlib.suppress(OSError):
        while announced := connection.recv(4096):
            channel.expect(len(announced))
    deadline = threading.Timer(END_SECONDS, os._exit, (0,))
    deadline.daemon = True
    deadline.start()
    server.stop()
