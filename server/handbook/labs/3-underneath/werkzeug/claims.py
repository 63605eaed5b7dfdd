"""What is said about Werkzeug, decided on a ferry line that does without Flask."""

import json
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

ALONE = """
import json, logging, sys
from app import app
from werkzeug.test import Client
bound = []
sys.addaudithook(lambda event, args: bound.append(event) if event == "socket.bind" else None)
def by_client():
    return Client(app).get("/ferries/2").status
def by_server():
    from threading import Thread
    from urllib.request import urlopen
    from werkzeug.serving import make_server
    logging.getLogger("werkzeug").setLevel("ERROR")
    server = make_server("127.0.0.1", 0, app)
    Thread(target=server.handle_request).start()
    with urlopen(f"http://127.0.0.1:{server.server_port}/ferries/2") as answer:
        return f"{answer.status} {answer.reason}"
status = globals()[sys.argv[1]]()
print(json.dumps({"status": status, "flask": "flask" in sys.modules, "ports": len(bound)}))
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
    found = printed(bench, "-c", ALONE, "by_client")
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
    "any-method",
    "A rule in a Werkzeug `Map` that names no methods also answers DELETE.",
    expect=HOLDS,
    counter=Counter({'endpoint="ferry")': 'endpoint="ferry", methods=["GET"])'}),
)
def any_method(bench: Bench) -> Observation:
    seen = bench.send("DELETE", "/ferries/2")
    return Observation(
        holds=seen.status == 200,
        because=f"{seen.sent} was answered {seen.status_line}: {seen.text[:60].strip()}",
    )


@claim(
    "view-returns-dict",
    "Without Flask, too, a view may return a dictionary, which becomes JSON.",
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
    "somebody-must-catch",
    "A `NotFound` that nobody catches becomes no page, but goes up to the caller of the app.",
    expect=HOLDS,
    counter=Counter({"Client(answered)": "Client(app)"}),
)
def somebody_must_catch(bench: Bench) -> Observation:
    seen = bench.send("GET", "/tried", query={"path": "/ferries/9"})
    return Observation(
        holds="raised NotFound" in seen.text,
        because=f"Called from inside for /ferries/9, this is what came: {seen.text.splitlines()[0]}",
    )


@claim(
    "server-to-try",
    "To try an app without Flask, one has to start a server.",
    expect=FAILS,
    mistake=True,
    counter=Counter(way="by_server"),
)
def server_to_try(bench: Bench, *, way: str = "by_client") -> Observation:
    found = printed(bench, "-c", ALONE, way)
    return Observation(
        holds=found["flask"] or found["ports"] > 0,
        because=f"A fresh program asked the app for /ferries/2 and got {found['status']}; "
        f"Flask was {'' if found['flask'] else 'not '}loaded, "
        f"and {'a' if found['ports'] else 'no'} port was opened.",
    )
