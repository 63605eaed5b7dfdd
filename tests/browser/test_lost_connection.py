"""What an open page says after the process behind it was killed: that of an app, or Fumehood itself."""

import signal
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.support.fumehood_process import family, link_of, running

pytestmark = pytest.mark.browser

PATIENCE = 90_000  # ms


def kill_apps(process: psutil.Process) -> None:
    """Kill each process that Fumehood's supervisors watch."""
    for supervisor in process.children():
        for app in supervisor.children():
            app.send_signal(signal.SIGKILL)


@pytest.mark.hardness("killed")
def test_a_killed_process_is_never_shown_as_ready(page: Page, tmp_path: Path) -> None:
    """The bench shows that the app was killed; after Fumehood was, that nothing is known any more."""
    with running(tmp_path, "serve") as process:
        page.goto(link_of(process))
        page.get_by_role("button", name="Send a request and see inside").click()
        head = page.locator("#guest-head")
        ready = head.locator('.pill[data-state="ready"]')
        expect(ready).to_be_visible(timeout=PATIENCE)
        kill_apps(family(process)[0])
        expect(head.locator('.pill[data-state="crashed"]')).to_be_visible(timeout=PATIENCE)
        head.get_by_role("button", name="Start again").first.click()
        expect(ready).to_be_visible(timeout=PATIENCE)
        lost = page.locator("#connection-lost")
        expect(lost).to_be_hidden()
        process.kill()
        expect(lost).to_be_visible(timeout=PATIENCE)
        expect(lost).to_contain_text("start Fumehood again")
        expect(ready).to_be_hidden()
        expect(head.locator(".guest-state-unknown")).to_be_visible()
