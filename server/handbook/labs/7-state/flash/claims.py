"""What is said about flashed messages, decided at a post office's counter."""

import base64
import json
import random
import re
import zlib
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, Undecided, claim

# The smallest session that lies on the server: the cookie holds a random name for it, nothing else.
ON_THE_SERVER = Counter(
    {
        'app.config["SECRET_KEY"] = "a-postmarks-key"\n': """
import secrets
from flask.sessions import SessionInterface, SessionMixin


class Kept(dict, SessionMixin):
    pass


class Shelf(SessionInterface):
    kept = {}

    def open_session(self, app, request):
        return self.kept.get(request.cookies.get("session"), Kept())

    def save_session(self, app, session, response):
        name = next((name for name, kept in self.kept.items() if kept is session), secrets.token_hex(16))
        self.kept[name] = session
        response.set_cookie("session", name)


app.session_interface = Shelf()
"""
    }
)
LOOKED_AT = '(session.get("_flashes") or [])'


def payload(cookie: str) -> Any:
    """What a session cookie says, read without any key; None where it says nothing readable."""
    part = cookie.lstrip(".").split(".")[0]
    try:
        data = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        return json.loads(zlib.decompress(data) if cookie.startswith(".") else data)
    except (ValueError, zlib.error):
        return None


def shown(seen: Seen) -> list[str]:
    """The messages on a page."""
    return re.findall(r'<p class="\w+">(.*?)</p>', seen.text, re.DOTALL)


def listed(messages: list[str]) -> str:
    """Messages as a sentence has them."""
    return " and ".join(f"`{message}`" for message in messages) if messages else "no message"


@claim(
    "on-the-server",
    "A flashed message waits on the server until it is shown.",
    expect=FAILS,
    mistake=True,
    counter=ON_THE_SERVER,
)
def on_the_server(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/parcels", form={"to": "Grace"})
    cookie = browser.cookie("session")
    if cookie is None:
        raise Undecided("The answer set no session cookie.", "Let the view flash a message again.")
    found = payload(cookie)
    return Observation(
        holds="Grace" not in json.dumps(found),
        because=f"Decoded without any key, the browser's session cookie says `{json.dumps(found)}`.",
    )


@claim(
    "next-request",
    "A flashed message is there for the next request only, and lost if that does not show it.",
    expect=FAILS,
    mistake=True,
    counter=Counter(between="/"),
)
def next_request(bench: Bench, *, between: str = "/price") -> Observation:
    browser = bench.browser()
    browser.send("POST", "/parcels", form={"to": "Grace"})
    browser.send("GET", between)
    found = shown(browser.send("GET", "/"))
    return Observation(
        holds=not found,
        because=f"`GET {between}` came in between, and then the counter showed {listed(found)}.",
    )


@claim(
    "shown-once",
    "Once a page has shown a flashed message, it does not appear again.",
    expect=HOLDS,
    counter=Counter(
        {
            "get_flashed_messages(with_categories=true)": LOOKED_AT,
            "get_flashed_messages()|length": f"{LOOKED_AT}|length",
        }
    ),
)
def shown_once(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/parcels", form={"to": "Grace"})
    first, second = (shown(browser.send("GET", "/")) for _ in range(2))
    return Observation(
        holds=bool(first) and not second,
        because=f"The first page showed {listed(first)}, the same page loaded again showed {listed(second)}.",
    )


@claim(
    "second-call",
    "A second `get_flashed_messages` in the same request finds the messages once more.",
    expect=HOLDS,
    counter=Counter({"get_flashed_messages()|length": f"{LOOKED_AT}|length"}),
)
def second_call(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/parcels", form={"to": "Grace"})
    seen = browser.send("GET", "/")
    count = re.search(r"on this page: (\d+)", seen.text)
    if count is None or not shown(seen):
        raise Undecided("The page does not show and count its messages.", "Restore the lab.")
    return Observation(
        holds=count[1] == "1",
        because=f"The head of the page showed {listed(shown(seen))}, and its foot counted {count[1]}.",
    )


@claim(
    "only-after-a-redirect",
    "A flashed message can be shown only by a later request, never by the one that flashed it.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "import Flask, flash, redirect": "import Flask, flash, get_flashed_messages, redirect",
            "def announce(to):\n": "def announce(to):\n    get_flashed_messages()\n",
        }
    ),
)
def only_after_a_redirect(bench: Bench) -> Observation:
    browser = bench.browser()
    at_once = shown(browser.send("POST", "/parcels-here", form={"to": "Grace"}))
    later = shown(browser.send("GET", "/"))
    return Observation(
        holds=not at_once,
        because=f"The answer to the POST itself showed {listed(at_once)}, the page after it {listed(later)}.",
    )


@claim(
    "filter-keeps",
    "`get_flashed_messages(category_filter=['error'])` leaves the other messages for later.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {'get_flashed_messages(category_filter=["error"])': f'{LOOKED_AT}|selectattr(0, "eq", "error")'}
    ),
)
def filter_keeps(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/parcels", form={"to": "Grace"})
    filtered = shown(browser.send("GET", "/errors"))
    left = shown(browser.send("GET", "/"))
    return Observation(
        holds=bool(left),
        because=f"A message that is no error was waiting. The page of errors showed {listed(filtered)}, "
        f"and then the counter showed {listed(left)}.",
    )


@claim(
    "other-tab",
    "A flashed message may appear in another tab than the one in which it was caused.",
    expect=HOLDS,
    counter=Counter(first="the same tab"),
)
def other_tab(bench: Bench, *, first: str = "another tab") -> Observation:
    browser = bench.browser()
    browser.send("POST", "/parcels", form={"to": "Grace"})
    pages = [shown(browser.send("GET", "/")) for _ in range(2)]
    own = pages[0] if first == "the same tab" else pages[1]
    return Observation(
        holds=bool(pages[0]) and not own,
        because=f"Both tabs send one and the same cookie. {first.capitalize()} asked first and showed "
        f"{listed(pages[0])}; "
        f"the tab of the message showed {listed(own)}.",
    )


@claim(
    "markup-survives",
    "A flashed `Markup` arrives as one, and its link is a link.",
    expect=HOLDS,
    counter=Counter({"flash(Markup('A parcel": "flash(str('A parcel"}),
)
def markup_survives(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/hint")
    found = shown(browser.send("GET", "/"))
    return Observation(
        holds=any('<a href="/price">' in message for message in found),
        because=f"The page has {listed(found)}.",
    )


@claim(
    "too-long-is-lost",
    "A flashed message that is too long is lost without any error.",
    expect=HOLDS,
    counter=Counter(to="Grace " * 1000),
)
def too_long_is_lost(bench: Bench, *, to: str = random.Random(7).randbytes(3000).hex()) -> Observation:
    browser = bench.browser()
    sent = browser.send("POST", "/parcels", form={"to": to})
    size = next((body["bytes"] for body in sent.all_of("cookie") if body.get("name") == "session"), 0)
    found = shown(browser.send("GET", "/"))
    return Observation(
        holds=sent.status == 302 and not any(to in message for message in found),
        because=f"With {len(to)} characters in the message the `Set-Cookie` had {size} bytes, "
        f"and the next page showed {len(found) or 'no'} message.",
        shown=sent,
    )
