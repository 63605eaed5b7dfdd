"""Places in source code in a browser: a click opens the editor, and the view shows its source."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from server import preferences
from tests.support.waiting import wait_until
from tests.support.workbench_page import WorkbenchPage, send

pytestmark = pytest.mark.browser


def test_a_click_opens_the_line_in_the_editor(
    workbench: WorkbenchPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the routes and from a frame; without an editor the place is copied, and the page says so."""
    written = tmp_path / "written"
    editor = tmp_path / "my editor"
    editor.write_text(f'#!/bin/sh\nprintf "%s" "$*" > "{written}"\n', encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"'{editor}' --fast")
    workbench.services.store.settings.set(preferences.EDITOR, "environment")
    guest = workbench.shop()
    page = workbench.page
    page.locator(".route-list").get_by_role("button", name="shop.py").first.click()
    wait_until(lambda: written.exists() and written.read_text(encoding="utf-8").endswith("shop.py"))
    assert written.read_text(encoding="utf-8") == f"--fast {tmp_path / 'shop.py'}"
    written.unlink()
    send(guest, "/broken")
    workbench.read_newest()
    page.get_by_role("tab", name="Exceptions").click()
    place = page.get_by_role("tabpanel", name="Exceptions").get_by_role("button", name="shop.py").first
    place.click()
    wait_until(written.exists)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    workbench.services.store.settings.set(preferences.EDITOR, "none")
    place.click()
    expect(page.locator(".toast")).to_contain_text("No editor was found")
    assert "shop.py:" in page.evaluate("navigator.clipboard.readText()")


def test_a_view_shows_its_source(workbench: WorkbenchPage) -> None:
    """As it is on disk, with what happened at its lines."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/broken")
    workbench.read_newest()
    page.get_by_role("tab", name="Request").click()
    source = page.get_by_role("region", name="View").get_by_role("group", name="Source")
    expect(source).to_contain_text('@app.get("/broken")')
    expect(source.locator(".current")).to_contain_text("raise LookupError")
    expect(source.locator(".current")).to_contain_text("LookupError")
    assert workbench.violations() == []


def test_a_traceback_is_copied_with_one_click(workbench: WorkbenchPage) -> None:
    """As plain text; the variables of a frame are opened by another click."""
    guest = workbench.shop()
    page = workbench.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    send(guest, "/broken")
    workbench.read_newest()
    page.get_by_role("tab", name="Exceptions").click()
    panel = page.get_by_role("tabpanel", name="Exceptions")
    panel.get_by_role("button", name="Copy traceback").click()
    expect(page.locator(".toast")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Traceback (most recent call last):\n")
    assert text.endswith("LookupError: nothing here")
    assert workbench.violations() == []
