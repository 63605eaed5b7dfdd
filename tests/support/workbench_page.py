"""The bench in a real browser, with a small shop as its guest."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from server.model.exchange import Exchange
from server.model.guest import GuestState, Target, TargetKind
from server.model.outgoing_request import OutgoingRequest
from server.runner.guests.guests import Guest
from server.services import Services, build
from server.web.base.background import start_thread
from server.web.security.keys import Keys
from tests.support.browser_page import BrowserPage, served

PATIENCE = 30.0
SHOP = """
import threading
from flask import Flask, redirect, render_template_string, request, session, url_for
app = Flask(__name__)
app.secret_key = "not secret"
PAGE = "<!doctype html><title>Shop</title><h1>Shop</h1><script>document.title='run'</script>"
gate = threading.Event()

@app.before_request
def count():
    session["seen"] = session.get("seen", 0) + 1

@app.get("/")
def home():
    print("home was asked for", flush=True)
    return render_template_string(PAGE)

@app.get("/items/<int:number>")
def item(number):
    return {"number": number, "query": request.args.to_dict()}

@app.post("/login")
def login():
    return {"form": request.form.to_dict(), "files": {k: len(v.read()) for k, v in request.files.items()}}

@app.get("/slow")
def slow():
    gate.wait(20)
    return "at last"

@app.get("/open-the-gate")
def open_the_gate():
    gate.set()
    return "open"

@app.get("/broken")
def broken():
    raise LookupError("nothing here")
"""


class WorkbenchPage(BrowserPage):
    """A page of the workbench; `folder` is where the shop is written."""

    def __init__(self, page: Page, keys: Keys, services: Services, folder: Path) -> None:
        super().__init__(page, keys, services)
        self.folder = folder

    def is_error(self, text: str) -> bool:
        """Return whether an error is a breach of our policy, outside of the sandbox of a guest's page."""
        return "Content Security Policy" in text and "sandbox" not in text

    def shop(self) -> Guest:
        """Start the guest of a small shop, open its bench and return it."""
        (self.folder / "shop.py").write_text(SHOP)
        guest = self.services.guests.open(shop_target(self.folder))
        assert guest.wait(PATIENCE).state is GuestState.READY
        self.open(f"/bench/{guest.id}")
        return guest

    @property
    def rows(self) -> Locator:
        """Return the exchanges in the list."""
        return self.page.locator(".exchange-row")

    @property
    def selected(self) -> Locator:
        """Return the selected exchange of the list."""
        return self.page.locator('.exchange-row[aria-selected="true"]')

    def read_newest(self) -> None:
        """Wait for the first row, and open it by keyboard."""
        expect(self.rows.first).to_be_visible()
        self.page.keyboard.press("n")
        expect(self.page.locator("[data-seen]")).to_be_visible()


def shop_target(folder: Path) -> Target:
    """Return the shop.py of a folder as what is opened."""
    return Target(kind=TargetKind.FILE, spec="shop.py", root=folder, app="shop.py", name="shop")


def send(guest: Guest, path: str, method: str = "GET") -> Exchange:
    """Send a request from outside the page, as another browser would, and return its exchange."""
    exchange = guest.send(OutgoingRequest(method=method, path=path))
    assert isinstance(exchange, Exchange), exchange
    return exchange


@contextmanager
def open_workbench(page: Page, folder: Path) -> Iterator[WorkbenchPage]:
    """Serve a workbench with its data in `folder`, and yield its page."""
    services = build(folder / "data", start_thread=start_thread)
    with served(services, lambda keys: WorkbenchPage(page, keys, services, folder)) as shown:
        yield shown
