"""What is said about CORS, decided in a real web engine on a bakery and a shop of another origin."""

import json
from typing import Any, NamedTuple

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim

REFUSED = "refused"


class Read(NamedTuple):
    """What a script in a page got of an answer; `kind` is REFUSED where the browser gave it nothing."""

    kind: str
    status: int
    text: str


def ask(bench: Bench, path: str, *, own: bool = False, login: bool = False, **options: Any) -> Read:
    """Fetch `path` of the bakery with a script in the shop's page, or in the bakery's own."""
    page = bench.engine()
    if login:
        page.visit(f"{bench.url}/")
        page.run("fetch('/login', {method: 'POST'}).then((answer) => answer.status)")
    page.visit((bench if own else bench.beside("shop.py")).url + "/")
    got = page.run(
        f"fetch({json.dumps(bench.url + path)}, {json.dumps(options)}).then("
        "async (answer) => [answer.type, answer.status, await answer.text()], "
        f"() => ['{REFUSED}', 0, ''])"
    )
    return Read(*got)


def told(read: Read) -> str:
    """What the script got, in words."""
    return "nothing but an error" if read.kind == REFUSED else f"{read.status} and {read.text.strip()!r}"


def header(seen: Seen, name: str) -> str | None:
    """A header of the request, or None."""
    headers = seen.exchange.request.headers
    return next((value for known, value in headers if known.lower() == name.lower()), None)


@claim(
    "ports-are-two-origins",
    "Two apps on two ports of one machine are strangers: a script of one may not read the other's answers.",
    expect=HOLDS,
    counter=Counter(own=True),
)
def ports_are_two_origins(bench: Bench, *, own: bool = False) -> Observation:
    read = ask(bench, "/stock", own=own)
    return Observation(
        holds=read.kind == REFUSED,
        because=f"A script in the page of {'the same' if own else 'another'} port of localhost"
        f" asked for /stock and got {told(read)}.",
        shown=bench.arrived("/stock")[-1],
    )


@claim(
    "blocked-never-arrives",
    "A request that the browser blocks because of CORS never reaches the server.",
    expect=FAILS,
    mistake=True,
    counter=Counter(kind="application/json"),
)
def blocked_never_arrives(bench: Bench, *, kind: str = "application/x-www-form-urlencoded") -> Observation:
    body = '{"bread": "rye"}' if kind.endswith("json") else "bread=rye"
    read = ask(bench, "/orders", method="POST", headers={"Content-Type": kind}, body=body)
    seen = bench.arrived("/orders")
    orders = [each for each in seen if each.exchange.request.method == "POST"]
    return Observation(
        holds=read.kind == REFUSED and not orders,
        because=f"The script that posted {kind} got {told(read)}, while the bakery "
        + (
            f"answered {orders[0].status_line}: {orders[0].text.strip()}."
            if orders
            else "never saw the order."
        ),
        shown=seen[-1],
    )


@claim(
    "form-needs-no-permission",
    "A page of another origin can post a form to my app, whatever I allow with CORS.",
    expect=HOLDS,
    counter=Counter(
        {
            "def order():\n": "def order():\n"
            '    if request.headers.get("Origin", request.host_url[:-1]) != request.host_url[:-1]:\n'
            '        return jsonify(error="not from here"), 403\n'
        }
    ),
)
def form_needs_no_permission(bench: Bench) -> Observation:
    page = bench.engine()
    page.visit(bench.beside("shop.py").url + "/")
    page.run(
        "void (document.body.innerHTML = `<form method=post><input name=bread value=rye></form>`, "
        f"document.forms[0].action = {json.dumps(bench.url + '/orders')}, document.forms[0].submit())"
    )
    seen = bench.arrived("/orders")[0]
    return Observation(
        holds=seen.status == 201,
        because=f"The form in the shop's page was sent, and the bakery answered {seen.status_line}:"
        f" {seen.text.strip()}.",
        shown=seen,
    )


