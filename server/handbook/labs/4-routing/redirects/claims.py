"""What is said about redirects, decided at a cinema."""

import json
import secrets
from urllib.parse import urljoin, urlsplit

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, Undecided, claim

# What is sent in place of a path, to lead a visitor away.
BAITS = (
    "https://thief.example/",
    "//thief.example/",
    "////thief.example/",
    "/\\thief.example/",
    "\\\\thief.example/",
    "/\t/thief.example/",
    "https:thief.example/",
    "javascript:alert('caught')",
)


def location(seen: Seen) -> str:
    """Where an answer sends its reader."""
    found = seen.header("Location")
    if found is None:
        raise Undecided(f"{seen.sent} was no redirect.", "Let the view redirect again, or restore the lab.")
    return found


@claim(
    "default-is-302",
    "`redirect()` answers with the status 302 unless it is told another.",
    expect={"flask>=3.2.dev0": FAILS, "": HOLDS},
    counter={
        "flask>=3.2.dev0": Counter(path="/old/302/Nosferatu"),
        "": Counter(path="/old/303/Nosferatu"),
    },
)
def default_is_302(bench: Bench, *, path: str = "/tonight") -> Observation:
    seen = bench.send("GET", path)
    return Observation(
        holds=seen.status == 302,
        because=f"On Flask {bench.versions.flask}, `{path}` was answered with {seen.status_line}.",
    )


@claim(
    "get-after-302",
    "If a posted form is answered with 302, the browser sends a `GET` to the new address, without the form.",
    expect=HOLDS,
    counter=Counter(code=307),
)
def get_after_302(bench: Bench, *, code: int = 302) -> Observation:
    engine = bench.engine()
    engine.visit(f"{bench.url}/")
    found = engine.run(
        f"fetch('/buy/{code}', {{method: 'POST', body: new URLSearchParams({{film: 'Metropolis'}})}})"
        ".then(answer => answer.json())"
    )
    return Observation(
        holds=found["method"] == "GET" and found["film"] is None,
        because=f"A web engine posted a form, was answered with {code}, and came to the new address with "
        f"`{found['method']}` and the film {found['film']}.",
    )


@claim(
    "old-one-is-forgotten",
    "A browser that was answered with 301 once does not ask the old address again.",
    expect=HOLDS,
    counter=Counter(code=302),
)
def old_one_is_forgotten(bench: Bench, *, code: int = 301) -> Observation:
    film = secrets.token_hex(6)  # one that this engine alone asks for
    engine, path = bench.engine(), f"/old/{code}/{film}"
    engine.visit(f"{bench.url}/")
    for _ in range(2):
        engine.run(f"fetch('{path}').then(answer => answer.text())")
    bench.arrived(f"/programme/{film}", count=2)
    asked = len(bench.arrived(path, seconds=0))
    return Observation(
        holds=asked == 1,
        because=f"A web engine was sent to an old address with the status {code} twice, and came to the film "
        f"twice; the app was asked for the old address {'once' if asked == 1 else f'{asked} times'}.",
    )


@claim(
    "ends-the-view",
    "`redirect()` ends the view at once, as `abort()` does.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'        redirect(url_for("home"))': '        return redirect(url_for("home"))'}),
)
def ends_the_view(bench: Bench) -> Observation:
    seen = bench.send("GET", "/members")
    told = "midnight" in seen.text
    return Observation(
        holds=not told,
        because=f"Without a card, `/members` was answered with {seen.status_line}, "
        f"and {'told' if told else 'did not tell'} when the secret screening is.",
    )


@claim(
    "takes-a-view",
    "`redirect('programme')` leads to the view of that name.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'redirect("programme")': 'redirect(url_for("programme"))'}),
)
def takes_a_view(bench: Bench) -> Observation:
    first = bench.send("GET", "/seats/7/swap")
    path = urljoin("/seats/7/swap", location(first))
    then = bench.send("GET", path)
    return Observation(
        holds=then.all_of("view") != () and then.of("view")["name"] == "programme",
        because=f"From `/seats/7/swap` the `Location: {location(first)}` leads to `{path}`, "
        f"which was answered with {then.status_line}.",
    )


@claim(
    "path-alone",
    "Flask writes no host into the `Location` of `redirect(url_for(…))`, only a path.",
    expect=HOLDS,
    counter=Counter(
        {
            "app = Flask(__name__)\n": (
                "app = Flask(__name__)\napp.response_class.autocorrect_location_header = True\n"
            )
        }
    ),
)
def path_alone(bench: Bench) -> Observation:
    found = location(bench.send("GET", "/tonight"))
    return Observation(
        holds=not urlsplit(found).netloc,
        because=f"The header of `/tonight` was `Location: {found.replace(bench.url, 'http://localhost')}`.",
    )


@claim(
    "refuses-strangers",
    "`redirect()` refuses to lead to another host.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/login-host"),
)
def refuses_strangers(bench: Bench, *, path: str = "/login") -> Observation:
    seen = bench.send("GET", path, query={"next": "https://thief.example/"})
    return Observation(
        holds=urlsplit(location(seen)).netloc != "thief.example",
        because=f"`{path}?next=https://thief.example/` was answered with `Location: {location(seen)}`.",
    )


@claim(
    "slash-is-safe",
    "A target that begins with a slash stays within the app.",
    expect=FAILS,
    mistake=True,
    counter=Counter(target="/programme"),
)
def slash_is_safe(bench: Bench, *, target: str = "//thief.example/") -> Observation:
    found = location(bench.send("GET", "/login-slash", query={"next": target}))
    host = urlsplit(urljoin(f"{bench.url}/login-slash", found)).netloc
    return Observation(
        holds=host == urlsplit(bench.url).netloc,
        because=f"`{target}` begins with a slash; the answer led to "
        f"{'the app itself' if host == urlsplit(bench.url).netloc else host}.",
    )


def caught(bench: Bench, path: str) -> tuple[str, ...]:
    """The baits with which a login leads a visitor of a real web engine away."""
    found = [location(bench.send("GET", path, query={"next": bait})) for bait in BAITS]
    engine = bench.engine()
    engine.visit(f"{bench.url}/")
    hosts = engine.run(f"{json.dumps(found)}.map(each => new URL(each, location.href).host)")
    own = urlsplit(bench.url).netloc
    return tuple(bait for bait, host in zip(BAITS, hosts, strict=True) if host != own)


def told(path: str, away: tuple[str, ...]) -> str:
    """Which baits led away, as a sentence."""
    return f"Of {len(BAITS)} baits, these led a web engine from `{path}` to another host: " + (
        ", ".join(f"`{bait}`" for bait in away) or "none"
    )


@claim(
    "host-compared",
    "A target is harmless if, joined to the page's own address, it has the app's host.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/login-joined"),
)
def host_compared(bench: Bench, *, path: str = "/login-host") -> Observation:
    away = caught(bench, path)
    return Observation(holds=not away, because=f"{told(path, away)}.")


@claim(
    "joined-is-followed",
    "If the joined address is followed and not the raw target, none of eight baits leads to another host.",
    expect=HOLDS,
    counter=Counter(path="/login-host"),
)
def joined_is_followed(bench: Bench, *, path: str = "/login-joined") -> Observation:
    away = caught(bench, path)
    return Observation(holds=not away, because=f"{told(path, away)}.")
