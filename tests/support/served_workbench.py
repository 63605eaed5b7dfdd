"""A workbench with a real app, served over sockets as Fumehood serves it."""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from desktop.shell.process.loopback import listen_at_name
from desktop.shell.process.wsgi_server import WsgiServer
from server.app import create_app
from server.model.guest import GuestState, Target, TargetKind
from server.runner.guests.guests import Guest
from server.services import Services, build
from server.web import pools
from server.web.base.background import start_thread
from server.web.security.keys import TOKEN_HEADER, Keys

SECONDS = 60
SLOW_APP = """
import time
from flask import Flask
app = Flask(__name__)

@app.get("/")
def index():
    return "hello"

@app.get("/slow")
def slow():
    time.sleep(600)
    return "late"
"""
PAGES = ("/", "/settings", "/mail", "/handbook", "/bench/{guest}", "/bench/{guest}/rows")


class ServedWorkbench:
    """Sends requests of our own pages over sockets; `guest` is the app that is open."""

    def __init__(self, keys: Keys, guest: Guest, services: Services) -> None:
        self.keys = keys
        self.guest = guest
        self._services = services

    def open_exchanges(self) -> list[int]:
        """Return the ids of the exchanges that the app has begun and not finished."""
        return [exchange.id for exchange in self._services.live_feed.open_exchanges()]

    def get(self, path: str) -> bytes:
        """Return a page."""
        connection = self._connect()
        connection.request("GET", path, headers=self._headers())
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status == 200, (path, answer.status)
        return body

    def cancel(self, path: str) -> None:
        """Press a button that cancels."""
        self.answer(self.post(path))

    def answer(self, connection: http.client.HTTPConnection) -> str:
        """Return the answer that comes on a connection, and close it."""
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def send(self, path: str, ticket: str) -> http.client.HTTPConnection:
        """Send a request to the app from its bench; return the connection, on which the answer comes."""
        body = urlencode({"method": "GET", "url": path}).encode()
        return self.post(f"/bench/{self.guest.id}/send", body, **{"X-Fumehood-Send": ticket})

    def post(self, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPConnection:
        """Send a form as a page does; return the connection, on which the answer comes."""
        connection = self._connect()
        form = {"Content-Type": "application/x-www-form-urlencoded", TOKEN_HEADER: self.keys.token}
        sent = {**self._headers(), **form, "Origin": self.keys.origin, "HX-Request": "true", **headers}
        connection.request("POST", path, body, sent)
        return connection

    def page_seconds(self, times: int = 1) -> list[float]:
        """Return how long each page takes, each so many times."""
        took = []
        for _ in range(times):
            for page in PAGES:
                began = time.perf_counter()
                self.get(page.format(guest=self.guest.id))
                took.append(time.perf_counter() - began)
        return took

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.keys.port, timeout=SECONDS)

    def _headers(self) -> dict[str, str]:
        return {"Host": self.keys.host, "Cookie": self.keys.set_cookie.partition(";")[0]}


@contextmanager
def served_workbench(folder: Path) -> Iterator[ServedWorkbench]:
    """Serve a workbench in which a slow app is open; `folder` is empty and gets the app and the data."""
    app_folder = folder / "slow"
    app_folder.mkdir()
    (app_folder / "app.py").write_text(SLOW_APP, encoding="utf-8")
    services = build(folder / "data", start_thread=start_thread)
    listening = listen_at_name(0)
    keys = Keys(listening.host, listening.port)
    app = create_app(services, keys)
    server = WsgiServer(
        app,
        *listening.sockets,
        name="Fumehood",
        pools=pools.SIZES,
        pool_of=pools.pool_of(app),
        knows=keys.knows,
    )
    try:
        target = Target(
            kind=TargetKind.FOLDER, spec=str(app_folder), root=app_folder, app="app:app", name="slow"
        )
        guest = services.guests.open(target)
        assert guest.wait(SECONDS).state is GuestState.READY
        yield ServedWorkbench(keys, guest, services)
    finally:
        services.stop()
        server.close()
        services.close()
