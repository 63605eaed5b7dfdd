"""The real workbench on a port, shown by a page of a real browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from playwright.sync_api import Error, Page

from desktop.shell.process.loopback import listen_at_name
from desktop.shell.process.wsgi_server import WsgiServer
from server.app import create_app
from server.services import Services
from server.web import pools
from server.web.security.keys import Keys
from tests.sources import ROOT
from tests.support.shared import share_templates

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ACCESSIBILITY_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class BrowserPage:
    """A page with a session of the workbench; `errors` are those of its scripts and of its console."""

    def __init__(self, page: Page, keys: Keys, services: Services) -> None:
        self.page = page
        self.services = services
        self.origin = keys.origin
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self._log(message.type, message.text))
        page.goto(keys.launch_url(keys.launch(60)))
        page.wait_for_url(f"{self.origin}/")

    def is_error(self, text: str) -> bool:
        """Return whether an error on the console is one of ours."""
        return True

    def open(self, path: str) -> None:
        """Go to a page, and wait until its scripts have started."""
        self.page.goto(self.origin + path)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def leave(self) -> None:
        """Unload the page, which may raise errors too; a navigation of its own may abort the first try."""
        with suppress(Error):
            self.page.goto("about:blank")
        self.page.goto("about:blank")

    def violations(self) -> list[str]:
        """Return what axe finds wrong, a line each; a guest's own page in a frame is not ours to judge."""
        return axe_violations(self.page, {"exclude": ["iframe"]}, frames=False)

    def _log(self, kind: str, text: str) -> None:
        if kind == "error" and self.is_error(text):
            self.errors.append(text)


AnyPage = TypeVar("AnyPage", bound=BrowserPage)


@contextmanager
def served(services: Services, open_page: Callable[[Keys], AnyPage]) -> Iterator[AnyPage]:
    """Serve a workbench and yield its page, which must not have raised an error; close the services."""
    listening = listen_at_name(0)
    keys = Keys(listening.host, listening.port)
    app = create_app(services, keys)
    share_templates(app)
    server = WsgiServer(
        app.wsgi_app,
        *listening.sockets,
        name="Fumehood",
        pools=pools.SIZES,
        pool_of=pools.pool_of(app),
        knows=keys.knows,
    )
    try:
        page = open_page(keys)
        yield page
        page.leave()
        assert page.errors == []
    finally:
        services.close()
        assert server.close()


def axe_violations(page: Page, context: object = None, *, frames: bool = True) -> list[str]:
    """Return the violations of the accessibility rules, a line each; `context` None is the whole page."""
    page.evaluate(AXE.read_text("utf-8"))
    report: dict[str, Any] = page.evaluate(
        """([context, iframes, values]) =>
            axe.run(context ?? document, {iframes, runOnly: {type: 'tag', values}})""",
        [context, frames, ACCESSIBILITY_RULES],
    )
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
        for violation in report["violations"]
        for node in violation["nodes"]
    ]
