"""The web engine's own process: opens pages without a window, and does what it is told; PySide6 only.

Run as a script by our own interpreter. Standard input: one line of JSON {"port", "token"}. It connects to
that loopback port, sends the token as a line, and then reads JSON lines {"id", "do", "page", ...}: `open`
makes a page with a fresh profile, which is kept in {"folder"} or, where that is empty, not at all, `visit`
loads {"url"}, `run` evaluates {"script"} and waits for what it promises, `close` ends the page. Each is
answered with {"id", "value"} or {"id", "error"}; what a page's console says comes as {"page", "console"}.
It reaches nothing but loopback, and ends with its connection.
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

# What a script gives back travels over the console, whose lines cannot be missed; only we know the token.
WRAPPED = """(async () => (%s))().then(
  (value) => console.debug(%s + JSON.stringify({value: value === undefined ? null : value})),
  (error) => console.debug(%s + JSON.stringify({error: String(error)})),
);"""


class LoopbackOnly(QWebEngineUrlRequestInterceptor):
    """Lets a page reach loopback only."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802 - Qt calls it so
        """Block what would leave this machine."""
        url = info.requestUrl()
        host = url.host()
        inside = host in LOOPBACK or host.endswith(".localhost")
        if url.scheme() in REMOTE and (url.scheme() == "file" or not inside):
            info.block(True)


class EnginePage(QWebEnginePage):
    """One page in a profile of its own; answers through `talk`."""

    def __init__(self, number: int, talk: "HostConnection", folder: str) -> None:
        self.profile_of_its_own = QWebEngineProfile(f"page-{number}") if folder else QWebEngineProfile()
        if folder:
            self.profile_of_its_own.setPersistentStoragePath(folder)
            self.profile_of_its_own.setCachePath(folder)
        self.fence = LoopbackOnly()
        self.profile_of_its_own.setUrlRequestInterceptor(self.fence)
        super().__init__(self.profile_of_its_own)
        self.number = number
        self._talk = talk
        self._visiting: int | None = None
        self._running: dict[str, int] = {}
        self.setVisible(True)
        self.loadFinished.connect(self._loaded)

    def visit(self, id_: int, url: str) -> None:
        """Load an address; the answer is whether it came."""
        self._visiting = id_
        self.load(QUrl(url))

    def run(self, id_: int, script: str) -> None:
        """Evaluate an expression; the answer is what it, or the promise that it is, comes to."""
        token = secrets.token_hex(16)
        self._running[token] = id_
        quoted = json.dumps(token)
        self.runJavaScript(WRAPPED % (script, quoted, quoted), 0, self._began)

    def javaScriptConsoleMessage(  # noqa: N802 - Qt calls it so
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        """Pass on what the console says, and the results of scripts that travel there."""
        id_ = self._running.pop(message[:32], None)
        if id_ is not None:
            self._talk.say({"id": id_, **json.loads(message[32:])})
        else:
            self._talk.say({"page": self.number, "console": message})

    def _began(self, _: Any) -> None:
        """Nothing: the result comes over the console."""

    def _loaded(self, ok: bool) -> None:
        if self._visiting is not None:
            id_, self._visiting = self._visiting, None
            self._talk.say({"id": id_, "value": ok})


class HostConnection:
    """The connection to Fumehood: one JSON object a line, in both directions."""

    def __init__(self, port: int, token: str) -> None:
        self._pages: dict[int, EnginePage] = {}
        self._socket = QTcpSocket()
        self._socket.readyRead.connect(self._read)
        self._socket.disconnected.connect(QCoreApplication.quit)
        self._socket.connectToHost("127.0.0.1", port)
        if not self._socket.waitForConnected(CONNECT_MILLISECONDS):
            sys.exit("nobody listens")
        self._socket.write(token.encode() + b"\n")

    def say(self, message: dict[str, Any]) -> None:
        """Tell Fumehood something."""
        self._socket.write(json.dumps(message).encode() + b"\n")

    def _read(self) -> None:
        while self._socket.canReadLine():
            told = json.loads(bytes(self._socket.readLine().data()))
            self._do(told["id"], told["do"], told["page"], told)

    def _do(self, id_: int, do: str, number: int, told: dict[str, Any]) -> None:
        match do:
            case "open":
                self._pages[number] = EnginePage(number, self, told["folder"])
                self.say({"id": id_, "value": True})
            case "visit":
                self._pages[number].visit(id_, told["url"])
            case "run":
                self._pages[number].run(id_, told["script"])
            case "close":
                page = self._pages.pop(number)
                profile = page.profile_of_its_own
                # A profile must outlive its page.
                page.destroyed.connect(profile.deleteLater)
                page.deleteLater()
                self.say({"id": id_, "value": True})


def main() -> int:
    """Be the engine until Fumehood hangs up."""
    told = json.loads(sys.stdin.readline())
    app = QGuiApplication(sys.argv[:1])
    talk = HostConnection(told["port"], told["token"])
    code = app.exec()
    del talk
    return code


if __name__ == "__main__":
    sys.exit(main())
