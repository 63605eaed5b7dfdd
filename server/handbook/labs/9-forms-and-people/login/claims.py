"""What is said about logins, decided at a choir's door."""

from server.handbook.experiment import (
    FAILS,
    HOLDS,
    Bench,
    Browser,
    Counter,
    Observation,
    Seen,
    Undecided,
    claim,
)

CHROME, SAFARI = "Chrome of Ada", "Safari of Eve"

# The smallest session that lies on the server under a number, which stays the same when somebody logs in.
ON_THE_SERVER = Counter(
    {
        "manager = LoginManager(app)\n": """manager = LoginManager(app)

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
        response.set_cookie("session", name, httponly=True)


app.session_interface = Shelf()
manager.session_protection = None
"""
    }
)


def login(bench: Bench, *, remember: bool = False, path: str = "/login") -> tuple[Browser, Seen]:
    """Ada's browser after her login, and the answer to it."""
    browser = bench.browser()
    form = {"name": "Ada", "word": "la-la-la", **({"remember": "on"} if remember else {})}
    seen = browser.send("POST", path, form=form, headers=(("User-Agent", CHROME),))
    if seen.status not in (302, 303):
        raise Undecided(f"The login was answered {seen.status_line}.", "Restore the lab.")
    return browser, seen


def ask(browser: Browser, path: str, agent: str = CHROME) -> Seen:
    """A page, asked for by a browser of that name."""
    return browser.send("GET", path, headers=(("User-Agent", agent),))


def copied(bench: Bench, browser: Browser) -> dict[str, str]:
    """The session cookie as a thief has it."""
    cookie = browser.cookie("session")
    if cookie is None:
        raise Undecided("The browser has no session cookie.", "Restore the lab.")
    return {"session": cookie}


def let_in(seen: Seen) -> bool:
    """Whether the page itself came, and not the way to the login."""
    return seen.status == 200


def came(seen: Seen) -> str:
    """What came of a request, in a few words."""
    place = seen.header("Location")
    return f"{seen.status_line} to {place}" if place else seen.status_line


@claim(
    "order-of-decorators",
    "Whether @login_required stands above or below @app.get makes no difference.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {'@login_required\n@app.get("/minutes")\n': '@app.get("/minutes")\n@login_required\n'},
    ),
)
def order_of_decorators(bench: Bench) -> Observation:
    below, above = (bench.send("GET", path) for path in ("/sheets", "/minutes"))
    return Observation(
        holds=let_in(below) == let_in(above),
        because=f"Without a login, /sheets got {came(below)} and /minutes got {came(above)}.",
    )


@claim(
    "next-stays-here",
    "After the login, Flask-Login leads only to pages of the same site.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'request.args.get("next") or url_for("sheets")': 'url_for("sheets")'}),
)
def next_stays_here(bench: Bench) -> Observation:
    _, seen = login(bench, path="/login?next=http://evil.example/")
    place = seen.header("Location") or ""
    return Observation(
        holds=not place.startswith("http://evil.example"),
        because=f"Logged in at /login?next=http://evil.example/, Ada was led to {place}.",
    )


@claim(
    "cookie-is-enough",
    "Whoever has a copy of the session cookie is let in without the password.",
    expect=HOLDS,
    counter=Counter({"\nMEMBERS = ": '\nmanager.session_protection = "strong"\nMEMBERS = '}),
)
def cookie_is_enough(bench: Bench) -> Observation:
    browser, _ = login(bench)
    stolen = copied(bench, browser)
    seen = bench.send("GET", "/sheets", cookies=stolen, headers={"User-Agent": SAFARI})
    whose = f", as {seen.json()['for']}" if let_in(seen) else ""
    return Observation(
        holds=let_in(seen),
        because=f"Another browser, with Ada's cookie and no password, got {came(seen)}{whose}.",
    )


