"""What is said about the count."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim


@claim(
    "counts",
    "The second visit of one browser counts `2`.",
    expect=HOLDS,
    counter=Counter({'session.get("visits", 0) + 1': "1"}),
)
def counts(bench: Bench) -> Observation:
    """Visit twice with one browser."""
    browser = bench.browser()
    browser.send("GET", "/")
    page = browser.send("GET", "/")
    count = page.text.strip()[-25:]
    return Observation(holds=">2<" in page.text, because=f"The second visit answered `{count}`.")


@claim(
    "readable",
    "The session cookie cannot be read without the secret key.",
    expect=FAILS,
    mistake=True,
    counter=Counter(letters="?"),
)
def readable(bench: Bench, *, letters: str = "eyJ2aXNpdHMi") -> Observation:
    """Look for the name of the key, in base64, in the cookie."""
    page = bench.send("GET", "/")
    cookie = page.header("Set-Cookie") or ""
    return Observation(holds=letters not in cookie, because=f"The cookie is `{cookie[:40]}…`.")


@claim(
    "new-each-time",
    "Two browsers share one count.",
    expect=FAILS,
    counter=Counter({'session.get("visits", 0) + 1': "2"}),
)
def new_each_time(bench: Bench) -> Observation:
    """Visit once with each of two browsers."""
    bench.browser().send("GET", "/")
    page = bench.browser().send("GET", "/")
    return Observation(holds=">2<" in page.text, because="The second browser began at its own count.")


@claim(
    "never",
    "The count is kept for a year.",
    expect=HOLDS,
    counter=Counter({"for tests": "for other tests"}),
)
def never(bench: Bench) -> Observation:
    """Nobody can wait that long."""
    raise Undecided("A year did not pass.", "Wait, then ask again.")
