"""What is said about Werkzeug, decided on a ferry line that does without Flask."""

import json
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

ALONE = """
import json, sys
from app import app
from werkzeug.test import Client
answer = Client(app).get("/ferries/2")
print(json.dumps({"status": answer.status, "flask": "flask" in sys.modules}))
"""
PARTS = """
import json, sys
from importlib.util import find_spec
from pkgutil import iter_modules
folders = find_spec(sys.argv[1]).submodule_search_locations
print(json.dumps(sorted(part.name for part in iter_modules(folders))))
"""
OWNERS = """
import json, sys
import flask
owners = [next(kind for kind in flask.Request.__mro__ if name in vars(kind)) for name in sys.argv[1:]]
print(json.dumps([owner.__module__ for owner in owners]))
"""


def printed(bench: Bench, *args: str) -> Any:
    """What a small program of the lab's interpreter printed, as JSON."""
    ran = bench.python(*args)
    if ran.code:
        last = (ran.output.strip().splitlines() or ["nothing was printed"])[-1]
        raise Undecided(f"A program that asks Python ended with {last}.", "Restore the lab and try again.")
    return json.loads(ran.output)


@claim(
    "rules-need-flask",
    "URL rules such as `/ferries/<int:number>` need Flask.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"from werkzeug.exceptions import": "import flask\nfrom werkzeug.exceptions import"}),
)
def rules_need_flask(bench: Bench) -> Observation:
    found = printed(bench, "-c", ALONE)
    return Observation(
        holds=found["status"] != "200 OK" or found["flask"],
        because=f"In a fresh process /ferries/2 was answered {found['status']}; afterwards Flask was "
        f"{'loaded' if found['flask'] else 'not loaded'}.",
    )


@claim(
    "more-parts",
    "Werkzeug also brings templates, sessions and configuration.",
    expect=FAILS,
    mistake=True,
    counter=Counter(package="flask"),
)
def more_parts(bench: Bench, *, package: str = "werkzeug") -> Observation:
    parts = printed(bench, "-c", PARTS, package)
    wanted = {"templating", "sessions", "config"}
    return Observation(
        holds=wanted <= set(parts),
        because=f"The package {package} consists of {', '.join(part for part in parts if part[0] != '_')}.",
    )


@claim(
    "request-is-werkzeugs",
    "What a Flask view reads as `args`, `form`, `files` and `cookies` of its request is Werkzeug's.",
    expect=HOLDS,
    counter=Counter(names=("endpoint", "blueprint")),
)
def request_is_werkzeugs(
    bench: Bench, *, names: tuple[str, ...] = ("args", "form", "files", "cookies")
) -> Observation:
    owners = printed(bench, "-c", OWNERS, *names)
    told = ", ".join(f"{name} in {owner}" for name, owner in zip(names, owners, strict=True))
    return Observation(
        holds=all(owner.startswith("werkzeug.") for owner in owners),
        because=f"Along the parents of flask.Request, Python finds {told}.",
    )


@claim(
    "get-is-the-default",
    "A rule that names no methods is for GET.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'endpoint="ferry")': 'endpoint="ferry", methods=["GET"])'}),
)
def get_is_the_default(bench: Bench) -> Observation:
    seen = bench.send("DELETE", "/ferries/2")
    return Observation(
        holds=seen.status == 405,
        because=f"{seen.sent} was answered {seen.status_line}: {seen.text[:60].strip()}",
    )


@claim(
    "view-returns-dict",
    "A view may return a dictionary, which becomes JSON.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {'return {"to": request.args["to"], "kronor": 290}': "return Response('{\"kronor\": 290}')"}
    ),
)
def view_returns_dict(bench: Bench) -> Observation:
    seen = bench.send("GET", "/fare?to=Visby", may_crash=True)
    raised = [f"{body['type']}: {body['message']}" for body in seen.all_of("exception")]
    return Observation(
        holds=seen.status == 200,
        because=f"{seen.sent} was answered {seen.status_line}" + (f" ({raised[0]})." if raised else "."),
    )


@claim(
    "missing-field",
    "Asking `request.form` for a field that was not sent leads to 400 Bad Request without Flask, too.",
    expect=HOLDS,
    counter=Counter({'request.form["to"]': 'request.form.get("to", "Visby")'}),
)
def missing_field(bench: Bench) -> Observation:
    seen = bench.send("POST", "/book", form={"from": "Stockholm"})
    return Observation(
        holds=seen.status == 400, because=f"A booking without `to` was answered {seen.status_line}."
    )


@claim(
    "error-is-an-app",
    "A `NotFound` is an exception and at the same time a WSGI application that answers 404.",
    expect=HOLDS,
    counter=Counter({"return error(environ, start_response)": "return [error]"}),
)
def error_is_an_app(bench: Bench) -> Observation:
    seen = bench.send("GET", "/ferries/9", may_crash=True)
    return Observation(
        holds=seen.status == 404,
        because=f"The error was caught, and {seen.sent} was answered {seen.status_line}.",
    )


@claim(
    "errors-are-caught",
    "Whoever raises `NotFound` gets a 404 page; nobody needs to catch it.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"Client(answered)": "Client(app)"}),
)
def errors_are_caught(bench: Bench) -> Observation:
    seen = bench.send("GET", "/tried", query={"path": "/ferries/9"})
    return Observation(
        holds="answered 404" in seen.text,
        because=f"Called for /ferries/9 where nobody catches anything: {seen.text.splitlines()[0]}",
    )


@claim(
    "client-is-flasks",
    "The test client belongs to Flask; without it, one has to start a server to try an app.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"Client(answered)": "answered.test_client()"}),
)
def client_is_flasks(bench: Bench) -> Observation:
    seen = bench.send("GET", "/tried", query={"path": "/ferries/2"}, may_crash=True)
    return Observation(
        holds=seen.status != 200,
        because=f"Tried from inside, with no server of its own: {seen.text.splitlines()[0]}"
        if seen.status == 200
        else f"{seen.sent} was answered {seen.status_line}.",
    )
