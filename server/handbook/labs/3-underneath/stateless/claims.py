"""What is said about HTTP having no memory, decided in a pizzeria."""

import json
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, Undecided, claim

# Where the server, not the request, says who is asking: these differ from one connection to the next.
THE_SERVERS_OWN = ("wsgi.", "waitress.", "werkzeug.", "REMOTE_PORT", "flask.")


def environ(seen: Seen) -> dict[str, str]:
    """What came with a request, as the app sees it."""
    return {
        name: value["repr"]
        for name, value in seen.of("wsgi")["environ"].items()
        if not name.startswith(THE_SERVERS_OWN)
    }


def bodies(answers: bytes) -> list[Any]:
    """The JSON of each of several answers that came one after the other; None where it is none."""
    found = re.split(rb"HTTP/1\.\d \d{3} ", answers)[1:]
    texts = [part.partition(b"\r\n\r\n")[2].decode("utf-8", "replace").strip() for part in found]
    return [json.loads(text) if text.startswith("{") else None for text in texts]


@claim(
    "one-connection",
    "Two requests over one connection belong together: the server knows that it is the same visitor.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'session.get("pizza")}': 'session.get("pizza", last_choice)}'}),
)
def one_connection(bench: Bench) -> Observation:
    pizza = secrets.token_hex(4)
    data = f"GET /choose/{pizza} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    data += "GET /order HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    found = bodies(bench.raw(urlsplit(bench.url).port or 0, data.encode(), timeout=5))
    if len(found) != 2:
        raise Undecided(f"The two requests got {len(found)} answers.", "Run the experiment again.")
    return Observation(
        holds=found[1] == {"pizza": pizza},
        because=f"On one connection `{pizza}` was chosen, and the order was then `{json.dumps(found[1])}`.",
    )


@claim(
    "same-bytes",
    "If two visitors at one address send the same, the app cannot tell them apart.",
    expect=HOLDS,
    counter=Counter(cookies={"session": "mine"}),
)
def same_bytes(bench: Bench, *, cookies: dict[str, str] | None = None) -> Observation:
    one = environ(bench.send("GET", "/order"))
    other = environ(bench.send("GET", "/order", cookies=cookies or {}))
    differ = sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
    return Observation(
        holds=not differ,
        because=f"Of {len(one)} entries that came with the two requests "
        + (f"`{'`, `'.join(differ)}` differed." if differ else "not one differed."),
    )


@claim(
    "by-address",
    "Visitors can be told apart by `request.remote_addr`.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"request.remote_addr": 'request.headers["User-Agent"]'}),
)
def by_address(bench: Bench) -> Observation:
    ada, grace = (
        bench.send("GET", "/who", headers={"User-Agent": f"{name}'s browser"}).json()["visitor"]
        for name in ("Ada", "Grace")
    )
    return Observation(
        holds=ada != grace,
        because=f"To the app Ada, on this machine, was `{ada}`, and Grace, too, was `{grace}`."
        if ada == grace
        else f"To the app Ada was `{ada}`, and Grace was `{grace}`.",
    )


@claim(
    "brings-it-back",
    "The server knows the second request's visitor if the client brings back the cookie of the first.",
    expect=HOLDS,
    counter=Counter(brings=False),
)
def brings_it_back(bench: Bench, *, brings: bool = True) -> Observation:
    pizza = secrets.token_hex(4)
    browser = bench.browser()
    browser.send("GET", f"/choose/{pizza}")
    seen = browser.send("GET", "/order") if brings else bench.send("GET", "/order")
    return Observation(
        holds=seen.json()["pizza"] == pizza,
        because=f"`{pizza}` was chosen; the second request came "
        f"{'with' if brings else 'without'} the cookie, "
        f"and was answered `{json.dumps(seen.json())}`.",
    )


@claim(
    "in-the-module",
    "A variable of the module keeps what a visitor has chosen until that visitor's next request.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'{"pizza": last_choice}': '{"pizza": session["pizza"]}'}),
)
def in_the_module(bench: Bench) -> Observation:
    ada, grace = bench.browser(), bench.browser()
    hers, other = secrets.token_hex(4), secrets.token_hex(4)
    ada.send("GET", f"/choose/{hers}")
    grace.send("GET", f"/choose/{other}")
    got = ada.send("GET", "/last-choice").json()["pizza"]
    return Observation(
        holds=got == hers,
        because=f"Ada chose `{hers}`, then Grace chose `{other}`, and Ada's next request got `{got}`.",
    )


@claim(
    "hidden-fields",
    "A view takes what comes back in a hidden field, even if the client has changed it.",
    expect=HOLDS,
    counter=Counter({'int(request.form["price"])': 'PRICES[request.form["pizza"]]'}),
)
def hidden_fields(bench: Bench) -> Observation:
    page = bench.send("GET", "/bill/tartufo").text
    asked = re.search(r'name="price" value="(\d+)"', page)
    if asked is None:
        raise Undecided("The bill has no hidden price.", "Restore the lab.")
    paid = bench.send("POST", "/pay", form={"pizza": "tartufo", "price": "1"}).json()["paid"]
    return Observation(
        holds=paid == 1 != int(asked[1]),
        because=f"The bill hid a price of {asked[1]}, a client sent 1 in its place, and {paid} was paid.",
    )


@claim(
    "keeps-nothing",
    "Since HTTP is stateless, a server cannot keep anything from one request to the next.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"        menu.add(pizza)\n": "        {*menu, pizza}\n"}),
)
def keeps_nothing(bench: Bench) -> Observation:
    pizza = secrets.token_hex(4)
    bench.send("PUT", f"/menu/{pizza}")
    found = bench.send("GET", f"/menu/{pizza}").json()["on the menu"]
    return Observation(
        holds=not found,
        because=f"One client put `{pizza}` on the menu, and to another, which brought nothing, it was "
        f"{'there' if found else 'not there'}.",
    )


@claim(
    "any-process",
    "A process that has never seen the visitor can answer the second request.",
    expect=HOLDS,
    counter=Counter({'"SECRET_KEY"] = "oregano"': '"SECRET_KEY"] = __import__("secrets").token_hex()'}),
)
def any_process(bench: Bench) -> Observation:
    pizza = secrets.token_hex(4)
    browser = bench.browser()
    browser.send("GET", f"/choose/{pizza}")
    cookie = browser.cookie("session")
    if cookie is None:
        raise Undecided("The browser got no session cookie.", "Restore the lab.")
    got = bench.beside("second_counter.py").send("GET", "/order", cookies={"session": cookie}).json()["pizza"]
    return Observation(
        holds=got == pizza,
        because=f"`{pizza}` was chosen in one process; another one, asked with the same cookie, "
        f"knew of `{got}`.",
    )