@claim(
    "fresh-is-copied",
    "Copied into a browser of another name, a session cookie does not open what asks for a fresh login.",
    expect=HOLDS,
    counter=Counter({"\nMEMBERS = ": "\nmanager.session_protection = None\nMEMBERS = "}),
)
def fresh_is_copied(bench: Bench) -> Observation:
    browser, _ = login(bench)
    own = ask(browser, "/cupboard")
    stolen = copied(bench, browser)
    seen = bench.send("GET", "/cupboard", cookies=stolen, headers={"User-Agent": SAFARI})
    return Observation(
        holds=let_in(own) and not let_in(seen),
        because=f"At the cupboard Ada's own browser got {came(own)}, another with her cookie {came(seen)}.",
    )


@claim(
    "logout-ends",
    "A copy of the session cookie, made before the logout, still lets its bearer in afterwards.",
    expect=HOLDS,
    counter=Counter(
        {
            "\nMEMBERS = ": '\nLOGINS = {"7": 0, "8": 0}\nMEMBERS = ',
            "        self.id = number\n": """        self.id = number

    def get_id(self):
        return f"{self.id}-{LOGINS[self.id]}"
""",
            "    return Member(number) if number in MEMBERS else None": """
    member = Member(number.split("-")[0])
    return member if member.get_id() == number else None""",
            "MEMBERS[current_user.get_id()]": "MEMBERS[current_user.id]",
            "    logout_user()\n": "    LOGINS[current_user.id] += 1\n    logout_user()\n",
        }
    ),
)
def logout_ends(bench: Bench) -> Observation:
    browser, _ = login(bench)
    copy = copied(bench, browser)
    out = browser.send("POST", "/logout", headers=(("User-Agent", CHROME),))
    after = ask(browser, "/sheets")
    seen = bench.send("GET", "/sheets", cookies=copy, headers={"User-Agent": CHROME})
    return Observation(
        holds=let_in(seen),
        because=f"After the logout ({out.status_line}) Ada's browser got {came(after)}; the copy from "
        f"before got {came(seen)}.",
        shown=seen,
    )


@claim(
    "fixation",
    "Whoever plants his own session cookie in a visitor's browser is that visitor once she logs in.",
    expect=FAILS,
    mistake=True,
    counter=ON_THE_SERVER,
)
def fixation(bench: Bench) -> Observation:
    eve, ada = bench.browser(), bench.browser()
    eve.send("GET", "/sheets")
    planted = eve.cookie("session")
    if planted is None:
        raise Undecided("Eve got no cookie to plant.", "Restore the lab.")
    ada.jar.set(f"session={planted}; Path=/", host="localhost", path="/")
    answer = ada.send("POST", "/login", form={"name": "Ada", "word": "la-la-la"})
    seen = bench.send("GET", "/sheets", cookies={"session": planted})
    kept = ada.cookie("session") == planted
    return Observation(
        holds=let_in(seen),
        because=f"Ada logged in ({answer.status_line}) with Eve's cookie and "
        f"{'kept it' if kept else 'was given another'}; with the planted one Eve got {came(seen)}.",
        shown=seen,
    )


@claim(
    "closing-logs-out",
    "Without Remember me, closing the browser ends the login.",
    expect=HOLDS,
    counter=Counter(remember=True),
)
def closing_logs_out(bench: Bench, *, remember: bool = False) -> Observation:
    browser, _ = login(bench, remember=remember)
    before = ask(browser, "/sheets")
    browser.jar.close()
    after = ask(browser, "/sheets")
    return Observation(
        holds=let_in(before) and not let_in(after),
        because=f"{'With' if remember else 'Without'} it, the sheets got {came(before)}; closed and opened "
        f"again, {came(after)}.",
        shown=after,
    )


@claim(
    "remembered-is-fresh",
    "Who is remembered may do all that one may do after a login.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"@fresh_login_required\n": "@login_required\n"}),
)
def remembered_is_fresh(bench: Bench) -> Observation:
    browser, _ = login(bench, remember=True)
    browser.jar.close()
    sheets, cupboard = ask(browser, "/sheets"), ask(browser, "/cupboard")
    return Observation(
        holds=let_in(sheets) == let_in(cupboard),
        because=f"Remembered by her cookie, Ada got {came(sheets)} for the sheets and {came(cupboard)} for "
        "the cupboard.",
        shown=cupboard,
    )