@claim(
    "json-asks-first",
    "Before a script sends JSON to another origin, the browser asks the server with an OPTIONS request.",
    expect=HOLDS,
    counter=Counter(kind="text/plain"),
)
def json_asks_first(bench: Bench, *, kind: str = "application/json") -> Observation:
    ask(bench, "/orders", method="POST", headers={"Content-Type": kind}, body='{"bread": "rye"}')
    seen = bench.arrived("/orders")
    first = seen[0].exchange.request
    wanted = header(seen[0], "Access-Control-Request-Headers")
    return Observation(
        holds=first.method == "OPTIONS" and wanted == "content-type",
        because=f"For a body of {kind} the first request to arrive was {first.method} /orders"
        + (f", which asked whether the header {wanted} may be sent." if wanted else "."),
        shown=seen[0],
    )


@claim(
    "flask-permits",
    "Flask answers OPTIONS requests by itself, so it lets the browser's preflight pass.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'"/account": {': '"/orders": {},\n        "/account": {'}),
)
def flask_permits(bench: Bench) -> Observation:
    kind = {"Content-Type": "application/json"}
    read = ask(bench, "/orders", method="POST", headers=kind, body='{"bread": "rye"}')
    preflight = bench.arrived("/orders")[0]
    allowed = preflight.header("Access-Control-Allow-Origin")
    return Observation(
        holds=read.kind != REFUSED,
        because=f"Flask answered the preflight {preflight.status_line}, Allow: {preflight.header('Allow')}, "
        f"{f'with Access-Control-Allow-Origin: {allowed}' if allowed else 'but no Access-Control header'},"
        f" and the script got {told(read)}.",
        shown=preflight,
    )


@claim(
    "keeps-strangers-out",
    "Without CORS headers an API is closed: nobody but our own pages can fetch its data.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "def stock():\n": "def stock():\n"
            '    if "Origin" in request.headers:\n        return jsonify(error="not from a page"), 403\n'
        }
    ),
)
def keeps_strangers_out(bench: Bench) -> Observation:
    seen = bench.send("GET", "/stock", headers={"Origin": "https://stranger.example"})
    return Observation(
        holds=seen.status != 200,
        because="A client that is no browser, and says that it comes from https://stranger.example, got "
        f"{seen.status_line} and {seen.text.strip()}.",
    )


@claim(
    "no-cors-reads",
    "fetch(url, {mode: 'no-cors'}) gets around the block, so that the script can read the answer.",
    expect=FAILS,
    mistake=True,
    counter=Counter(own=True),
)
def no_cors_reads(bench: Bench, *, own: bool = False) -> Observation:
    read = ask(bench, "/stock", own=own, mode="no-cors")
    return Observation(
        holds="rye" in read.text,
        because=f"In a page of {'its own' if own else 'another'} origin the script got an answer of type"
        f" {read.kind}, with status {read.status} and the text {read.text.strip()!r}.",
        shown=bench.arrived("/stock")[-1],
    )


@claim(
    "star-forbids-cookies",
    "An answer that allows * to read it is kept from a script that asked with cookies.",
    expect=HOLDS,
    counter=Counter(credentials="omit"),
)
def star_forbids_cookies(bench: Bench, *, credentials: str = "include") -> Observation:
    read = ask(bench, "/prices", login=True, credentials=credentials)
    seen = bench.arrived("/prices")[-1]
    sent = header(seen, "Cookie")
    cookies = f"with {sent}" if sent else "without cookies"
    return Observation(
        holds=sent is not None and read.kind == REFUSED,
        because=f"With credentials: '{credentials}' the request came {cookies},"
        f" the answer allowed {seen.header('Access-Control-Allow-Origin')}, and the script got {told(read)}.",
        shown=seen,
    )


@claim(
    "credentials-are-safe",
    "CORS(app, supports_credentials=True) is safe, because browsers never combine * with cookies.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {'{"supports_credentials"': '{"origins": "https://shop.example", "supports_credentials"'}
    ),
)
def credentials_are_safe(bench: Bench) -> Observation:
    read = ask(bench, "/account", login=True, credentials="include")
    seen = bench.arrived("/account", count=2)[-1]
    return Observation(
        holds="Ada" not in read.text,
        because=f"Access-Control-Allow-Origin: {seen.header('Access-Control-Allow-Origin') or 'absent'},"
        f" Access-Control-Allow-Credentials: {seen.header('Access-Control-Allow-Credentials') or 'absent'},"
        f" and the shop's script got {told(read)}.",
        shown=seen,
    )
