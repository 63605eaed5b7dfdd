"""The daily work with a project of one's own, in a browser, on a real guest."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.waiting import wait_until
from tests.support.workbench_page import PATIENCE, WorkbenchPage, send

pytestmark = pytest.mark.browser


def test_the_name_of_an_app_is_a_switcher(workbench: WorkbenchPage) -> None:
    """By keyboard: the menu restarts the app and leads to another open one; opening again adds no entry."""
    guest = workbench.shop()
    page = workbench.page
    other = workbench.folder / "blog"
    other.mkdir()
    (other / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    workbench.services.store.trust.grant(other)
    for spec in (str(other), f"{other}/../blog/"):
        page.goto(f"{workbench.origin}/open?target={spec}")
        expect(page.get_by_role("heading", name="blog")).to_be_visible()
    assert len(workbench.services.guests.all()) == 2
    switcher = page.get_by_role("button", name="blog: switch to another app")
    switcher.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Restart")).to_be_focused()
    page.get_by_role("menuitem", name="shop").press("Enter")
    expect(page.get_by_role("heading", name="shop")).to_be_visible()
    page.get_by_role("button", name="shop: switch to another app").click()
    before = guest.run
    page.get_by_role("menuitem", name="Restart").click()
    wait_until(lambda: guest.run != before)
    guest.wait(PATIENCE)
    send(guest, "/")
    page.get_by_role("button", name="shop: switch to another app").click()
    page.get_by_role("menuitem", name="Close").click()
    expect(page.get_by_role("heading", name="Your apps")).to_be_visible()
    assert [each.target.name for each in workbench.services.guests.all()] == ["blog"]


APP = """
from flask import Flask, render_template, session
app = Flask(__name__)
app.secret_key = "not secret"

@app.get("/")
def index():
    session["seen"] = session.get("seen", 0) + 1
    print("asked", flush=True)
    return render_template("page.html", word="one")
"""


def test_the_loop_of_edit_and_answer(workbench: WorkbenchPage) -> None:
    """A save restarts the app and sends the shown request again; a syntax error shows and mends itself."""
    folder = workbench.folder / "diary"
    (folder / "templates").mkdir(parents=True)
    page_file, app_file = folder / "templates" / "page.html", folder / "app.py"
    page_file.write_text("<p>first {{ word }}</p>")
    app_file.write_text(APP)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    workbench.services.store.trust.grant(folder)
    page = workbench.page
    page.goto(f"{workbench.origin}/open?target={folder}")
    page.wait_for_url(re.compile("/bench/"))
    ready = page.locator(".guest-head > [data-state=ready]")
    expect(ready).to_be_visible(timeout=PATIENCE * 1000)
    (guest,) = workbench.services.guests.all()
    assert guest.wait_for_watch(PATIENCE)
    port = guest.status.port
    page.get_by_label("Send again on save").check()
    expect(page.get_by_label("Restart on save")).to_be_checked()
    assert {path: path.read_bytes() for path in before} == before
    send(guest, "/")
    workbench.read_newest()
    page.keyboard.press("o")
    expect(page.get_by_label("Output of the app").last).to_contain_text("asked")
    page.get_by_role("tab", name="Response").click()
    page.get_by_role("tab", name="Body").click()
    source = page.get_by_label("Source of the response")
    expect(source).to_contain_text("first one")
    first = guest.run
    page_file.write_text("<p>second {{ word }}</p>")
    expect(source).to_contain_text("second one", timeout=PATIENCE * 1000)
    assert guest.run == first
    app_file.write_text(APP.replace('"one"', '"two"'))
    expect(source).to_contain_text("second two", timeout=PATIENCE * 1000)
    assert guest.run != first
    assert guest.status.port == port
    app_file.write_text(APP.replace("return render", "return (render"))
    expect(page.locator(".crash-report")).to_contain_text("SyntaxError", timeout=PATIENCE * 1000)
    app_file.write_text(APP.replace('"one"', '"three"') + "\nprint('started again', flush=True)\n")
    expect(source).to_contain_text("second three", timeout=PATIENCE * 1000)
    expect(page.locator(".crash-report")).to_be_hidden()
    expect(page.get_by_label("Output of the app").last).to_contain_text("started again")
    assert guest.status.port == port
    page.get_by_label("Restart on save").uncheck()
    expect(page.get_by_label("Restart on save")).not_to_be_checked()
    wait_until(lambda: not guest.status.watch.on)


NEEDS = """
import os
from flask import Flask
app = Flask(__name__)
token = os.environ["API_TOKEN"]

@app.get("/")
def index():
    print("with", token, flush=True)
    return f"{token} in {os.getcwd()}"
"""


def test_what_an_app_needs_is_set_in_one_place(workbench: WorkbenchPage) -> None:
    """From the report of the missing variable to the settings and back; a secret is shown nowhere."""
    folder = workbench.folder / "needs"
    (folder / "data").mkdir(parents=True)
    (folder / "app.py").write_text(NEEDS)
    workbench.services.store.trust.grant(folder)
    page = workbench.page
    page.goto(f"{workbench.origin}/open?target={folder}")
    page.get_by_role("link", name="Set API_TOKEN for this app").click(timeout=PATIENCE * 1000)
    variables = page.locator("[name=variables-name]")
    expect(variables.first).to_have_value("API_TOKEN")
    page.get_by_role("button", name="Remove").first.click()
    page.locator("[name=secrets-name]").first.fill("API_TOKEN")
    page.locator("[name=secrets-value]").first.fill("tulips and roses")
    page.get_by_label("Working folder").fill("data")
    assert workbench.violations() == []
    page.get_by_role("button", name="Save and restart").click()
    page.wait_for_url(re.compile(r"/bench/\w+$"))
    expect(page.locator(".guest-head > [data-state=ready]")).to_be_visible(timeout=PATIENCE * 1000)
    (guest,) = workbench.services.guests.all()
    exchange = send(guest, "/")
    assert exchange.response is not None
    assert exchange.response.body.data == b"*" * 16 + f" in {folder}/data".encode()
    wait_until(lambda: bool(guest.status.output))
    assert guest.status.output[-1] == "with [redacted]"
    assert sorted(path.name for path in folder.iterdir() if path.name != "__pycache__") == ["app.py", "data"]
    data = workbench.folder / "data"
    kept = [path.name for path in data.rglob("*") if path.is_file() and b"tulips" in path.read_bytes()]
    assert kept == ["secrets.json"]


def test_a_folder_is_found_by_keyboard(workbench: WorkbenchPage) -> None:
    """Without a native window: into folders and back, by arrows and letters; the choice is in the field."""
    for name in ("alpha", "shelf/blog", "shelf/shop"):
        (workbench.folder / "work" / name).mkdir(parents=True)
    (workbench.folder / "work" / "shelf" / "shop" / "app.py").write_text(APP)
    workbench.open("/")
    page = workbench.page
    field = page.get_by_label("Folder, file, or module:factory")
    field.fill(str(workbench.folder / "work"))
    page.get_by_role("button", name="Browse…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="alpha")).to_be_focused()
    assert workbench.violations() == []
    page.keyboard.press("s")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("button", name="blog")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("button", name="shop app")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="app.py")).to_be_focused()
    page.keyboard.press("Backspace")
    expect(dialog.get_by_role("button", name="blog")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Choose “shop”").click()
    expect(dialog).to_be_hidden()
    expect(field).to_have_value(str(workbench.folder / "work" / "shelf" / "shop"))
    expect(page.get_by_role("button", name="Open", exact=True)).to_be_focused()
