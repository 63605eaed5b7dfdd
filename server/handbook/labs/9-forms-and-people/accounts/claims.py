"""What is said about accounts, decided at a library's desk."""

import re
import secrets

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

PASSWORD = "Open-sesame-1815"
WRONG = "Not-her-password"
FORMER = "flask-user==1.0.2.2"
CONFIRMABLE = "SECURITY_CONFIRMABLE=True"
HIDDEN = re.compile(r'<input id="\w+" name="(\w+)" type="hidden" value="([^"]*)"')
LINK = re.compile(r"https?://[^/\s]+(/(?:user/confirm-email|confirm)/\S+)")
COMPLAINT = re.compile(r'<li class="fs-error-msg">([^<]+)</li>')


def plain(bench: Bench, browser: Browser, path: str) -> str:
    """A page as it is: what Fumehood shows of an exchange has its tokens covered up."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.jar.cookies_for("localhost", path))
    answer = bench.fetch(bench.url + path, headers={"Cookie": cookies} if cookies else {})
    for name, value in answer.headers:
        if name.lower() == "set-cookie":
            browser.jar.set(value, host="localhost", path=path)
    return answer.text


def fill(bench: Bench, browser: Browser, path: str, **fields: str) -> Seen:
    """Open a form and send it with its hidden fields, as a browser does."""
    hidden = dict(HIDDEN.findall(plain(bench, browser, path)))
    return browser.send("POST", path, form={**hidden, **fields})


def register(bench: Bench, browser: Browser, *, password: str = PASSWORD) -> tuple[str, Seen]:
    """A new reader's address, and the answer to his registration."""
    email = f"ada.{secrets.token_hex(5)}@example.com"
    return email, fill(bench, browser, "/register", email=email, password=password, password_confirm=password)


def login(bench: Bench, browser: Browser, email: str, *, password: str = PASSWORD) -> str:
    """What the desk complains of at a login; nothing where it went well."""
    seen = fill(bench, browser, "/login", email=email, password=password)
    return "; ".join(COMPLAINT.findall(seen.text)).rstrip(".")


def follow_letter(bench: Bench, browser: Browser, email: str) -> None:
    """Open the link in the letter to this reader."""
    found = LINK.search(bench.fetch(f"{bench.url}/letter/{email}").text)
    if found is None:
        raise Undecided("The letter has no link to confirm with.", "Restore the lab.")
    browser.send("GET", found[1])


def reader_of(browser: Browser) -> str | None:
    """Whose card the desk shows to this browser, None where it asks for a login."""
    seen = browser.send("GET", "/card")
    return str(seen.json()["reader"]) if seen.status == 200 else None


@claim(
    "registered-is-in",
    "Whoever has registered is logged in, also where addresses have to be confirmed.",
    expect=FAILS,
    mistake=True,
    counter=Counter({CONFIRMABLE: "SECURITY_CONFIRMABLE=False"}),
)
def registered_is_in(bench: Bench) -> Observation:
    browser = bench.browser()
    _, seen = register(bench, browser)
    reader = reader_of(browser)
    return Observation(
        holds=reader is not None,
        because=f"The registration was answered {seen.status_line}; after it the card was "
        f"{'shown' if reader else 'refused, and a login asked for'}.",
    )


@claim(
    "letter-first",
    "Where addresses are confirmed, the right password is of no use until the letter's link was opened.",
    expect=HOLDS,
    counter=Counter({CONFIRMABLE: f"{CONFIRMABLE}, SECURITY_LOGIN_WITHOUT_CONFIRMATION=True"}),
)
def letter_first(bench: Bench) -> Observation:
    visitor = bench.browser()
    email, _ = register(bench, bench.browser())
    early = login(bench, visitor, email)
    before = reader_of(visitor)
    follow_letter(bench, bench.browser(), email)
    later = bench.browser()
    login(bench, later, email)
    after = reader_of(later)
    return Observation(
        holds=before is None and after == email,
        because=f"Before, the login {f'said: {early}' if early else 'went through'}. "
        f"After the link was opened, the same password {'logged in' if after else 'still did not log in'}.",
    )


@claim(
    "link-logs-in",
    "The link that confirms an address also logs in whoever opens it.",
    expect=FAILS,
    mistake=True,
    counter=Counter({CONFIRMABLE: f"{CONFIRMABLE}, SECURITY_AUTO_LOGIN_AFTER_CONFIRM=True"}),
)
def link_logs_in(bench: Bench) -> Observation:
    email, _ = register(bench, bench.browser())
    other = bench.browser()
    follow_letter(bench, other, email)
    confirmed = bench.send("GET", f"/kept/{email}").json()["confirmed"]
    reader = reader_of(other)
    return Observation(
        holds=reader is not None,
        because=f"After the link was opened in another browser, the address was confirmed ({confirmed}), "
        f"and that browser was {f'logged in as {reader}' if reader else 'not logged in'}.",
    )


