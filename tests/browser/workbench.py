"""The real workbench on a port, with a browser that was let in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from desktop.serve import Server, bind
from server.app import create_app
from server.model.exchange import Exchange
from server.model.guest import GuestState, Target, TargetKind
from server.model.outgoing import Outgoing
from server.runner.guests import Guest
from server.services import Services, build
from server.web.keys import Keys
from tests.sources import ROOT
from tests.support.compiled import share_templates

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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


class Workbench:
    """A page that was let in, and what stands behind it."""

    def __init__(self, page: Page, keys: Keys, services: Services, folder: Path) -> None:
        self.page = page
        self.services = services
        self.origin = keys.origin
        self.folder = folder
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self._said(message.type, message.text))
        page.goto(keys.launch_url(keys.launch(60)))

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text and "sandbox" not in text:
            self.errors.append(text)

    def shop(self) -> Guest:
        """A guest of a small shop, ready, with its bench on the page."""
        (self.folder / "shop.py").write_text(SHOP)
        guest = self.services.guests.open(target(self.folder))
        assert guest.wait(PATIENCE).state is GuestState.READY
        self.open(f"/bench/{guest.id}")
        return guest

    def open(self, path: str) -> None:
        """Go to a page and wait until its keys work."""
        self.page.goto(self.origin + path)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    @property
    def rows(self) -> Locator:
        """The exchanges in the list."""
        return self.page.locator(".exchange-row")

    @property
    def selected(self) -> Locator:
        """The one that is selected."""
        return self.page.locator('.exchange-row[aria-selected="true"]')

    def read_newest(self) -> None:
        """Wait for the first row and read it by keyboard."""
        expect(self.rows.first).to_be_visible()
        self.page.keyboard.press("n")
        expect(self.page.locator("[data-seen]")).to_be_visible()

    def violations(self) -> list[str]:
        """What axe finds wrong, a line each; the guest's own page in its frame is not ours to judge."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found: dict[str, Any] = self.page.evaluate(
            """rules => axe.run(
                {exclude: ['iframe']}, {iframes: false, runOnly: {type: 'tag', values: rules}})""",
            RULES,
        )
        return [
            f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]


def target(folder: Path) -> Target:
    """The shop.py of a folder."""
    return Target(kind=TargetKind.FILE, spec="shop.py", root=folder, app="shop.py", name="shop")


def send(guest: Guest, path: str, method: str = "GET") -> Exchange:
    """A request from outside the page, as a browser beside it would send one."""
    found = guest.send(Outgoing(method=method, path=path))
    assert isinstance(found, Exchange), found
    return found


@contextmanager
def opened(page: Page, folder: Path) -> Iterator[Workbench]:
    """Serve the workbench for one test; the page must have raised no error when it ends."""
    services = build(folder / "data")
    listener = bind(0)
    keys = Keys(listener.getsockname()[1])
    app = create_app(services, keys)
    share_templates(app)
    server = Server(app.wsgi_app, listener)
    try:
        workbench = Workbench(page, keys, services, folder)
        yield workbench
        page.goto("about:blank")
        assert workbench.errors == []
    finally:
        services.close()
        assert server.close()
