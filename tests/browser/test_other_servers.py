"""Other servers of the same machine, and what they can do to the workbench in a browser."""

import http.client
import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from server.runner.guests.guests import Guest
from tests.support.other_server import OtherServer, other_server
from tests.support.workbench_page import WorkbenchPage, send, shop_target

pytestmark = pytest.mark.browser

# Everything that a page of another origin can send to ours without being asked.
REACH = """async (ours) => {
    const tries = [
        fetch(ours + "/", {mode: "no-cors", credentials: "include"}),
        fetch(ours + "/", {credentials: "include"}).then((answer) => answer.text()),
        fetch(ours + "/open", {mode: "no-cors", method: "POST", credentials: "include",
            body: new URLSearchParams({target: "/tmp", trust: "yes"})}),
        fetch(ours + "/session", {mode: "no-cors", method: "POST", credentials: "include"}),
        fetch(ours + "/session", {method: "POST", credentials: "include", headers: {"X-Fumehood-Token": ""}}),
    ];
    const frame = document.createElement("iframe");
    frame.src = ours + "/";
    document.body.append(frame);
    const loaded = new Promise((done) => { frame.onload = done; });
    const script = document.createElement("script");
    script.src = ours + "/";
    document.body.append(script);
    const texts = (await Promise.allSettled(tries)).map((one) => String(one.value?.body ?? one.value ?? ""));
    await loaded;
    let framed = "";
    try { framed = frame.contentDocument?.documentElement.outerHTML ?? ""; } catch { framed = ""; }
    return [...texts, framed, JSON.stringify({...localStorage}), document.cookie].join(" ");
}"""


@pytest.fixture
def other() -> Iterator[OtherServer]:
    """The server of another user."""
    with other_server() as server:
        yield server


def tab(workbench: WorkbenchPage) -> Page:
    """Open another tab of the same browser."""
    return workbench.page.context.new_page()


def token_of(page: Page) -> str:
    """Return the header token that the browser keeps for our origin."""
    token: str = page.evaluate("JSON.parse(localStorage.getItem('fumehood:header-token'))")
    assert len(token) > 40
    return token