@claim(
    "argon2",
    "Flask-Security keeps passwords hashed with Argon2 unless another way is named.",
    expect=HOLDS,
    counter=Counter({CONFIRMABLE: f'{CONFIRMABLE}, SECURITY_PASSWORD_HASH="pbkdf2_sha256"'}),
)
def argon2(bench: Bench) -> Observation:
    email, _ = register(bench, bench.browser())
    kept = str(bench.send("GET", f"/kept/{email}").json()["kept"])
    return Observation(
        holds=kept.startswith("$argon2"),
        because=f"What was kept of the password begins with {'$'.join(kept.split('$')[:4])} and does not "
        f"{'contain it' if PASSWORD not in kept else 'hide it'}.",
    )


@claim(
    "same-password-same-hash",
    "Two readers with the same password have the same hash, since `SECURITY_PASSWORD_SALT` is one for all.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            CONFIRMABLE: f'{CONFIRMABLE}, SECURITY_PASSWORD_HASH="hex_sha256", '
            'SECURITY_PASSWORD_SCHEMES=["hex_sha256"]',
            '{"argon2__time_cost": 1, "argon2__memory_cost": 1024}': "{}",
        }
    ),
)
def same_password_same_hash(bench: Bench) -> Observation:
    readers = [register(bench, bench.browser())[0] for _ in range(2)]
    kept = [str(bench.send("GET", f"/kept/{email}").json()["kept"]) for email in readers]
    return Observation(
        holds=kept[0] == kept[1],
        because=f"With one password, the two readers' hashes end with …{kept[0][-12:]} and …{kept[1][-12:]}.",
    )


@claim(
    "short-passwords",
    "Unless told otherwise, Flask-Security refuses a password of seven characters.",
    expect=HOLDS,
    counter=Counter(chosen="seven-up"),
)
def short_passwords(bench: Bench, *, chosen: str = "seven-u") -> Observation:
    _, seen = register(bench, bench.browser(), password=chosen)
    complaint = "; ".join(COMPLAINT.findall(seen.text))
    return Observation(
        holds=bool(complaint),
        because=f"With {len(chosen)} characters the registration "
        + (f"was refused: {complaint}." if complaint else f"was taken: {seen.status_line}."),
    )


@claim(
    "login-keeps-quiet",
    "When a login fails, Flask-Security does not tell whether there is such a user.",
    expect=FAILS,
    mistake=True,
    counter=Counter({CONFIRMABLE: f"{CONFIRMABLE}, SECURITY_RETURN_GENERIC_RESPONSES=True"}),
)
def login_keeps_quiet(bench: Bench) -> Observation:
    email, _ = register(bench, bench.browser())
    known = login(bench, bench.browser(), email, password=WRONG)
    unknown = login(bench, bench.browser(), f"nobody.{email}", password=WRONG)
    return Observation(
        holds=known == unknown,
        because=f"For an address that is known the desk said {known!r}, for one that is not {unknown!r}.",
    )


@claim(
    "former-asks-first",
    "Flask-User still runs, and lets nobody in before the link in the letter has been opened.",
    expect=HOLDS,
    counter=Counter({"USER_ENABLE_CONFIRM_EMAIL=True": "USER_ENABLE_CONFIRM_EMAIL=False"}),
)
def former_asks_first(bench: Bench) -> Observation:
    bench.needs(FORMER)
    desk = bench.beside("former.py")
    email = f"ada.{secrets.token_hex(5)}@example.com"
    browser = desk.browser()
    fill(desk, browser, "/user/register", email=email, password=PASSWORD, retype_password=PASSWORD)
    early = desk.browser()
    fill(desk, early, "/user/sign-in", email=email, password=PASSWORD)
    before = reader_of(early)
    if before is None:
        follow_letter(desk, desk.browser(), email)
    later = desk.browser()
    fill(desk, later, "/user/sign-in", email=email, password=PASSWORD)
    after = reader_of(later)
    kept = str(desk.send("GET", f"/kept/{email}").json()["kept"])
    return Observation(
        holds=before is None and after == email,
        because=f"With the right password a new reader was {'let in' if before else 'not let in'} at once"
        + ("" if before else f", and {'let in' if after else 'not let in'} after the link was opened")
        + f"; the hash that is kept begins with {kept[:7]}.",
    )
