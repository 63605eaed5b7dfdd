"""The real workbench on a port, with the two small labs of the handbook's tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from desktop.serve import Server, bind
from server.app import create_app
from server.handbook.catalogue import Catalogue
from server.handbook.prover import Prover
from server.runner.guests import Guests
from server.services import Services, build
from server.web.keys import Keys
from tests.browser.workbench import AXE, RULES
from tests.server.web.handbook_stage import LABS
from tests.support.compiled import share_templates

PATIENCE = 30_000  # ms; guests start slowly on a busy machine


class Window:
    """A page that was let in."""

    def __init__(self, page: Page, keys: Keys, services: Services) -> None:
        self.page = page
        self.services = services
        self.origin = keys.origin
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self._said(message.type, message.text))
        page.goto(keys.launch_url(keys.launch(60)))

    def _said(self, kind: str, text: str) -> None:
        # Playwright's insert_text is a paste of styled text, whose style the policy forbids; and a Problem
        # is shown on the page, whatever the browser says of its status.
        if kind == "error" and not text.startswith(("Applying inline style", "Failed to load resource")):
            self.errors.append(text)

    def open(self, path: str) -> None:
        """Go to a page of the handbook and wait for its scripts."""
        self.page.goto(f"{self.origin}/handbook{path}")
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def state(self, claim: str, state: str = "decided") -> None:
        """Wait until a claim is in that state."""
        self.page.wait_for_selector(f'#claim-{claim}[data-state="{state}"]')

    def focus(self) -> str:
        """Where the keyboard is: the text of the focused element, or its classes."""
        return str(
            self.page.evaluate("document.activeElement.textContent || document.activeElement.className")
        )

    def type(self, text: str) -> None:
        """Put text at the start of the source that is shown."""
        self.page.locator(".cm-content:visible").click()
        self.page.keyboard.press("Control+Home")
        self.page.keyboard.type(text)

    def violations(self) -> list[str]:
        """What axe finds wrong, a line each."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found: dict[str, Any] = self.page.evaluate(
            "rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES
        )
        return [
            f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]


def real(catalogue: Catalogue) -> Prover:
    """What decides on guests."""
    return Prover(guests_factory=Guests, catalogue=catalogue)


@contextmanager
def opened(
    page: Page, data: Path, prover: Callable[[Catalogue], Any] = real, *, labs: Path = LABS
) -> Iterator[Window]:
    """Serve the workbench for one test; the page must have raised no error when it ends."""
    services = build(data)
    services.catalogue = Catalogue((labs,))
    services.prover.close()
    services.prover = prover(services.catalogue)
    listening = bind(0)
    keys = Keys(listening.getsockname()[1])
    app = create_app(services, keys)
    share_templates(app)
    server = Server(app.wsgi_app, listening)
    try:
        window = Window(page, keys, services)
        yield window
        assert window.errors == []
    finally:
        page.close(run_before_unload=False)
        services.close()
        server.close()
