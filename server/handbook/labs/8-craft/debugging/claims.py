"""What is said about tracebacks and the debugger, decided at a rowing club."""

import re
from urllib.parse import urlencode

from server.handbook.experiment import (
    FAILS,
    HOLDS,
    Answer,
    Bench,
    Counter,
    Observation,
    Seen,
    Undecided,
    claim,
)

PIN = "271-828-182"
BLIND = Counter({"evalex=True": "evalex=False"})


def debugged(bench: Bench, path: str, *, host: str = "localhost", cookie: str = "") -> Answer:
    """What the planner behind the debugger answers; its pages are too long to be kept as exchanges."""
    headers = {"Host": host, **({"Cookie": cookie} if cookie else {})}
    return bench.fetch(bench.beside("debugged.py").url + path, headers=headers)


def command(cmd: str, page: Answer, **more: str) -> str:
    """The path by which the script of the debugger's page asks for something."""
    secret = re.search(r'SECRET = "(.*?)"', page.text)
    return "/?" + urlencode({"__debugger__": "yes", "cmd": cmd, "s": secret[1] if secret else "", **more})


def frames(seen: Seen) -> list[dict[str, object]]:
    """The frames of the app's own code in the first exception of an exchange, the innermost last."""
    found = [frame for frame in seen.of("exception")["frames"] if frame["own"]]
    if not found:
        raise Undecided(f"{seen.sent} raised nothing in the app's own code.", "Restore the lab.")
    return found


@claim(
    "from-the-top",
    "A traceback says first what went wrong, and then how the program came there.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"traceback.format_exc().splitlines()": "traceback.format_exc().splitlines()[::-1]"}),
)
def from_the_top(bench: Bench) -> Observation:
    lines = bench.send("GET", "/traceback/punt").json()["printed"]
    return Observation(
        holds="ZeroDivisionError" in lines[0],
        because=f"Its first line is `{lines[0]}`, its last `{lines[-1]}`.",
    )


@claim(
    "last-line-guilty",
    "The line in which a traceback ends is the one to be mended.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"-(-rowers // seats)": "-(-rowers // (seats - seats))"}),
)
def last_line_guilty(bench: Bench) -> Observation:
    broken = frames(bench.send("GET", "/boats/punt", may_crash=True))[-1]
    other = bench.send("GET", "/boats/eight", may_crash=True)
    return Observation(
        holds=other.status == 500,
        because=f"For the punt it ends in `{broken['function']}`, line {broken['line']}. "
        f"For the eight the same line ran, and the answer was {other.status_line}.",
    )


@claim(
    "values-remain",
    "In each frame of the failure one can still see which values its variables had.",
    expect=HOLDS,
    counter=Counter(kind="eight"),
)
def values_remain(bench: Bench, *, kind: str = "punt") -> Observation:
    seen = bench.send("GET", f"/boats/{kind}", may_crash=True)
    if not seen.all_of("exception"):
        return Observation(holds=False, because=f"`{seen.sent}` was answered, and no frame of it is left.")
    told = {
        str(frame["function"]): {name: value["repr"] for name, value in dict(frame["locals"] or {}).items()}
        for frame in seen.of("exception")["frames"]
        if frame["own"]
    }
    return Observation(
        holds=told.get("share", {}).get("seats") == "0" and told.get("plan", {}).get("kind") == "'punt'",
        because="At the moment of the failure "
        + "; ".join(
            f"`{name}` had `{', '.join(f'{key}={value}' for key, value in values.items())}`"
            for name, values in told.items()
        )
        + ".",
    )


@claim(
    "first-is-kept",
    "When an exception is raised in an `except` block, the traceback still has the first one too.",
    expect=HOLDS,
    counter=Counter({'such boat.")  # noqa': 'such boat.") from None  # noqa'}),
)
def first_is_kept(bench: Bench) -> Observation:
    lines = bench.send("GET", "/traceback/raft").json()["printed"]
    errors = [line for line in lines if re.match(r"\w+Error: ", line)]
    return Observation(
        holds=any("KeyError" in line for line in errors),
        because=f"The traceback names `{'` and then `'.join(errors)}`",
    )


@claim(
    "visitors-see-it",
    "When a view fails, visitors see its traceback, with the source.",
    expect=FAILS,
    mistake=True,
    counter=Counter(file="debugged.py"),
)
def visitors_see_it(bench: Bench, *, file: str = "app.py") -> Observation:
    url = bench.url if file == "app.py" else bench.beside(file).url
    page = bench.fetch(f"{url}/boats/punt")
    shows = "ZeroDivisionError" in page.text
    return Observation(
        holds=shows,
        because=f"`{file}` answered {page.status} {page.reason} with {len(page.text)} characters, "
        f"and the name of the error is {'there' if shows else 'not among them'}.",
    )


@claim(
    "source-without-pin",
    "Werkzeug's debugger shows your source to visitors who do not know its PIN.",
    expect=HOLDS,
    counter=Counter(
        {
            '["PROPAGATE_EXCEPTIONS"] = True\napp.wsgi_app = DebuggedApplication(': (
                '["PROPAGATE_EXCEPTIONS"] = False\napp.wsgi_app = DebuggedApplication('
            )
        }
    ),
)
def source_without_pin(bench: Bench) -> Observation:
    page = debugged(bench, "/boats/punt")
    found = [line for line in ("seats = SEATS[kind]", "return share(rowers, seats)") if line in page.text]
    return Observation(
        holds=bool(found),
        because="Before anybody was asked for a PIN, "
        + (
            f"the page of the error had in it: `{'`; `'.join(found)}`."
            if found
            else "the page had no line of it."
        ),
    )


@claim(
    "runs-anything",
    "Whoever has the debugger's PIN runs any Python in your app, by an ordinary request.",
    expect=HOLDS,
    counter=BLIND,
)
def runs_anything(bench: Bench) -> Observation:
    page = debugged(bench, "/boats/punt")
    frames = re.findall(r'id="frame-(\d+)"', page.text)
    if not frames:
        raise Undecided("The page of the error has no frames.", "Restore the lab.")
    let_in = debugged(bench, command("pinauth", page, pin=PIN))
    cookie = (let_in.header("Set-Cookie") or "").split(";")[0]
    code = "__import__('math').factorial(rowers)"
    answer = debugged(bench, command(code, page, frm=frames[-1]), cookie=cookie)
    ran = "479001600" in answer.text
    return Observation(
        holds=ran,
        because=f"Sent `{code}`, where `rowers` is 12, the app "
        + ("computed `479001600`." if ran else "computed nothing, and answered with its home page."),
    )


@claim(
    "any-host",
    "Werkzeug's debugger opens under any name by which the machine is asked, if the PIN is right.",
    expect={"werkzeug>=3.0.3": FAILS, "": HOLDS},
    counter={"werkzeug>=3.0.3": Counter(host="localhost"), "": BLIND},
)
def any_host(bench: Bench, *, host: str = "rowing.example") -> Observation:
    page = debugged(bench, "/boats/punt", host=host)
    console = "EVALEX = true" in page.text
    answer = debugged(bench, command("pinauth", page, pin=PIN), host=host)
    return Observation(
        holds=console and '"auth": true' in answer.text,
        because=f"On Werkzeug {bench.versions.werkzeug}, asked as `{host}`, the page of the error came "
        f"{'with' if console else 'without'} a console, and the PIN was answered {answer.status} "
        f"{answer.reason}.",
    )
