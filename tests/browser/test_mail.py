"""The mailbox in a browser, with letters that arrive while it is open."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from server.model.mail import MailMessage
from server.model.notifications import MailCaught
from tests.server.web.mail.test_message import rich
from tests.support.browser_page import AXE
from tests.support.workbench_page import WorkbenchPage

pytestmark = pytest.mark.browser

HOSTILE = rich().as_bytes().replace(b"<p>Nine.</p>", b"<p>Nine.</p><script>document.title='run'</script>")
LETTER = MailMessage(
    id="a1",
    guest="g1",
    app="ferries",
    received_at=1_700_000_000.0,
    sender="post@ferries.example",
    recipients=("ada@mail.example",),
    source=HOSTILE,
)


def arrive(workbench: WorkbenchPage, *names: str) -> None:
    """Let letters of these names arrive, as the catcher does."""
    for name in names:
        source = HOSTILE.replace(b"Your_crossing", f"Crossing_{name}".encode())
        caught = MailCaught(replace(LETTER, id=name, source=source))
        workbench.services.store.handle(caught)
        workbench.services.live_feed.handle(caught)


def test_a_letter_appears_by_itself(workbench: WorkbenchPage) -> None:
    """In the place of the empty state, marked as not read; reading takes the mark away for good."""
    page = workbench.page
    workbench.open("/mail")
    expect(page.get_by_text("No mail yet")).to_be_visible()
    arrive(workbench, "a1")
    row = page.locator(".mail-row")
    expect(row).to_have_count(1)
    expect(page.get_by_text("No mail yet")).to_be_hidden()
    expect(row.get_by_role("img", name="Not read yet")).to_be_visible()
    row.click()
    expect(page.get_by_role("heading", name="gåte 7")).to_be_visible()
    expect(row.get_by_role("img")).to_have_count(0)
    expect(page).to_have_url(workbench.origin + "/mail?letter=a1")
    page.reload()
    expect(page.get_by_role("heading", name="gåte 7")).to_be_visible()
    expect(page.locator('.mail-row[aria-selected="true"]')).to_have_count(1)
    assert workbench.services.store.mail.unseen_count() == 0


def test_the_mailbox_by_keyboard(workbench: WorkbenchPage) -> None:
    """j and k open messages, Delete deletes one and opens the next, Esc closes."""
    page = workbench.page
    arrive(workbench, "a1", "a2", "a3")
    workbench.open("/mail")
    page.keyboard.press("j")
    selected = page.locator('.mail-row[aria-selected="true"]')
    expect(selected).to_have_attribute("data-id", "a3")
    page.keyboard.press("j")
    expect(selected).to_have_attribute("data-id", "a2")
    page.keyboard.press("k")
    expect(selected).to_have_attribute("data-id", "a3")
    expect(page.locator('[data-letter="a3"]')).to_be_visible()
    page.keyboard.press("Delete")
    expect(page.locator(".mail-row")).to_have_count(2)
    expect(selected).to_have_attribute("data-id", "a2")
    expect(page.locator('[data-letter="a2"]')).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("No message chosen")).to_be_visible()
    expect(selected).to_have_count(0)


def test_the_buttons_throw_away(workbench: WorkbenchPage) -> None:
    """One with its own button, all with the other after a question."""
    page = workbench.page
    arrive(workbench, "a1", "a2", "a3")
    workbench.open("/mail?letter=a2")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".mail-row")).to_have_count(2)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete all").click()
    expect(page.get_by_text("No mail yet")).to_be_visible()
    assert workbench.services.store.mail.list() == ()


def test_the_html_of_a_letter_runs_nothing(workbench: WorkbenchPage) -> None:
    """It is drawn, with the picture that it encloses, in a frame that may do nothing."""
    page = workbench.page
    arrive(workbench, "a1")
    workbench.open("/mail?letter=a1")
    frame = page.frame_locator("iframe.mail-message-frame")
    expect(frame.get_by_text("Nine.")).to_be_visible()
    expect(frame.locator("img")).to_have_attribute("src", "data:image/gif;base64,R0lGODlh")
    assert page.title() != "run"
    origin = next(one for one in page.frames if "/html" in one.url).evaluate("self.origin")
    assert origin == "null"


def test_an_attachment_is_saved(workbench: WorkbenchPage) -> None:
    """Under its own name."""
    page = workbench.page
    arrive(workbench, "a1")
    workbench.open("/mail?letter=a1")
    page.get_by_role("tab", name="Attachments").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save times.csv").click()
    assert download.value.suggested_filename == "times.csv"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_mailbox(workbench: WorkbenchPage, scheme: str) -> None:
    """Empty, with a list, and with a letter read on each of its tabs."""
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci")
    page = workbench.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    workbench.open("/mail")
    assert workbench.violations() == []
    arrive(workbench, "a1", "a2")
    workbench.open("/mail?letter=a1")
    for tab in ("HTML", "Text", "Attachments", "Source"):
        page.get_by_role("tab", name=tab).click()
        assert workbench.violations() == []
