"""What is said about servers on loopback, each attack tried on a diary with a guard and on one without."""

import json
import secrets

from itsdangerous import URLSafeTimedSerializer

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim

KEY = "known to the window and the server only"


def token(key: str = KEY) -> str:
    """A launch token as the program gives its window."""
    return str(URLSafeTimedSerializer(key).dumps(secrets.token_hex(8)))


def diary(bench: Bench, guarded: bool) -> Bench:
    """The diary behind the guard, or the open one."""
    return bench if guarded else bench.beside("open.py")


def door(guarded: bool) -> str:
    return "guarded" if guarded else "open"


def cookies_of(seen: Seen) -> list[str]:
    """The names of the cookies that a request brought."""
    return [cookie["name"] for body in seen.all_of("cookie") for cookie in body.get("cookies", ())]


@claim(
    "loopback-is-private",
    "An app that listens on 127.0.0.1 can be used by the program that started it, and by nobody else.",
    expect=FAILS,
    mistake=True,
    counter=Counter(guarded=True),
)
def loopback_is_private(bench: Bench, *, guarded: bool = False) -> Observation:
    target = diary(bench, guarded)
    asked = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
    read = "I told nobody" in bench.python("-c", asked, target.url).output
    seen = target.arrived("/")[-1]
    return Observation(
        holds=not read,
        because=f"Another Python on this machine asked the {door(guarded)} diary, which answered"
        f" {seen.status_line}; it could {'' if read else 'not '}read what was written there.",
        shown=seen,
    )


@claim(
    "any-host-is-answered",
    "An app on loopback answers a browser that takes it for evil.example.",
    expect=HOLDS,
    counter=Counter(guarded=True),
)
def any_host_is_answered(bench: Bench, *, guarded: bool = False) -> Observation:
    browser = diary(bench, guarded).browser()
    browser.send("GET", "/", query={"launch": token()})
    cookies = browser.jar.cookies_for("localhost", "/")
    seen = diary(bench, guarded).send("GET", "/", headers={"Host": "evil.example"}, cookies=cookies)
    return Observation(
        holds=seen.status == 200,
        because=f"To a request for evil.example, from a browser that may come in, the {door(guarded)} diary"
        f" answered {seen.status_line}" + (f": {seen.text}." if guarded else "."),
    )


@claim(
    "pages-cannot-post",
    "A page from elsewhere cannot post to an app on localhost, since that is another origin.",
    expect=FAILS,
    mistake=True,
    counter=Counter(guarded=True),
)
def pages_cannot_post(bench: Bench, *, guarded: bool = False) -> Observation:
    target = diary(bench, guarded)
    page = bench.engine()
    page.visit("data:text/html,<title>Win a prize</title><form method=post><button>Win</button></form>")
    page.run(
        f"void (document.forms[0].action = {json.dumps(target.url + '/erase')}, document.forms[0].submit())"
    )
    seen = target.arrived("/erase")[0]
    return Observation(
        holds=seen.status != 200,
        because=f"A page that came from nowhere posted its form to the {door(guarded)} diary, which answered"
        f" {seen.status_line}: {seen.text}",
        shown=seen,
    )


@claim(
    "token-works-twice",
    "A launch token that was used once opens nothing any more.",
    expect=HOLDS,
    counter=Counter({"        self.used.add(number)\n": ""}),
)
def token_works_twice(bench: Bench) -> Observation:
    launch = token()
    first = bench.send("GET", "/", query={"launch": launch})
    second = bench.send("GET", "/", query={"launch": launch})
    return Observation(
        holds=first.status == 303 and second.status == 403,
        because=f"The token was answered with {first.status_line} the first time, and with"
        f" {second.status_line} when somebody else came with it.",
    )


@claim(
    "own-window-comes-in",
    "The window that got the token reads the diary and may erase it, although every check stands.",
    expect=HOLDS,
    counter=Counter(key="guessed"),
)
def own_window_comes_in(bench: Bench, *, key: str = KEY) -> Observation:
    page = bench.engine()
    page.visit(f"{bench.url}/?launch={token(key)}")
    read = page.run("document.body.innerText")
    erased = page.run("fetch('/erase', {method: 'POST'}).then((answer) => answer.text())")
    return Observation(
        holds="I told nobody" in read and erased == "Erased.",
        because=f"The window showed {' '.join(read.split())!r}, and its own post was answered {erased!r}.",
        shown=bench.arrived("/erase")[-1],
    )


@claim(
    "ports-share-cookies",
    "My cookie is sent to other apps on localhost too, although they listen on other ports.",
    expect=HOLDS,
    counter=Counter(host="127.0.0.1"),
)
def ports_share_cookies(bench: Bench, *, host: str = "localhost") -> Observation:
    other = bench.beside("open.py")
    page = bench.engine()
    page.visit(f"{bench.url}/?launch={token()}")
    page.visit(other.url.replace("localhost", host) + "/")
    seen = other.arrived("/")[-1]
    got = cookies_of(seen)
    return Observation(
        holds=bool(got),
        because=f"The guard had set its cookie on localhost; an app on another port of {host} was then"
        f" visited, and got {'the cookie ' + got[0].split('-')[0] + '-…' if got else 'no cookie'}.",
        shown=seen,
    )


@claim(
    "strict-is-enough",
    "A cookie with SameSite=Strict comes only with requests that my own pages made.",
    expect=FAILS,
    mistake=True,
    counter=Counter(host="127.0.0.1"),
)
def strict_is_enough(bench: Bench, *, host: str = "localhost") -> Observation:
    other = bench.beside("open.py")
    page = bench.engine()
    page.visit(f"{bench.url}/?launch={token()}")
    page.visit(other.url.replace("localhost", host) + "/")
    page.run(
        f"void (document.forms[0].action = {json.dumps(bench.url + '/erase')}, document.forms[0].submit())"
    )
    seen = bench.arrived("/erase")[0]
    got = cookies_of(seen)
    return Observation(
        holds=not got,
        because=f"A form in a page of {host}, on another port, was posted to the guarded diary"
        f" {'with' if got else 'without'} its cookie; the answer was {seen.status_line}: {seen.text}.",
        shown=seen,
    )
