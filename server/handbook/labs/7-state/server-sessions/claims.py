"""What is said about sessions on the server, decided at a theatre's box office."""

import secrets

from server.handbook.experiment import FAILS, HOLDS, Bench, Browser, Counter, Observation, Undecided, claim

SETUP = 'app.config["SESSION_CACHELIB"] = shelf\n'

# Flask's own session, in the cookie: it has no id, and needs a key.
IN_THE_COOKIE = Counter(
    {
        f"{SETUP}Session(app)\n": """from flask.sessions import SecureCookieSession

SecureCookieSession.sid = "none"
app.config["SECRET_KEY"] = "a-key"
""",
    }
)


def configured(line: str) -> Counter:
    """The app with one more line of configuration."""
    return Counter({SETUP: f"{SETUP}app.config{line}\n"})


def logged_in(bench: Bench, guest: str) -> Browser:
    """A browser in which that guest has logged in."""
    browser = bench.browser()
    browser.send("POST", "/login", form={"guest": guest})
    return browser


def somebody() -> str:
    """A guest of whom nobody has heard before."""
    return f"Ada-{secrets.token_hex(6)}"


def cookie_of(browser: Browser) -> str:
    """The session cookie that a browser keeps."""
    value = browser.cookie("session")
    if value is None:
        raise Undecided("The browser got no session cookie.", "Let the login fill the session again.")
    return value


@claim(
    "cookie-grows",
    "With Flask-Session, too, the cookie grows with what is put into the session.",
    expect=FAILS,
    mistake=True,
    counter=IN_THE_COOKIE,
)
def cookie_grows(bench: Bench) -> Observation:
    small = cookie_of(logged_in(bench, somebody()))
    large = cookie_of(logged_in(bench, secrets.token_hex(1000)))
    return Observation(
        holds=len(large) > len(small),
        because=f"With a name of 16 letters in the session the cookie had {len(small)} characters, "
        f"with one of 2000 it had {len(large)}.",
    )


@claim(
    "needs-no-key",
    "With Flask-Session, `session` works without a `SECRET_KEY`.",
    expect=HOLDS,
    counter=configured('["SESSION_USE_SIGNER"] = True'),
)
def needs_no_key(bench: Bench) -> Observation:
    seen = bench.send("POST", "/login", form={"guest": somebody()}, may_crash=True)
    raised = seen.all_of("exception")
    return Observation(
        holds=seen.status == 302,
        because=f"The app has no `SECRET_KEY`, and the login answered {seen.status_line}"
        + (f", after `{raised[0]['type']}: {raised[0]['message']}`." if raised else "."),
    )


@claim(
    "encrypted-here",
    "The session data that lie on the server are encrypted, so that its administrator cannot read them.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {'    session["guest"] = guest\n': '    session["guest"] = sha256(guest.encode()).hexdigest()\n'}
    ),
)
def encrypted_here(bench: Bench) -> Observation:
    guest = somebody()
    file = logged_in(bench, guest).send("GET", "/file").json()
    readable = guest in file["holds"]
    return Observation(
        holds=not readable,
        because=f"The file `{file['name'][:8]}…` has {len(file['holds'])} bytes, "
        f"and the guest's name, {guest}, stands {'in them as it is' if readable else 'nowhere in them'}.",
    )


@claim(
    "old-copy",
    "Where sessions lie on the server, an old copy of the cookie is worth nothing after the logout.",
    expect=HOLDS,
    counter=IN_THE_COOKIE,
)
def old_copy(bench: Bench) -> Observation:
    guest = somebody()
    browser = logged_in(bench, guest)
    copied = cookie_of(browser)
    browser.send("POST", "/logout")
    found = bench.send("GET", "/card", cookies={"session": copied}).json()["guest"]
    return Observation(
        holds=found is None,
        because=f"The copy, sent after the logout, was the session of {found or 'nobody'}.",
    )


@claim(
    "clear-everywhere",
    "`session.clear()` logs a person out on all their devices.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/logout-everywhere"),
)
def clear_everywhere(bench: Bench, *, path: str = "/logout") -> Observation:
    guest = somebody()
    telephone, laptop = logged_in(bench, guest), logged_in(bench, guest)
    telephone.send("POST", path)
    found = laptop.send("GET", "/card").json()["guest"]
    return Observation(
        holds=found is None,
        because=f"After `POST {path}` on the telephone, the laptop's session was one of {found or 'nobody'}.",
    )


@claim(
    "everywhere",
    "A server that keeps a list of a person's sessions can end all of them at once.",
    expect=HOLDS,
    counter=Counter(
        {'[*(shelf.get(f"devices:{guest}") or []), session.sid]': "[session.sid]"},
    ),
)
def everywhere(bench: Bench) -> Observation:
    guest = somebody()
    laptop, tablet, telephone = (logged_in(bench, guest) for _ in range(3))
    telephone.send("POST", "/logout-everywhere")
    found = [device.send("GET", "/card").json()["guest"] for device in (laptop, tablet)]
    return Observation(
        holds=found == [None, None],
        because="The telephone asked for it; then the laptop's session was one of "
        f"{found[0] or 'nobody'}, the tablet's one of {found[1] or 'nobody'}.",
    )


@claim(
    "append-is-kept",
    "An item appended to a list in Flask-Session's session is still there in the next request.",
    expect=HOLDS,
    counter=configured('["SESSION_REFRESH_EACH_REQUEST"] = False'),
)
def append_is_kept(bench: Bench) -> Observation:
    browser = logged_in(bench, somebody())
    held = browser.send("POST", "/hold", form={"seat": "C7"})
    seats = browser.send("GET", "/card").json()["seats"]
    return Observation(
        holds="C7" in seats,
        because=f"`session.modified` was {held.of('session')['modified']}, "
        f"and the next request read `{seats}`.",
        shown=held,
    )


@claim(
    "ends-with-the-browser",
    "The cookie of Flask-Session ends with the browser, as that of Flask's own session does.",
    expect=FAILS,
    mistake=True,
    counter=configured('["SESSION_PERMANENT"] = False'),
)
def ends_with_the_browser(bench: Bench) -> Observation:
    seen = bench.send("POST", "/login", form={"guest": somebody()})
    cookie = next(body for body in seen.all_of("cookie") if body.get("name") == "session")
    lasting = cookie["attributes"].get("Expires")
    return Observation(
        holds=lasting is None,
        because=f"The cookie came with `Expires={lasting}`."
        if lasting
        else "The cookie came without `Expires`.",
    )


@claim(
    "new-id-at-login",
    "A visitor who logs in gets a new session id, so that an id somebody slipped them is worthless.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            '    session["seats"] = []\n': (
                '    session["seats"] = []\n    app.session_interface.regenerate(session)\n'
            )
        }
    ),
)
def new_id_at_login(bench: Bench) -> Observation:
    thief, victim = bench.browser(), bench.browser()
    thief.send("GET", "/look")
    slipped = cookie_of(thief)
    victim.jar.set(f"session={slipped}; Path=/", host="localhost", path="/")
    guest = somebody()
    victim.send("POST", "/login", form={"guest": guest})
    found = thief.send("GET", "/card").json()["guest"]
    return Observation(
        holds=found is None,
        because="After the login the cookie was "
        f"{'the same' if cookie_of(victim) == slipped else 'another one'}, "
        f"and who had slipped it was {'logged in as ' + found if found else 'nobody'}.",
    )
