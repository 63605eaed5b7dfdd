"""Serving of the guest's application, from the `ready` message until the host closes the channel."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Callable, TypeVar

from ..describe.stacks import stacks_message
from ..patch import flask_phases
from ..questions.host_bytes import HostBytes
from ..questions.registry import Answering
from ..recording.framing import installed_packages
from ..recording.middleware import ProbeMiddleware
from ..recording.native_threads import exit_later, get_ident, start_thread
from ..recording.recorder import open_exchanges
from ..sensors.registry import states
from .libraries import libraries_message
from .origin import origin_of
from .routes import routes_of
from .servers.choose import Server, open_server
from .templates import forget_templates

if TYPE_CHECKING:
    from ..recording.channel import Channel
    from ..recording.guarded_connection import ByteStream
    from ..recording.probe import Probe

SHUTDOWN_SECONDS = 1.0
FLUSH_SECONDS = 1.0
THREADS = 256
STACKS_QUESTION = b"?"
TEMPLATES_SAVED = b"~"
UNKNOWN_ORIGIN: dict[str, Any] = {
    "interpreter": "",
    "working_directory": "",
    "object": "",
    "file": None,
    "line": None,
}
NO_ROUTES: tuple[list[dict[str, Any]], int] = ([], 0)
NO_PACKAGES: dict[str, str | None] = {}
Result = TypeVar("Result")


class Serving:
    """What is needed to serve an application: the channel, the probe, and what the host ordered.

    `failures` says which sensors could not be attached, and why. It follows the host from the start, on a
    thread of its own; it is made on the thread that loads the app.
    """

    def __init__(
        self,
        channel: Channel,
        connection: ByteStream,
        order: dict[str, Any],
        probe: Probe,
        failures: dict[str, str],
    ) -> None:
        self._channel = channel
        self._connection = connection
        self._order = order
        self._probe = probe
        self._failures = failures
        self._loader = get_ident()
        self._threads = int(order.get("threads", THREADS))
        self._server: Server | None = None
        self._app: Callable[..., Any] | None = None
        self._answering = Answering(channel)
        start_thread(self.follow_host)

    def serve(
        self,
        app: Callable[..., Any],
        started: Callable[[Callable[[], None]], None] | None = None,
        *,
        kind: str | None = None,
    ) -> None:
        """Serve an application under the probe until the host closes the channel; call it once.

        `started` is called with a function that stops it earlier. `kind` asks for a server of
        `servers.choose`; None takes the one that fits the process. It runs on the calling thread.
        GuestStartError says why no server can be opened; nothing was sent to the host then.
        """
        server = open_server(
            ProbeMiddleware(app, self._probe),
            threads=self._threads,
            lent_waitress=self._order.get("waitress") or None,
            kind=kind,
            wanted_port=int(self._order.get("port") or 0),
        )
        self._server, self._app = server, app
        routes, left_out = or_else(routes_of, NO_ROUTES, app)
        has_flask_app = bool(flask_phases.created_apps())  # also of a Flask too old for the sensors
        self._channel.expect(1)  # the host waits for this message, too
        self._channel.put(
            {
                "type": "ready",
                "port": server.port,
                "server": server.label,
                "framework": "flask" if has_flask_app else "wsgi",
                "sensors": states(self._probe, self._failures, has_flask_app=has_flask_app),
                "routes": routes,
                "routes_left_out": left_out,
                "packages": or_else(installed_packages, NO_PACKAGES),
                "origin": or_else(origin_of, UNKNOWN_ORIGIN, app),
            }
        )
        self._channel.at_rest = libraries_message
        if started is not None:
            started(server.stop)
        server.run()
        self._channel.flush(FLUSH_SECONDS)

    def follow_host(self) -> None:
        """Do what each byte of the host asks for, until it closes the channel.

        Count the requests that it announces, forget the templates that were saved, and send the stacks
        that it asks for, also while the app is loaded. Begin to answer its questions about an app that is
        served. Then stop the server, and after a moment the process.
        This runs on a thread of the operating system.
        """
        arrived = HostBytes()
        with contextlib.suppress(OSError):
            while data := self._connection.recv(4096):
                asked, texts = arrived.feed(data)
                for text in texts:
                    self._answering.start(self._app, text)
                questions = asked.count(STACKS_QUESTION)
                if questions:
                    loader = self._loader if self._server is None else None
                    self._channel.expect(1)
                    self._channel.put(stacks_message(open_exchanges(), self._threads, loader))
                saved = asked.count(TEMPLATES_SAVED)
                if saved:
                    or_else(forget_templates, None)
                self._channel.expect(len(asked) - questions - saved)
        exit_later(SHUTDOWN_SECONDS)
        if self._server is not None:
            self._server.stop()


def or_else(function: Callable[..., Result], otherwise: Result, *args: Any) -> Result:
    """Return what a function says about the app; `otherwise` if the guest has broken what it needs."""
    try:
        return function(*args)
    except Exception:
        return otherwise
