"""What is said about libraries and frameworks, decided in a bakery that has an old shop."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim

MINE = "this file, "


def chain(callers: list[str]) -> str:
    """Who called whom, the outermost first."""
    return " → ".join(callers)


@claim(
    "called-by-me",
    "It is my own program that calls the view.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/by-hand"),
)
def called_by_me(bench: Bench, *, path: str = "/hours") -> Observation:
    found = bench.send("GET", path).json()
    callers = found.get("hours", found)["callers"]
    return Observation(
        holds=callers[-2].startswith(MINE),
        because=f"At `{path}`, the calls that led to `hours` were {chain(callers)}.",
    )


@claim(
    "runs-where-it-stands",
    "A view runs when Python comes to it in the file, as other code does.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'\n\n@app.get("/by-hand")': '\n\nhours()\n\n\n@app.get("/by-hand")'}),
)
def runs_where_it_stands(bench: Bench) -> Observation:
    count = bench.send("GET", "/read").json()["called while the file was read"]
    return Observation(
        holds=count > 0,
        because=f"When the file had been read to its end, `hours` had been called {count} times.",
    )


@claim(
    "library-is-called",
    "Jinja, used as a library, is called by a line of the app's own file.",
    expect=HOLDS,
    counter=Counter(
        {
            'Template("{{ three() }} loaves of rye").render(three=three)': (
                'render_template_string("{{ three() }} loaves of rye", three=three)'
            ),
            "from flask import Flask, g, url_for": "from flask import Flask, g, render_template_string, "
            "url_for",
        }
    ),
)
def library_is_called(bench: Bench) -> Observation:
    callers = bench.send("GET", "/receipt").json()["callers"]
    before = callers[callers.index("jinja2") - 1]
    return Observation(
        holds=before.startswith(MINE),
        because=f"The calls were {chain(callers)}: what called `jinja2` was {before}.",
    )


@claim(
    "only-what-is-written",
    "An app answers to the routes that its author wrote, and to no others.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"app = Flask(__name__)\n": "app = Flask(__name__, static_folder=None)\n"}),
)
def only_what_is_written(bench: Bench) -> Observation:
    own = {"home", "hours", "by_hand", "receipt", "read"}
    tried = bench.send("GET", "/nothing/like/this").of("routing")["tried"]
    others = sorted({each["rule"] for each in tried if each["endpoint"] not in own})
    return Observation(
        holds=not others,
        because=f"Besides the {len(own)} views of the file the router knew "
        f"{', '.join(f'`{rule}`' for rule in others) or 'nothing'}.",
    )


@claim(
    "whole-project",
    "A framework has to be chosen at the start: a site that exists already cannot take a Flask app in.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'{"/new": bakery.app}': "{}"}),
)
def whole_project(bench: Bench) -> Observation:
    town = bench.beside("town.py")
    old, new = town.send("GET", "/"), town.send("GET", "/new/hours")
    both = "old shop" in old.text and "7 to 18" in new.text
    return Observation(
        holds=not both,
        because=f"With the old shop at the front door, `/new/hours` was answered by "
        f"{'Flask' if '7 to 18' in new.text else 'the old shop'}, and `/` by "
        f"{'the old shop' if 'old shop' in old.text else 'Flask'}.",
        shown=new,
    )


@claim(
    "takes-another-in",
    "A Flask app can take a finished WSGI application in, below a prefix.",
    expect=HOLDS,
    counter=Counter({'{"/old": old_shop}': "{}"}),
)
def takes_another_in(bench: Bench) -> Observation:
    seen, own = bench.send("GET", "/old/"), bench.send("GET", "/hours")
    return Observation(
        holds="old shop" in seen.text and own.status == 200,
        because=f"`/hours` gave {own.status_line}; `/old/` gave {seen.status_line}"
        + (", from the old shop." if "old shop" in seen.text else "."),
        shown=seen,
    )


@claim(
    "rules-name-the-prefix",
    "The routes of an app that is mounted below `/new` are written without `/new`.",
    expect=HOLDS,
    counter=Counter(
        {
            'app = DispatcherMiddleware(old_shop, {"/new": bakery.app})': """
def app(environ, start_response):
    inner = bakery.app if environ["PATH_INFO"].startswith("/new") else old_shop
    return inner(environ, start_response)
"""
        }
    ),
)
def rules_name_the_prefix(bench: Bench) -> Observation:
    seen = bench.beside("town.py").send("GET", "/new/hours")
    rule = seen.of("routing")["rule"]
    return Observation(
        holds=rule == "/hours" and seen.status == 200,
        because=f"`/new/hours` was answered with {seen.status_line}, by "
        f"{f'the rule `{rule}`' if rule else 'no rule'}.",
    )


@claim(
    "hooks-stay-outside",
    "For the pages of another WSGI application that a Flask app has taken in, `before_request` does not run.",
    expect=HOLDS,
    counter=Counter(
        {
            'DispatcherMiddleware(app.wsgi_app, {"/old": old_shop})': "app.wsgi_app",
            "@app.before_request\n": """@app.route("/old/")
def old():
    return app.response_class.from_app(old_shop, {})


@app.before_request
""",
        }
    ),
)
def hooks_stay_outside(bench: Bench) -> Observation:
    seen, own = bench.send("GET", "/old/"), bench.send("GET", "/hours")
    ran, ours = ([hook["name"] for hook in each.all_of("hook")] for each in (seen, own))
    return Observation(
        holds="greet" in ours and "greet" not in ran,
        because=f"During `/hours` these hooks ran: {', '.join(ours) or 'none'}; during `/old/`, which was "
        f"answered with {seen.status_line}: {', '.join(ran) or 'none'}.",
        shown=seen,
    )
