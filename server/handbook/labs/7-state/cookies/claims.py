"""What is said about cookies, decided in a concert hall."""

import contextlib
import sqlite3
import time
from pathlib import Path

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, Undecided, claim

WRITE_SECONDS = 10


def set_cookie(seen: Seen, name: str) -> str:
    """The Set-Cookie header by which an answer sets that cookie."""
    found = next((header for header in seen.all_headers("Set-Cookie") if header.startswith(f"{name}=")), None)
    if found is None:
        raise Undecided(f"{seen.sent} did not set the cookie {name}.", "Let the view set it again.")
    return found


@claim(
    "read-back-at-once",
    "What set_cookie puts on the response can be read from request.cookies in the same request.",
    expect=FAILS,
    mistake=True,
    counter=Counter(visits=2),
)
def read_back_at_once(bench: Bench, *, visits: int = 1) -> Observation:
    browser = bench.browser()
    seen = [browser.send("GET", "/seat/A12") for _ in range(visits)][-1]
    found = seen.header("X-Read-Back")
    return Observation(
        holds=found == "A12",
        because=f"In request number {visits}, right after set_cookie, request.cookies had {found}.",
    )


@claim(
    "protected-by-default",
    "set_cookie protects a cookie by itself: it adds HttpOnly and SameSite unless you switch them off.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'set_cookie("seat", seat)': 'set_cookie("seat", seat, httponly=True, samesite="Lax")'}),
)
def protected_by_default(bench: Bench) -> Observation:
    header = set_cookie(bench.send("GET", "/seat/A12"), "seat")
    return Observation(
        holds="HttpOnly" in header and "SameSite" in header,
        because=f"set_cookie('seat', 'A12') sent exactly this: {header}",
    )


@claim(
    "both-clocks",
    "set_cookie(max_age=3600) sends both Max-Age and, for old browsers, Expires.",
    expect=HOLDS,
    counter=Counter({"max_age=3600, ": ""}),
)
def both_clocks(bench: Bench) -> Observation:
    header = set_cookie(bench.send("GET", "/ticket/A12"), "ticket")
    return Observation(
        holds="Max-Age=3600" in header and "Expires=" in header, because=f"The answer set {header}"
    )


@claim(
    "attributes-stay",
    "A request brings a cookie's name and value, and nothing about when it will expire.",
    expect=HOLDS,
    counter=Counter({'set_cookie("ticket", seat,': 'set_cookie("ticket", f"{seat}:Max-Age=3600",'}),
)
def attributes_stay(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("GET", "/ticket/A12")
    brought = browser.send("GET", "/brought").json()
    return Observation(
        holds=brought == {"ticket": "A12"},
        because=f"It was set with six attributes, and came back as {brought} and nothing else.",
    )


@claim(
    "deleting-is-setting",
    "delete_cookie sends the cookie once more, empty and with an end in the past.",
    expect=HOLDS,
    counter=Counter({'delete_cookie("seat")': 'set_cookie("seat", "")'}),
)
def deleting_is_setting(bench: Bench) -> Observation:
    header = set_cookie(bench.send("GET", "/leave"), "seat")
    return Observation(
        holds=header.startswith("seat=;") and "Max-Age=0" in header and "1970" in header,
        because=f"The answer set {header}",
    )


@claim(
    "deleted-by-name",
    "delete_cookie needs only the name: it deletes the cookie wherever it was set.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'delete_cookie("lamp")': 'delete_cookie("lamp", path="/stalls")'}),
)
def deleted_by_name(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("GET", "/stalls/lamp")
    browser.send("GET", "/leave")
    brought = browser.send("GET", "/stalls/").json()
    return Observation(
        holds="lamp" not in brought,
        because=f"After delete_cookie, back in the stalls the browser brought {brought}.",
    )


@claim(
    "path-limits",
    "A cookie set with path='/stalls' is not sent to other pages of the same site.",
    expect=HOLDS,
    counter=Counter({', path="/stalls")': ")"}),
)
def path_limits(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("GET", "/stalls/lamp")
    brought = browser.send("GET", "/brought").json()
    return Observation(holds="lamp" not in brought, because=f"To /brought the browser brought {brought}.")


@claim(
    "ports-share",
    "Two apps on different ports of localhost share their cookies.",
    expect=HOLDS,
    counter=Counter(second="127.0.0.1"),
)
def ports_share(bench: Bench, *, second: str = "localhost") -> Observation:
    browser = bench.browser()
    browser.send("GET", "/seat/A12", host="localhost", port=5000)
    brought = browser.send("GET", "/brought", host=second, port=5001).json()
    return Observation(
        holds=brought.get("seat") == "A12",
        because=f"What was set at localhost:5000 was {'sent' if brought else 'not sent'} to {second}:5001.",
    )


@claim(
    "same-machine-shares",
    "localhost and 127.0.0.1 are the same machine, so they share cookies.",
    expect=FAILS,
    mistake=True,
    counter=Counter(second="localhost"),
)
def same_machine_shares(bench: Bench, *, second: str = "127.0.0.1") -> Observation:
    browser = bench.browser()
    browser.send("GET", "/seat/A12", host="localhost")
    brought = browser.send("GET", "/brought", host=second).json()
    return Observation(
        holds="seat" in brought,
        because=f"What was set at localhost was {'sent' if brought else 'not sent'} to {second}.",
    )


@claim(
    "too-large-is-cut",
    "Of a cookie that is too large, the browser keeps as much as fits.",
    expect=FAILS,
    mistake=True,
    counter=Counter(size=4000),
)
def too_large_is_cut(bench: Bench, *, size: int = 5000) -> Observation:
    browser = bench.browser()
    browser.send("GET", "/programme", query={"size": str(size)})
    kept = browser.cookie("programme")
    return Observation(
        holds=bool(kept),
        because=f"Of {size} characters the browser kept {len(kept or '')}.",
    )


@claim(
    "written-to-disk",
    "Even a cookie without an end of its own may be written to the disk.",
    expect=HOLDS,
    counter=Counter(private=True),
)
def written_to_disk(bench: Bench, *, private: bool = False) -> Observation:
    profile = bench.scratch / "profile"
    engine = bench.engine(None if private else profile)
    engine.visit(f"{bench.url}/")
    engine.run("void (document.cookie = 'seat=A12')")
    engine.close()
    rows = [] if private else written(profile / "Cookies")
    seat = next((row for row in rows if row[0] == "seat"), None)
    return Observation(
        holds=seat is not None,
        because="After a visit in a private window there is no profile, and nothing was written."
        if seat is None
        else f"In the profile lies an SQLite database named Cookies, and in it seat={seat[1]}, marked as"
        f" {'to be kept' if seat[2] else 'not to be kept'}.",
    )


def written(path: Path) -> list[tuple[str, str, int]]:
    """Name, value and whether it is to be kept of each cookie in a profile that was just closed."""
    limit = time.monotonic() + WRITE_SECONDS
    while time.monotonic() < limit:
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as base:
            rows = base.execute("SELECT name, value, is_persistent FROM cookies").fetchall()
            if rows:
                return rows
        time.sleep(0.02)
    raise Undecided("The web engine has not written its cookies.", "Run the experiment again.")
