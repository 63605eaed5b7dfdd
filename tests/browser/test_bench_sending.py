"""Requests sent from the bench, in a browser: shown at once, before those from elsewhere."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Route, expect

from server.runner.requests.send_queue import AT_ONCE, SendingPage
from tests.support.workbench_page import WorkbenchPage, send

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/slow", "slow?how=very#top", "{url}/slow"])
def test_a_request_sent_here_is_listed_at_once(workbench: WorkbenchPage, path: str) -> None:
    """A request of the composer is listed and selected while it runs; one from elsewhere is not."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/items/1")
    workbench.read_newest()
    page.get_by_role("combobox", name="Path").fill(path.format(url=guest.url.rstrip("/")))
    page.keyboard.press("Enter")
    expect(workbench.selected).to_contain_text("/slow")
    expect(workbench.selected).to_have_attribute("data-state", "open")
    expect(page.locator("#detail")).to_contain_text("Under way")
    send(guest, "/items/2")
    expect(page.get_by_role("button", name="1 new")).to_be_visible()
    expect(workbench.rows).to_have_count(2)
    send(guest, "/open-the-gate")
    expect(page.locator("#detail")).to_contain_text("200 OK")
    expect(workbench.selected).to_contain_text("/slow")
    expect(workbench.selected).to_have_attribute("data-state", "done")


def test_a_replay_is_listed_while_it_runs(workbench: WorkbenchPage) -> None:
    """A replayed request is selected at once, and the focus stays on Replay."""
    guest = workbench.shop()
    page = workbench.page
    page.get_by_role("combobox", name="Path").fill("/slow")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-shown-exchange]")).to_be_visible()
    first = workbench.selected.get_attribute("data-id") or ""
    page.get_by_role("button", name="Replay").press("Enter")
    expect(workbench.selected).not_to_have_attribute("data-id", first)
    expect(workbench.selected).to_have_attribute("data-state", "open")
    expect(page.locator("[data-shown-exchange]")).not_to_have_attribute("data-shown-exchange", first)
    send(guest, "/open-the-gate")
    expect(page.locator("#detail")).to_contain_text("200 OK")
    expect(workbench.selected).not_to_have_attribute("data-id", first)
    expect(page.get_by_role("button", name="Replay")).to_be_focused()


def test_an_exchange_read_late_does_not_displace_a_replay(workbench: WorkbenchPage) -> None:
    """The page of a cancelled request that arrives after its replay has begun is not shown."""
    workbench.shop()
    page = workbench.page
    page.get_by_role("combobox", name="Path").fill("/slow")
    page.keyboard.press("Enter")
    expect(page.locator("[data-shown-exchange]")).to_be_visible()
    first = workbench.selected.get_attribute("data-id") or ""
    # Let the late answer come before the page reads the replay, which it does after 150 ms.
    page.evaluate("(set => { setTimeout = (act, ms) => set(act, ms === 150 ? 3000 : ms) })(setTimeout)")
    with page.expect_request(f"**/exchanges/{first}"):
        late: list[Route] = []
        page.route(f"**/exchanges/{first}", lambda route: late.append(route))  # noqa: PLW0108 - no builtin is taken
        page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Replay").press("Enter")
    expect(workbench.selected).not_to_have_attribute("data-id", first)
    for route in late:
        with suppress(Error):  # the page has given it up
            route.continue_()
    expect(page.locator("[data-shown-exchange]")).not_to_have_attribute("data-shown-exchange", first)
    expect(workbench.selected).to_have_attribute("data-state", "open")


def test_a_request_that_runs_out_of_time_is_in_the_list(workbench: WorkbenchPage) -> None:
    """The notice that there is no answer speaks of a row that is shown and selected, still under way."""
    workbench.services.store.settings.set("request_seconds", 2)
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/items/1")
    workbench.read_newest()
    page.get_by_role("combobox", name="Path").fill("/slow")
    page.keyboard.press("Enter")
    expect(page.locator("#compose-problem")).to_contain_text("/slow", timeout=10_000)
    expect(workbench.selected).to_contain_text("/slow")
    expect(page.locator("#detail")).to_contain_text("Under way")
    send(guest, "/open-the-gate")
    expect(page.locator("#detail")).to_contain_text("200 OK")


def test_a_request_that_is_sent_closes_the_suggestions(workbench: WorkbenchPage) -> None:
    """They would cover the exchange."""
    workbench.shop()
    page = workbench.page
    page.keyboard.press("c")
    page.keyboard.type("/items/")
    expect(page.locator(".suggestions")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-shown-exchange]")).to_be_visible()
    expect(page.locator(".suggestions")).to_be_hidden()


def test_escape_leaves_the_path_only_when_it_is_meant(workbench: WorkbenchPage) -> None:
    """Escape closes the list, or does nothing, so that Enter still sends; once more leaves the field."""
    workbench.shop()
    page = workbench.page
    field = page.get_by_role("combobox", name="Path")
    page.keyboard.press("c")
    page.keyboard.type("/items/")
    expect(page.locator(".suggestion")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".suggestions")).to_be_hidden()
    page.keyboard.type("5")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(workbench.selected).to_contain_text("/items/5")
    field.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(field).not_to_be_focused()


def test_a_request_that_waits_says_behind_how_many(workbench: WorkbenchPage) -> None:
    """The composer shows how many requests to the app are before its own; cancelled, it is never sent."""
    guest = workbench.shop()
    page = workbench.page
    sends, gate = workbench.services.sends, threading.Event()
    with ThreadPoolExecutor(AT_ONCE) as others:
        runs = [
            others.submit(sends.run, guest.id, SendingPage(), lambda: gate.wait(60)) for _ in range(AT_ONCE)
        ]
        page.get_by_role("combobox", name="Path").fill("/items/1")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Waiting: 8 before this")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_text("Waiting: 8 before this")).to_be_hidden()
        expect(page.locator("#compose-problem")).to_contain_text("Cancelled here")
        gate.set()
        assert all(run.result(60) for run in runs)
    expect(workbench.rows).to_have_count(0)
