"""What is said about the methods of HTTP, decided on the heating of a house."""

import secrets
from urllib.parse import urlsplit

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

HOME = '\n\n@app.get("/")\n'


def somewhere() -> str:
    """The address of a house that nobody else lives in."""
    return f"/{secrets.token_hex(6)}"


def status_line(bench: Bench, request: str) -> str:
    """The first line that the server answers to a request that is written as it stands."""
    answer = bench.raw(urlsplit(bench.url).port or 0, request.replace("\n", "\r\n").encode(), timeout=5)
    if not answer.startswith(b"HTTP/"):
        raise Undecided("The server answered with something that is not HTTP.", "Run the experiment again.")
    return answer.split(b"\r\n", 1)[0].decode("latin-1")


def first_hook(body: str) -> Counter:
    """The app with a hook that may answer before any view."""
    return Counter({HOME: f"\n\n@app.before_request\ndef first():\n    {body}\n{HOME}"})


@claim(
    "old-put",
    "HTTP/1.0 has only `GET`, `HEAD` and `POST`, so a server refuses a `PUT` of that version.",
    expect=FAILS,
    mistake=True,
    counter=first_hook('return ("", 501) if request.environ["SERVER_PROTOCOL"] == "HTTP/1.0" else None'),
)
def old_put(bench: Bench) -> Observation:
    form = "degrees=21"
    said = status_line(
        bench,
        f"PUT {somewhere()} HTTP/1.0\nContent-Type: application/x-www-form-urlencoded\n"
        f"Content-Length: {len(form)}\n\n{form}",
    )
    return Observation(holds=" 200 " not in said, because=f"`PUT … HTTP/1.0` was answered `{said}`.")


@claim(
    "invented",
    "A method that no RFC on HTTP/1.1 names works as well, if a view takes it.",
    expect=HOLDS,
    counter=Counter({'methods=["BREW"]': 'methods=["POST"]'}),
)
def invented(bench: Bench) -> Observation:
    seen = bench.send("BREW", f"{somewhere()}/kettle")
    return Observation(
        holds=seen.status == 200,
        because=f"`BREW`, which no RFC on HTTP/1.1 names, was answered {seen.status_line}.",
    )


@claim(
    "small-letters",
    "It does not matter whether one writes `GET` or `get`.",
    expect=FAILS,
    mistake=True,
    counter=Counter(method="GET"),
)
def small_letters(bench: Bench, *, method: str = "get") -> Observation:
    said = status_line(bench, f"{method} / HTTP/1.1\nHost: localhost\nConnection: close\n\n")
    return Observation(holds=" 200 " in said, because=f"`{method} / HTTP/1.1` was answered `{said}`.")


@claim(
    "only-post",
    "Of `GET`, `PUT`, `DELETE` and `POST` only `POST`, sent twice, does more than when sent once.",
    expect=HOLDS,
    counter=Counter(
        {'houses[house] = int(request.form["degrees"])': 'houses[house] += int(request.form["degrees"])'}
    ),
)
def only_post(bench: Bench) -> Observation:
    left = {}
    for method, form in (("GET", {}), ("PUT", {"degrees": "21"}), ("DELETE", {}), ("POST", {})):
        house = somewhere()
        states = []
        for _ in range(2):
            bench.send(method, house, form=form)
            states.append(bench.send("GET", house).json()["degrees"])
        left[method] = tuple(states)
    differ = [method for method, (once, twice) in left.items() if once != twice]
    return Observation(
        holds=differ == ["POST"],
        because="Degrees after one and after two: "
        + ", ".join(f"`{method}` {once} and {twice}" for method, (once, twice) in left.items())
        + ".",
    )


@claim(
    "safe-by-name",
    "A link can do no harm, for following it sends `GET`, and `GET` is safe.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"    houses[house] -= 1\n": ""}),
)
def safe_by_name(bench: Bench) -> Observation:
    house = somewhere()
    before = bench.send("GET", house).json()["degrees"]
    bench.send("GET", f"{house}/cooler")
    after = bench.send("GET", house).json()["degrees"]
    return Observation(
        holds=before == after,
        because=f"Before the link was followed there were {before} degrees, then {after}.",
    )


@claim(
    "head-skips",
    "For `HEAD` Flask does not run the view, since only headers are wanted.",
    expect=FAILS,
    mistake=True,
    counter=first_hook('return "" if request.method == "HEAD" else None'),
)
def head_skips(bench: Bench) -> Observation:
    house = somewhere()
    seen = bench.send("HEAD", f"{house}/cooler")
    ran = bool(seen.all_of("view"))
    degrees = bench.send("GET", house).json()["degrees"]
    return Observation(
        holds=not ran and degrees == 18,
        because=f"`HEAD` {'ran' if ran else 'did not run'} the view that makes it cooler; "
        f"of 18 degrees there were {degrees} afterwards.",
    )


@claim(
    "head-like-get",
    "Where Flask answers `GET` it answers `HEAD`: the same headers, length included, without the body.",
    expect=HOLDS,
    counter=first_hook('return "" if request.method == "HEAD" else None'),
)
def head_like_get(bench: Bench) -> Observation:
    got, headed = bench.send("GET", "/"), bench.send("HEAD", "/")
    told = {name: (got.header(name), headed.header(name)) for name in ("Content-Type", "Content-Length")}
    return Observation(
        holds=all(one == other for one, other in told.values()) and headed.text == "",
        because=f"`GET` brought {len(got.text)} characters, `HEAD` {len(headed.text)}; "
        f"the `Content-Length` was {told['Content-Length'][0]} and {told['Content-Length'][1]}.",
    )


@claim(
    "options-unasked",
    "Without any code of yours `OPTIONS` tells which methods an address has.",
    expect=HOLDS,
    counter=first_hook('return ("", 405) if request.method == "OPTIONS" else None'),
)
def options_unasked(bench: Bench) -> Observation:
    seen = bench.send("OPTIONS", somewhere())
    allowed = sorted((seen.header("Allow") or "").replace(",", " ").split())
    told = f"`Allow: {', '.join(allowed)}`" if allowed else "no `Allow`"
    return Observation(
        holds=allowed == ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"] and not seen.all_of("view"),
        because=f"`OPTIONS` was answered {seen.status_line}, "
        f"with {told}, "
        f"and {'a' if seen.all_of('view') else 'no'} view ran.",
    )


@claim(
    "wrong-method-404",
    "Asked by a method for which Flask has no view there, an address is answered with 404.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/elm-street/attic/lamp"),
)
def wrong_method_404(bench: Bench, *, path: str = "/elm-street/cooler") -> Observation:
    seen = bench.send("DELETE", path)
    allowed = seen.header("Allow")
    return Observation(
        holds=seen.status == 404,
        because=f"`DELETE {path}` was answered {seen.status_line}, "
        f"with {f'`Allow: {allowed}`' if allowed else 'no `Allow`'}.",
    )
