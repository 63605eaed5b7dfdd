"""What is said about what templates know, decided in a guest house."""

import re
from urllib.parse import urljoin

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, Undecided, claim

UNASKED = ("request", "session", "g", "config", "url_for", "get_flashed_messages")
BLUEPRINT = 'kitchen = Blueprint("kitchen", __name__, url_prefix="/kitchen")\n'
BEFORE = BLUEPRINT + "\n\n"


def found(pattern: str, seen: Seen) -> str:
    """What the pattern's group finds on a page."""
    match = re.search(pattern, seen.text)
    if match is None:
        raise Undecided(f"{seen.sent} does not show what is looked for.", "Restore the lab's templates.")
    return match[1]


def defined(seen: Seen) -> dict[str, bool]:
    """Which of the names the hall's template found defined."""
    return {name: word == "True" for name, word in re.findall(r"<li>(\w+): (True|False)", seen.text)}


@claim(
    "unasked",
    "Unasked, templates have `request`, `session`, `g`, `config`, `url_for` and `get_flashed_messages`.",
    expect=HOLDS,
    counter=Counter(names=(*UNASKED, "app")),
)
def unasked(bench: Bench, *, names: tuple[str, ...] = UNASKED) -> Observation:
    seen = bench.send("GET", "/")
    there = defined(seen)
    missing = [name for name in names if not there.get(name)]
    return Observation(
        holds=not missing,
        because="The view passed nothing, and the template found "
        + ", ".join(f"`{name}`" for name in names if there.get(name))
        + (f", but no `{'` and no `'.join(missing)}`." if missing else "."),
    )


@claim(
    "current-app-too",
    "Where there is `request` there is `current_app`: templates can use it in the same way.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "import Blueprint, Flask": "import Blueprint, Flask, current_app",
            '"season": "winter"}': '"season": "winter", "current_app": current_app}',
        }
    ),
)
def current_app_too(bench: Bench) -> Observation:
    there = defined(bench.send("GET", "/"))
    return Observation(
        holds=there.get("request", False) and there.get("current_app", False),
        because=f"In the template `request is defined` is {there.get('request')}, "
        f"`current_app is defined` is {there.get('current_app')}.",
    )


@claim(
    "view-overrules",
    "If a view and a context processor give the same name, the view's value is shown.",
    expect=HOLDS,
    counter=Counter(
        {
            BLUEPRINT: f"{BLUEPRINT}app.update_template_context = lambda *parts: "
            'parts[-1].update(house="The Heron", season="winter")\n'
        }
    ),
)
def view_overrules(bench: Bench) -> Observation:
    seen = bench.send("GET", "/rooms/attic")
    season = found(", in (.*?)<", seen)
    return Observation(
        holds=season == "summer",
        because=f"The view passed summer, the context processor says winter, and the page says {season}.",
    )


@claim(
    "once-a-request",
    "A context processor runs once in every request.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/dinner"),
)
def once_a_request(bench: Bench, *, path: str = "/tour") -> Observation:
    seen = bench.send("GET", path)
    runs, renders = seen.header("X-Processor-Runs"), len(seen.all_of("template"))
    return Observation(
        holds=runs == "1",
        because=f"`{seen.sent}` rendered {renders} template{'s' * (renders > 1)}, "
        f"and the processor ran {'once' if runs == '1' else f'{runs} times'}.",
    )


@claim(
    "blueprint-only",
    "What a blueprint's context processor adds is missing when a view of the app renders the same template.",
    expect=HOLDS,
    counter=Counter({"@kitchen.context_processor": "@kitchen.app_context_processor"}),
)
def blueprint_only(bench: Bench) -> Observation:
    inside = found("Today: (.*?)<", bench.send("GET", "/kitchen/"))
    outside = found("Today: (.*?)<", bench.send("GET", "/dinner"))
    return Observation(
        holds=inside == "pea soup" != outside,
        because=f"`menu.html`, shown by the blueprint, said `{inside}`; shown by the app, "
        f"it said `{outside}`.",
    )


@claim(
    "imported-request",
    "An imported macro has no `request`, unless it is imported with context.",
    expect=FAILS,
    mistake=True,
    counter=Counter({BEFORE: f'{BLUEPRINT}app.jinja_env.globals.pop("request")\n\n\n'}),
)
def imported_request(bench: Bench) -> Observation:
    seen = bench.send("GET", "/", may_crash=True)
    raised = [body["message"] for body in seen.all_of("exception")]
    return Observation(
        holds=bool(raised),
        because="The macro, imported without context, "
        + (f"failed: `{raised[0]}`." if raised else f"wrote `{found('<p>(Sign.*?)<', seen)}`."),
    )


@claim(
    "imported-processor",
    "What a context processor adds is missing in an imported macro, unless it is imported with context.",
    expect=HOLDS,
    counter=Counter({"import sign %}": "import sign with context %}"}),
)
def imported_processor(bench: Bench) -> Observation:
    seen = bench.send("GET", "/")
    sign, heading = found("<p>(Sign.*?)<", seen), found("<h1>(.*?)<", seen)
    return Observation(
        holds="The Heron" not in sign and "The Heron" in heading,
        because=f"The page's own heading was `{heading}`, the macro wrote `{sign}`.",
    )


@claim(
    "plain-path",
    'An asset can be named by `href="static/house.css"` on any page.',
    expect=FAILS,
    mistake=True,
    counter=Counter({'href="static/house.css"': "href=\"{{ url_for('static', filename='house.css') }}\""}),
)
def plain_path(bench: Bench) -> Observation:
    href = found('href="(.*?)"', bench.send("GET", "/rooms/attic"))
    asked = urljoin("/rooms/attic", href)
    answer = bench.send("GET", asked)
    return Observation(
        holds=answer.status == 200,
        because=f"On `/rooms/attic` a browser takes `{href}` for `{asked}`, "
        f"which answers {answer.status_line}.",
    )


@claim(
    "fresh-assets",
    "`url_for` gives a static file an address that changes when the file does.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            BEFORE: BLUEPRINT
            + """

@app.url_defaults
def version(endpoint, values):
    if endpoint == "static":
        with app.open_resource(f"static/{values['filename']}") as file:
            values["v"] = len(file.read())


"""
        }
    ),
)
def fresh_assets(bench: Bench) -> Observation:
    href = found('href="(.*?)"', bench.send("GET", "/"))
    versioned = href != "/static/house.css"
    return Observation(
        holds=versioned,
        because=f"`url_for('static', filename='house.css')` made `{href}`, "
        f"with {'something' if versioned else 'nothing'} in it that tells one content from another.",
    )
