"""The handbook in a real browser, with the two sample labs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.prove.prover import Prover
from server.runner.guests.guests import Guests
from server.services import Services, build
from server.web.base.background import start_thread
from server.web.security.keys import Keys
from tests.support.browser_page import BrowserPage, axe_violations, served
from tests.support.handbook_client import SAMPLE_LABS

PATIENCE = 30_000  # ms; guests start slowly on a busy machine


class HandbookPage(BrowserPage):
    """A page of the handbook; paths are those below `/handbook`."""

    def __init__(self, page: Page, keys: Keys, services: Services) -> None:
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        super().__init__(page, keys, services)

    def is_error(self, text: str) -> bool:
        """Return whether an error is ours.

        Playwright's insert_text pastes styled text, whose style our policy forbids, and the browser reports
        the status of a Problem that the page shows.
        """
        return not text.startswith(("Applying inline style", "Failed to load resource"))

    def leave(self) -> None:
        """Close the page without the question whether to leave an edited source."""
        self.page.close(run_before_unload=False)

    def violations(self) -> list[str]:
        """Return what axe finds wrong, a line each, in frames too."""
        return axe_violations(self.page)

    def open(self, path: str) -> None:
        """Go to a page of the handbook, and wait until its scripts have started."""
        super().open(f"/handbook{path}")

    def wait_for_state(self, claim: str, state: str = "decided") -> None:
        """Wait until a claim is in that state: `open`, `decided` …"""
        self.page.wait_for_selector(f'#claim-{claim}[data-state="{state}"]')

    def focused(self) -> str:
        """Return the text of the focused element, or its classes where it has none."""
        return str(
            self.page.evaluate("document.activeElement.textContent || document.activeElement.className")
        )

    def type_source(self, text: str) -> None:
        """Type text at the start of the source that is shown."""
        self.page.locator(".cm-content:visible").click()
        self.page.keyboard.press("Control+Home")
        self.page.keyboard.type(text)


def real_prover(catalogue: Catalogue) -> Prover:
    """Return a prover that runs guests."""
    return Prover(guests_factory=Guests, catalogue=catalogue)


@contextmanager
def open_handbook(
    page: Page, data: Path, prover: Callable[[Catalogue], Any] = real_prover, *, labs: Path = SAMPLE_LABS
) -> Iterator[HandbookPage]:
    """Serve a workbench with the labs of a folder, and yield its page."""
    catalogue = Catalogue((labs,))
    services = build(data, start_thread=start_thread, catalogue=catalogue, prover=prover(catalogue))
    with served(services, lambda keys: HandbookPage(page, keys, services)) as shown:
        yield shown
