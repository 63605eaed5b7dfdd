"""What is said about Flask's session, decided on a library's loans."""

import base64
import hashlib
import json
import random
import time
import zlib
from typing import Any

from flask.json.tag import TaggedJSONSerializer
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

KEY = "this-years-key"
DAY = 24 * 3600

# The smallest session that lies on the server: the cookie holds a random name for it, nothing else.
ON_THE_SERVER = Counter(
    {
        "app = Flask(__name__)\n": """app = Flask(__name__)

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
"""
    }
)


def payload(cookie: str) -> Any:
    """What a session cookie says, read without any key; None where it says nothing readable."""
    packed = cookie.startswith(".")
    part = cookie.lstrip(".").split(".")[0]
    try:
        data = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        return json.loads(zlib.decompress(data) if packed else data)
    except (ValueError, zlib.error):
        return None


def signed(data: dict[str, Any], key: str, *, age: float = 0) -> str:
    """A session cookie as Flask itself would sign it with `key`, `age` seconds ago."""

    class Then(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() - age)

    serializer = URLSafeTimedSerializer(
        key,
        salt="cookie-session",
        serializer=TaggedJSONSerializer(),
        signer=Then,
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1},
    )
    return str(serializer.dumps(data))


def cookie_of(value: str | None) -> str:
    """The cookie that a browser kept."""
    if value is None:
        raise Undecided(
            "The browser has no session cookie to look at.", "Let the login fill the session again."
        )
    return value


@claim(
    "encrypted",
    "The session cookie is encrypted, so that visitors cannot read what is in it.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'session["reader"] = name': 'session["reader"] = READERS.index(name)'}),
)
def encrypted(bench: Bench, *, name: str = "Ada") -> Observation:
    browser = bench.browser()
    browser.send("POST", "/login", form={"name": name})
    found = payload(cookie_of(browser.cookie("session")))
    readable = name in json.dumps(found)
    return Observation(
        holds=not readable,
        because=f"Decoded as Base64, with no key at all, the cookie says {json.dumps(found)}."
        + ("" if readable else f" The name {name} is not in it."),
    )


@claim(
    "on-the-server",
    "The data of Flask's session lie on the server; the cookie only holds a number that finds them.",
    expect=FAILS,
    mistake=True,
    counter=ON_THE_SERVER,
)
def on_the_server(bench: Bench) -> Observation:
    written = {"reader": "Mary", "loans": ["Frankenstein"]}
    seen = bench.send("GET", "/card", cookies={"session": signed(written, KEY)})
    carried = seen.json() == written
    return Observation(
        holds=not carried,
        because="A cookie that this server never sent, signed elsewhere with its key, "
        + (
            f"gave a session with {json.dumps(written)}: the data came with it."
            if carried
            else "gave nothing."
        ),
    )


@claim(
    "signed",
    "Nobody without the secret key can change what is in the session cookie.",
    expect=HOLDS,
    counter=Counter(key=KEY),
)
def signed_only(bench: Bench, *, key: str = "a-guessed-key") -> Observation:
    seen = bench.send("GET", "/card", cookies={"session": signed({"reader": "Grace"}, key)})
    taken = seen.json().get("reader") == "Grace"
    return Observation(
        holds=not taken,
        because="A cookie that says Grace, signed with "
        + (
            "the app's own key, was believed."
            if taken
            else "another key, was thrown away: the session was empty."
        ),
    )