def ask(workbench: WorkbenchPage, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
    """Send a request as a program of another user would; return its status, headers and body."""
    parts = urlsplit(workbench.origin)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 0, timeout=30)
    sent = {"Host": parts.netloc, **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.request(method, path, body, sent)
    answer = connection.getresponse()
    text = f"{answer.getheaders()} {answer.read().decode(errors='replace')}"
    connection.close()
    return answer.status, text


@pytest.mark.hardness("cookie-theft")
def test_no_other_name_gets_a_cookie_of_ours(workbench: WorkbenchPage, other: OtherServer) -> None:
    """Neither a visit, nor a redirect from a foreign page, nor the icon of the page sends our cookie."""
    page = tab(workbench)
    foreign = "foreign.localhost"  # another site, as any page of the web is
    for host in ("127.0.0.1", "localhost", "other.localhost", "fumehood-0.localhost"):
        page.goto(other.url(host))
        page.goto(other.url(foreign, f"/to?url={quote(other.url(host))}"))
    page.wait_for_load_state("networkidle")
    assert len(other.received) > 12
    assert any(path.startswith("/favicon") for path, _headers in other.received)
    assert other.values("Cookie") == set()
    assert workbench.origin not in str(other.received)
    assert urlsplit(workbench.origin).hostname not in other.values("Host")


def test_the_cookie_alone_changes_nothing(workbench: WorkbenchPage, other: OtherServer) -> None:
    """A server that has learned our name gets the cookie, and runs no code with it and forged headers."""
    name = urlsplit(workbench.origin).hostname or ""
    token = token_of(workbench.page)
    page = tab(workbench)
    page.goto(other.url("foreign.localhost", f"/to?url={quote(other.url(name))}"))
    page.goto(other.url(name))
    [stolen] = other.values("Cookie")
    assert stolen.startswith("fumehood-")
    evil = workbench.folder / "evil.py"
    evil.write_text("raise SystemExit('owned')")
    texts = []
    for path in ("/", "/bench", "/mail", "/handbook", "/settings", "/open?target=lab:session", "/?launch=x"):
        status, text = ask(workbench, "GET", path, Cookie=stolen)
        texts.append(text)
        assert status in (200, 303), path
    assert token not in " ".join(texts)
    words = {word for text in texts for word in re.findall(r"[\w-]{20,}", text)} | {
        stolen.partition("=")[2],
        "",
    }
    form = urlencode({"target": str(evil), "trust": "yes"})
    forged = {
        "Cookie": stolen,
        "Origin": workbench.origin,
        "Sec_Fetch_Site": "same-origin",
        "Content_Type": "application/x-www-form-urlencoded",
    }
    for word in sorted(words)[:200]:
        assert ask(workbench, "POST", "/open", form, X_Fumehood_Token=word, **forged)[0] == 403
    assert ask(workbench, "POST", "/open", form, **forged)[0] == 403
    assert ask(workbench, "POST", "/session", **forged)[0] == 403
    assert workbench.services.guests.all() == ()


@pytest.mark.hardness("cross-site-read")
def test_a_page_at_our_name_reaches_nothing(workbench: WorkbenchPage, other: OtherServer) -> None:
    """Scripts at our name and another port read no page and no storage of ours, and change nothing."""
    name = urlsplit(workbench.origin).hostname or ""
    page = tab(workbench)
    for host in (name, "127.0.0.1", "localhost"):
        page.goto(other.url(host))
        seen = page.evaluate(REACH, workbench.origin)
        assert token_of(workbench.page) not in seen
        assert "Fumehood" not in seen
        assert "fumehood" not in seen
    page.goto(other.url(name))
    page.evaluate(
        """(ours) => {
            document.body.innerHTML = `<form method=post action="${ours}/open"><input name=target value=/tmp>
                <input name=trust value=yes></form>`;
            document.forms[0].submit();
        }""",
        workbench.origin,
    )
    page.wait_for_url("**/open")
    expect(page.get_by_role("heading")).to_have_text("Access refused")
    assert workbench.services.guests.all() == ()
    page.goto("about:blank")


@pytest.mark.parametrize("attack", ["flood", "replace"])
@pytest.mark.hardness("cookie-theft")
def test_a_cookie_that_is_taken_away_comes_back(
    workbench: WorkbenchPage, other: OtherServer, attack: str
) -> None:
    """After a flood of cookies or a forged one, pages come back by themselves and buttons work again."""
    name = urlsplit(workbench.origin).hostname or ""
    ours = f"fumehood-{urlsplit(workbench.origin).port}"
    guest: Guest = workbench.shop()
    page = tab(workbench)

    def take_away() -> None:
        if attack == "flood":
            other.flood()
        else:
            other.set_cookies = [f"{ours}=forged; Path=/; HttpOnly"]
        # A request of our page that is still under way may get the cookie back at once.
        for _attempt in range(5):
            page.goto(other.url(name))
            jar = {cookie["name"]: cookie["value"] for cookie in page.context.cookies(workbench.origin)}
            if jar.get(ours) in (None, "forged"):
                return
        raise AssertionError("the cookie was not taken away")

    take_away()
    workbench.open(f"/bench/{guest.id}")
    expect(workbench.page.locator("#guest-head")).to_contain_text("shop")
    take_away()
    send = workbench.page.get_by_role("button", name="Send", exact=True)
    send.click()
    expect(workbench.page.locator(".toast")).to_contain_text("has a new one now")
    send.click()
    expect(workbench.page.locator("[data-shown-exchange]")).to_be_visible()
    take_away()
    workbench.page.evaluate("location.reload()")
    expect(workbench.rows.first).to_be_visible()
    # The browser logs each refusal as a failed load.
    workbench.errors[:] = [error for error in workbench.errors if "403" not in error]


def test_a_refused_stream_is_opened_again(workbench: WorkbenchPage) -> None:
    """If the stream of events is refused, the page gets a new session and listens again."""
    asked: list[Route] = []

    def refuse_once(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.fulfill(status=403)
        else:
            route.continue_()

    workbench.page.route("**/events?*", refuse_once)
    guest = workbench.shop()
    expect(workbench.page.locator(".list-state")).to_be_hidden()
    send(guest, "/")
    expect(workbench.rows.first).to_be_visible()
    assert len(asked) == 2
    workbench.errors[:] = [error for error in workbench.errors if "403" not in error]


@pytest.mark.hardness("cookie-theft")
def test_large_cookies_do_not_lock_the_user_out(workbench: WorkbenchPage, other: OtherServer) -> None:
    """Requests with as many and as large cookies as a browser keeps for one host are answered."""
    guest = workbench.shop()
    other.flood(4000)
    page = tab(workbench)
    page.goto(other.url(urlsplit(workbench.origin).hostname or ""))
    page.wait_for_function("document.cookie.length > 500_000")
    workbench.open(f"/bench/{guest.id}")
    workbench.page.get_by_role("button", name="Send", exact=True).click()
    expect(workbench.page.locator("[data-shown-exchange]")).to_be_visible()
    workbench.errors[:] = [error for error in workbench.errors if "403" not in error]


def test_a_browser_without_the_token_is_told(workbench: WorkbenchPage) -> None:
    """With the cookie and without the token a page can be read, and a button says what to do."""
    page = workbench.page
    page.evaluate("localStorage.clear()")
    page.goto(f"{workbench.origin}/")
    page.get_by_role("button", name="Send a request and see inside").click()
    expect(page.locator(".toast")).to_contain_text("fumehood link")
    assert workbench.services.guests.all() == ()
    workbench.errors[:] = [error for error in workbench.errors if "403" not in error]


def test_new_tabs_and_the_back_button_keep_the_token(workbench: WorkbenchPage) -> None:
    """A new tab can change things, and going back never leads to the launch link."""
    page = tab(workbench)
    page.goto(f"{workbench.origin}/settings")
    assert token_of(page) == token_of(workbench.page)
    workbench.open("/settings")
    workbench.page.go_back()
    assert workbench.page.url == f"{workbench.origin}/"
    workbench.page.go_back()
    assert "launch" not in workbench.page.url
    page.close()


GUEST = """
from flask import Flask, request
app = Flask(__name__)

@app.get("/")
def home():
    return '''<!doctype html><meta name=referrer content=unsafe-url>
<meta http-equiv=refresh content="0;url=/refreshed">
<link rel=stylesheet href=/style.css referrerpolicy=unsafe-url>
<script>fetch("/script?" + location.ancestorOrigins[0])</script>
<img src=/picture.png referrerpolicy=unsafe-url onerror="fetch('/script')">
<iframe src=/frame referrerpolicy=unsafe-url></iframe><object data=/object></object>'''

@app.get("/<path:rest>")
def rest(rest):
    style = "@import '/imported.css'; @font-face {font-family: x; src: url(/font)} body {font-family: x}"
    return style, 200, {"Content-Type": "text/css"}
"""


@pytest.mark.hardness("guest-page")
def test_a_guest_does_not_learn_our_name(workbench: WorkbenchPage) -> None:
    """The preview of a guest's page sends it neither Referer nor Origin of ours, whatever it asks for."""
    (workbench.folder / "shop.py").write_text(GUEST)
    guest = workbench.services.guests.open(shop_target(workbench.folder))
    guest.wait(30)
    exchange = send(guest, "/")
    workbench.open(f"/exchanges/{exchange.id}")
    workbench.page.get_by_role("tab", name="Response").click()
    workbench.page.get_by_role("tab", name="Preview").click()
    frame = workbench.page.locator("iframe.response-preview")
    expect(frame).to_be_visible()
    workbench.page.wait_for_load_state("networkidle")
    expect(frame).to_be_visible()
    workbench.services.store.flush()
    rows = workbench.services.store.rows()
    assert "/picture.png" in [row.path for row in rows]
    assert not [row.path for row in rows if row.path in ("/script", "/refreshed", "/frame", "/object")]
    for row in rows:
        request = workbench.services.store.exchange(row.id)
        assert request is not None
        text = str(request.request)
        assert urlsplit(workbench.origin).netloc not in text
        assert "fumehood-" not in text
    # The browser logs what the sandbox refused.
    workbench.errors.clear()
