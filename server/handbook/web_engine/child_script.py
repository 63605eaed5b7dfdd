"""The web engine's own process: opens pages without a window on command. Imports PySide6 only.

Run as a script by our own interpreter. Standard input: one line of JSON {"port", "token"}. It connects to
that loopback port, sends the token as a line, and then reads JSON lines {"id", "do", "page", ...}: `open`
creates a page with a fresh profile, stored in {"folder"} or, if that is empty, nowhere; `visit` loads
{"url"}; `run` evaluates {"script"} and awaits a promise; `close` closes the page. Each is answered with
{"id", "value"} or {"id", "error"}; a line of a page's console is sent as {"page", "console"}. The engine
reaches loopback only, and ends with its connection.
"""

import json
import secrets
import sys
from typing import Any

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QTcpSocket
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")
REMOTE = ("http", "https", "ws", "wss", "ftp", "file")
CONNECT_MILLISECONDS = 5000

# The result of a script is sent over the console, which loses no lines; a page cannot know the token.
WRAPPED = """(async () => (%s))().then(
  (value) => console.debug(%s + JSON.stringify({value: value === undefined ? null : value})),
  (error) => console.debug(%s + JSON.stringify({error: String(error)})),
);"""


class LoopbackOnly(QWebEngineUrlRequestInterceptor):
    """Blocks every request of a page that is not to loopback."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802 - Qt calls it so
        """Block a request that would leave this machine."""
        url = info.requestUrl()
        host = url.host()
        inside = host in LOOPBACK or host.endswith(".localhost")
        if url.scheme() in REMOTE and (url.scheme() == "file" or not inside):
            info.block(True)


class EnginePage(QWebEnginePage):
    """One page in a profile of its own; sends its answers over `connection`."""

    def __init__(self, number: int, connection: "HostConnection", folder: str) -> None:
        self.own_profile = QWebEngineProfile(f"page-{number}") if folder else QWebEngineProfile()
        if folder:
            self.own_profile.setPersistentStoragePath(folder)
            self.own_profile.setCachePath(folder)
        self.interceptor = LoopbackOnly()
        self.own_profile.setUrlRequestInterceptor(self.interceptor)
        super().__init__(self.own_profile)
        self.number = number
        self._connection = connection
        self._visit_id: int | None = None
        self._script_ids: dict[str, int] = {}
        self.setVisible(True)
        self.loadFinished.connect(self._loaded)

    def visit(self, id_: int, url: str) -> None:
        """Load an address; the answer is whether it loaded."""
        self._visit_id = id_
        self.load(QUrl(url))

    def run(self, id_: int, script: str) -> None:
        """Evaluate an expression; the answer is its value, or that of its promise."""
        token = secrets.token_hex(16)
        self._script_ids[token] = id_
        quoted = json.dumps(token)
        self.runJavaScript(WRAPPED % (script, quoted, quoted), 0, self._ignore)

    def javaScriptConsoleMessage(  # noqa: N802 - Qt calls it so
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        """Pass on a line of the console, which may be the result of a script."""
        id_ = self._script_ids.pop(message[:32], None)
        if id_ is not None:
            self._connection.send({"id": id_, **json.loads(message[32:])})
        else:
            self._connection.send({"page": self.number, "console": message})

    def _ignore(self, _: Any) -> None:
        """Do nothing: the result comes over the console."""

    def _loaded(self, ok: bool) -> None:
        if self._visit_id is not None:
            id_, self._visit_id = self._visit_id, None
            self._connection.send({"id": id_, "value": ok})


class HostConnection:
    """The connection to Fumehood: one JSON object a line, in both directions."""

    def __init__(self, port: int, token: str) -> None:
        self._pages: dict[int, EnginePage] = {}
        self._socket = QTcpSocket()
        self._socket.readyRead.connect(self._read)
        self._socket.disconnected.connect(QCoreApplication.quit)
        self._socket.connectToHost("127.0.0.1", port)
        if not self._socket.waitForConnected(CONNECT_MILLISECONDS):
            sys.exit("no one listens on the port")
        self._socket.write(token.encode() + b"\n")

    def send(self, message: dict[str, Any]) -> None:
        """Send a message to Fumehood."""
        self._socket.write(json.dumps(message).encode() + b"\n")

    def _read(self) -> None:
        while self._socket.canReadLine():
            message = json.loads(bytes(self._socket.readLine().data()))
            self._do(message["id"], message["do"], message["page"], message)

    def _do(self, id_: int, action: str, number: int, message: dict[str, Any]) -> None:
        match action:
            case "open":
                self._pages[number] = EnginePage(number, self, message["folder"])
                self.send({"id": id_, "value": True})
            case "visit":
                self._pages[number].visit(id_, message["url"])
            case "run":
                self._pages[number].run(id_, message["script"])
            case "close":
                page = self._pages.pop(number)
                profile = page.own_profile
                # A profile must outlive its page.
                page.destroyed.connect(profile.deleteLater)
                page.deleteLater()
                self.send({"id": id_, "value": True})


def main() -> int:
    """Run the engine until Fumehood disconnects."""
    settings = json.loads(sys.stdin.readline())
    app = QGuiApplication(sys.argv[:1])
    connection = HostConnection(settings["port"], settings["token"])
    code = app.exec()
    del connection
    return code


if __name__ == "__main__":
    sys.exit(main())
