"""What is said about configuration and secrets, decided on a library's settings."""

import hashlib

from itsdangerous import BadSignature, URLSafeTimedSerializer

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

# What one finds in tutorials and in any list of common passwords, only shorter.
WORDS = (
    "dev",
    "secret",
    "mysecret",
    "changeme",
    "password",
    "key",
    "flask",
    "library",
    "bookworm",
    "letmein",
)
SOURCES = 'app.config.from_prefixed_env("LIBRARY")\napp.config.from_pyfile("settings.cfg")'
CARD = "4000-1234"
BANK_KEY = "printed-in-the-source"


def opens(cookie: str, key: str) -> bool:
    """Whether a session cookie was signed with this key; asked of no server."""
    signer = {"key_derivation": "hmac", "digest_method": hashlib.sha1}
    try:
        URLSafeTimedSerializer(key, salt="cookie-session", signer_kwargs=signer).loads(cookie)
    except BadSignature:
        return False
    return True


@claim(
    "environment-wins",
    "What an environment variable says wins over what stands in a settings file.",
    expect=FAILS,
    mistake=True,
    counter=Counter({SOURCES: "\n".join(reversed(SOURCES.splitlines()))}),
)
def environment_wins(bench: Bench) -> Observation:
    value = bench.send("GET", "/setting/LOANS").json()["value"]
    return Observation(
        holds=value == 5,
        because=f"The source says 3, the environment 5, the file 4; LOANS is {value}.",
    )


@claim(
    "capitals-only",
    "Of the names in a settings file, `app.config` takes only those that are written in capitals.",
    expect=HOLDS,
    counter=Counter(
        {
            'app.config.from_pyfile("settings.cfg")': (
                'app.config.update(__import__("runpy").run_path(os.path.join(app.root_path, "settings.cfg")))'
            )
        }
    ),
)
def capitals_only(bench: Bench) -> Observation:
    loans, closed = (bench.send("GET", f"/setting/{name}").json()["value"] for name in ("LOANS", "closed_on"))
    return Observation(
        holds=loans == 4 and closed is None,
        because=f'The file says LOANS = 4 and closed_on = "Monday"; app.config has {loans!r} and {closed!r}.',
    )


@claim(
    "flask-prefix",
    "Environment variables that begin with `FLASK_` are in `app.config` by themselves.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"app.config.from_mapping(": "app.config.from_prefixed_env()\napp.config.from_mapping("}),
)
def flask_prefix(bench: Bench) -> Observation:
    value = bench.send("GET", "/setting/MOTTO").json()["value"]
    return Observation(
        holds=value is not None, because=f"With FLASK_MOTTO set before the start, MOTTO is {value!r}."
    )


@claim(
    "numbers-arrive",
    "`from_prefixed_env` makes a number of `LIBRARY_DAYS=28`.",
    expect=HOLDS,
    counter=Counter({'from_prefixed_env("LIBRARY")': 'from_prefixed_env("LIBRARY", loads=str)'}),
)
def numbers_arrive(bench: Bench) -> Observation:
    found = bench.send("GET", "/setting/DAYS").json()
    return Observation(
        holds=found["value"] == 28, because=f"DAYS is {found['value']!r}, of the type {found['type']}."
    )


@claim(
    "false-is-off",
    "`LIBRARY_SUNDAYS=False` in the environment switches the setting off.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'LIBRARY_SUNDAYS="False"': 'LIBRARY_SUNDAYS="false"'}),
)
def false_is_off(bench: Bench) -> Observation:
    found = bench.send("GET", "/setting/SUNDAYS").json()
    sundays = bench.send("GET", "/sundays").json()["open"]
    return Observation(
        holds=not sundays,
        because=f"SUNDAYS is {found['value']!r}, of the type {found['type']}; `if` takes it as "
        f"{found['counts as']}, and on Sundays the library is {'open' if sundays else 'closed'}.",
    )


@claim(
    "token-length",
    "`secrets.token_hex(16)` gives a key of 16 characters.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"secrets.token_hex(16)": "secrets.token_hex(8)"}),
)
def token_length(bench: Bench) -> Observation:
    found = bench.send("GET", "/new-key").json()
    return Observation(
        holds=found["characters"] == 16,
        because=f"The key {found['key']} has {found['characters']} characters: {found['bytes']} bytes of "
        f"chance, {8 * found['bytes']} bits.",
    )


@claim(
    "key-stays-hidden",
    "The secret key never leaves the server, so a visitor cannot find it out.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'"bookworm"': '"9f0c2f1c5d2b4a7e8d6f3b1a0c9e7d54"'}),
)
def key_stays_hidden(bench: Bench) -> Observation:
    browser = bench.browser()
    browser.send("GET", "/login")
    cookie = browser.cookie("session")
    if cookie is None:
        raise Undecided("The login left no session cookie.", "Let the login fill the session again.")
    found = next((word for word in WORDS if opens(cookie, word)), None)
    return Observation(
        holds=found is None,
        because=f"{len(WORDS)} common words were tried on one session cookie, without asking the server; "
        + (f"{found!r} fits: it is the key." if found else "none of them fits."),
    )


@claim(
    "log-hides-values",
    "A traceback, as it is logged, quotes the source and leaves out what the local variables held.",
    expect=HOLDS,
    counter=Counter({'"the bank does not answer"': 'f"the bank does not know {card}"'}),
)
def log_hides_values(bench: Bench) -> Observation:
    text = bench.send("GET", "/fine", query={"card": CARD}).text
    if "Traceback" not in text:
        raise Undecided("What came is not a traceback.", "Restore the lab.")
    source, value = "raise ConnectionError(" in text, CARD in text
    return Observation(
        holds=source and not value,
        because=f"The traceback {'shows' if source else 'does not show'} the line that raised; the number of "
        f"the card, which was in a variable, {'is' if value else 'is not'} in it. It ends with: "
        f"{text.splitlines()[-1]}",
    )


@claim(
    "debugger-shows-source",
    "The debugger's page shows the source around the failing line, with any key that is written there.",
    expect=HOLDS,
    counter=Counter({'"key": "printed-in-the-source"': '"key": os.environ.get("BANK_KEY")'}),
)
def debugger_shows_source(bench: Bench) -> Observation:
    page = bench.send("GET", "/debugged").text
    if "Debugger" not in page:
        raise Undecided("What came is not the page of the debugger.", "Restore the lab.")
    shown = BANK_KEY in page
    return Observation(
        holds=shown,
        because="The failing line is the `raise`; the page also shows the lines around it"
        + (f", and in them the key {BANK_KEY!r}." if shown else ", and no key is in them."),
    )