@claim(
    "tampered-is-empty",
    "A tampered session cookie leads to an empty session, without any error.",
    expect=HOLDS,
    counter=Counter(
        {
            '\n\n@app.get("/")\n': """

@app.before_request
def refuse():
    return ("", 400) if "session" in request.cookies and not session else None


@app.get("/")
"""
        }
    ),
)
def tampered_is_empty(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/login", form={"name": "Ada"})
    body, rest = cookie_of(browser.cookie("session")).split(".", 1)
    forged = ("A" if body[0] != "A" else "B") + body[1:]
    seen = bench.send("GET", "/card", cookies={"session": f"{forged}.{rest}"})
    return Observation(
        holds=seen.status == 200 and seen.json() == {},
        because=f"With its first letter changed, the cookie led to {seen.status_line}"
        + (f" and the session {json.dumps(seen.json())}." if seen.status == 200 else "."),
    )


@claim(
    "append-is-saved",
    "Appending to a list that is in the session is saved.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'loans.append(request.form["book"])\n': (
                'loans.append(request.form["book"])\n    session.modified = True\n'
            ),
        }
    ),
)
def append_is_saved(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/login", form={"name": "Ada"})
    borrowed = browser.send("POST", "/borrow", form={"book": "Emma"})
    inside = borrowed.of("session")
    loans = browser.send("GET", "/card").json()["loans"]
    return Observation(
        holds="Emma" in loans,
        because=f"At the end of the request the list inside was {inside['after']['loans']['repr']}, "
        f"the cookie was {'sent' if inside['saved'] else 'not sent'}, and the next request read {loans}.",
        shown=borrowed,
    )


@claim(
    "assignment-is-saved",
    "Assigning a new list to a key of the session is saved.",
    expect=HOLDS,
    counter=Counter(
        {
            'session["loans"] = [*session.get("loans", []), request.form["book"]]': (
                'session.get("loans", []).extend([request.form["book"]])'
            )
        }
    ),
)
def assignment_is_saved(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/login", form={"name": "Ada"})
    borrowed = browser.send("POST", "/borrow-noted", form={"book": "Emma"})
    loans = browser.send("GET", "/card").json()["loans"]
    return Observation(
        holds="Emma" in loans,
        because=f"After the assignment the next request read {loans}.",
        shown=borrowed,
    )


@claim(
    "pop-ends-it",
    "session.pop('reader', None) logs out cleanly: nothing of the old visit is left.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'session.pop("reader", None)': "session.clear()"}),
)
def pop_ends_it(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/login", form={"name": "Ada"})
    browser.send("POST", "/borrow-noted", form={"book": "Emma"})
    browser.send("POST", "/logout")
    left = browser.send("GET", "/card").json()
    return Observation(
        holds=not left,
        because=f"After the logout the session still held {json.dumps(left)}."
        if left
        else "After the logout the session was empty.",
    )


@claim(
    "copy-still-works",
    "After a logout, an old copy of the session cookie still works.",
    expect=HOLDS,
    counter=ON_THE_SERVER,
)
def copy_still_works(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/login", form={"name": "Ada"})
    copied = cookie_of(browser.cookie("session"))
    browser.send("POST", "/logout")
    seen = bench.send("GET", "/card", cookies={"session": copied})
    reader = seen.json().get("reader")
    return Observation(
        holds=reader == "Ada",
        because=f"The copy, sent after the logout, was {'still' if reader else 'no longer'} a session"
        f" {f'of {reader}' if reader else 'of anybody'}.",
    )


@claim(
    "permanent-lasts",
    "With session.permanent = True the cookie outlives the closing of the browser.",
    expect=HOLDS,
    counter=Counter({"session.permanent = True": "session.permanent = False"}),
)
def permanent_lasts(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/login", form={"name": "Ada"})
    browser.send("POST", "/stay")
    browser.jar.close()
    card = browser.send("GET", "/card").json()
    return Observation(
        holds=card.get("reader") == "Ada",
        because=f"After the browser was closed and opened again, the session held {json.dumps(card)}.",
    )


@claim(
    "old-cookies-refused",
    "A copied session cookie works for ever, because its end is only a wish to the browser.",
    expect=FAILS,
    mistake=True,
    counter=Counter(days=30),
)
def old_cookies_refused(bench: Bench, *, days: int = 32) -> Observation:
    seen = bench.send("GET", "/card", cookies={"session": signed({"reader": "Ada"}, KEY, age=days * DAY)})
    works = seen.json().get("reader") == "Ada"
    return Observation(
        holds=works,
        because=f"A cookie signed {days} days ago was {'believed' if works else 'thrown away'}; "
        "PERMANENT_SESSION_LIFETIME is 31 days unless it is set.",
    )


@claim(
    "large-is-kept",
    "What a request puts into the session is there in the next one, however much it is.",
    expect=FAILS,
    mistake=True,
    counter=Counter(text="a" * 6000),
)
def large_is_kept(bench: Bench, *, text: str = random.Random(7).randbytes(3000).hex()) -> Observation:
    browser = bench.browser()
    browser.send("POST", "/login", form={"name": "Ada"})
    kept = browser.send("POST", "/diary", form={"text": text})
    size = next(body["bytes"] for body in kept.all_of("cookie") if body.get("name") == "session")
    card = browser.send("GET", "/card").json()
    there = card.get("diary") == text
    return Observation(
        holds=there,
        because=f"{len(text)} characters made a Set-Cookie of {size} bytes, answer {kept.status_line}; "
        + ("the next request had them." if there else f"the next request had the keys {sorted(card)} only."),
        shown=kept,
    )


@claim(
    "key-rotation",
    "A cookie signed with a key that is listed in SECRET_KEY_FALLBACKS is still read.",
    expect={"flask>=3.1": HOLDS, "": FAILS},
    counter={"flask>=3.1": Counter(key="a-forgotten-key"), "": Counter(key=KEY)},
)
def key_rotation(bench: Bench, *, key: str = "last-years-key") -> Observation:
    seen = bench.send("GET", "/card", cookies={"session": signed({"reader": "Ada"}, key)})
    works = seen.json().get("reader") == "Ada"
    return Observation(
        holds=works,
        because=f"On Flask {bench.versions.flask}, a cookie signed with {key} was "
        f"{'read' if works else 'thrown away'}.",
    )
