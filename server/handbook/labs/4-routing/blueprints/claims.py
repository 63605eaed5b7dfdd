"""What is said about blueprints, decided in a hotel of two houses."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim

# The inner blueprint beside the outer one, at the same address.
BESIDE = Counter(
    {
        "rooms.register_blueprint(minibar)": (
            'app.register_blueprint(minibar, url_prefix="/south/minibar", name="bar")'
        )
    }
)
# An app that finds a name by itself for what is registered without one.
RENAMING = Counter(
    {
        "    plan = Flask(__name__)": """    class Plan(Flask):
        def register_blueprint(self, blueprint, url_prefix):
            super().register_blueprint(blueprint, url_prefix=url_prefix, name=url_prefix.strip("/"))

    plan = Plan(__name__)"""
    }
)


def handled(seen: Seen) -> str:
    """The name of the error handler that answered, or that there was none."""
    found = (hook["name"] for hook in seen.all_of("hook") if hook["phase"] == "errorhandler")
    return next((f"`{name}`" for name in found), "no handler")


def hooks(seen: Seen) -> list[str]:
    """The names of the hooks before the view, in the order in which they ran."""
    return [hook["name"] for hook in seen.all_of("hook") if hook["phase"] == "before_request"]


@claim(
    "prefixes-add-up",
    "The prefix given when a blueprint is registered is put before the blueprint's own.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'app.register_blueprint(rooms, url_prefix="/north"': (
                'app.register_blueprint(rooms, url_prefix="/north" + rooms.url_prefix'
            )
        }
    ),
)
def prefixes_add_up(bench: Bench) -> Observation:
    both, one = bench.send("GET", "/north/rooms/7"), bench.send("GET", "/north/7")
    return Observation(
        holds=both.status == 200,
        because="The blueprint says `/rooms`, its registration `/north`: `/north/rooms/7` gave "
        f"{both.status_line}, "
        f"`/north/7` gave {one.status_line}.",
    )


@claim(
    "twice-as-it-is",
    "Registered a second time below another prefix, a blueprint needs another name as well.",
    expect=HOLDS,
    counter=RENAMING,
)
def twice_as_it_is(bench: Bench) -> Observation:
    found = bench.send("GET", "/annex").json()
    return Observation(
        holds=not found["built"],
        because="The second registration "
        + (
            f"gave the endpoints `{', '.join(found['endpoints'])}`."
            if found["built"]
            else f"raised `ValueError`: {found['why']}"
        ),
    )


@claim(
    "knows-its-own",
    "In a view of a blueprint, `url_for('room')` finds the blueprint's own view of that name.",
    expect=FAILS,
    mistake=True,
    counter=Counter(endpoint=".room"),
)
def knows_its_own(bench: Bench, *, endpoint: str = "room") -> Observation:
    seen = bench.send("GET", "/south/signpost", query={"to": endpoint}, may_crash=True)
    raised = seen.exchange.first("exception")
    return Observation(
        holds=seen.status == 200,
        because=f"In a view of south, `url_for({endpoint!r}, number=7)` "
        + (f"raised `{raised.body['type']}`." if raised else f"gave `{seen.json()['to']}`."),
    )


@claim(
    "nested-names",
    "A view in a nested blueprint has both prefixes in its URL and both names in its endpoint.",
    expect=HOLDS,
    counter=BESIDE,
)
def nested_names(bench: Bench) -> Observation:
    found = bench.send("GET", "/south/minibar/").json()
    return Observation(
        holds=found["rule"] == "/south/minibar/" and found["endpoint"] == "south.minibar.drinks",
        because=f"The rule `{found['rule']}` has the endpoint `{found['endpoint']}`.",
    )


@claim(
    "own-template-first",
    "When a blueprint's view renders `welcome.html`, the one in the blueprint's own folder is taken first.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "rooms.register_blueprint(minibar)": """rooms.register_blueprint(minibar)
app.jinja_env.loader = ChoiceLoader([rooms.jinja_loader, app.jinja_loader])""",
            "app = Flask(__name__)\n": "from jinja2 import ChoiceLoader\n\napp = Flask(__name__)\n",
        }
    ),
)
def own_template_first(bench: Bench) -> Observation:
    text = bench.send("GET", "/north/7").text
    own = "Breakfast" in text
    return Observation(
        holds=own,
        because=f"The page of room 7 told of {'breakfast' if own else 'the reception'}: "
        f"it was {'the blueprint' if own else 'the app'}'s `welcome.html`.",
    )


@claim(
    "static-beside",
    "A blueprint's static files are found below its prefix, and not below `/static` with those of the app.",
    expect=HOLDS,
    counter=Counter({"app = Flask(__name__)\n": 'app = Flask(__name__, static_folder="rooms/static")\n'}),
)
def static_beside(bench: Bench) -> Observation:
    own, shared = bench.send("GET", "/north/static/rules.txt"), bench.send("GET", "/static/rules.txt")
    return Observation(
        holds=own.status == 200 and shared.status == 404,
        because=f"`/north/static/rules.txt` was answered with {own.status_line}, "
        f"`/static/rules.txt` with {shared.status_line}.",
        shown=own,
    )


@claim(
    "hooks-everywhere",
    "A blueprint's `before_request` runs for every request to the app.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"@rooms.before_request": "@rooms.before_app_request"}),
)
def hooks_everywhere(bench: Bench) -> Observation:
    inside, outside = bench.send("GET", "/north/7"), bench.send("GET", "/")
    return Observation(
        holds="knock" in hooks(outside),
        because=f"At `/north/7` {'`knock`' if 'knock' in hooks(inside) else 'no hook'} ran, "
        f"at `/` {'`knock`' if 'knock' in hooks(outside) else 'no hook'}.",
        shown=outside,
    )


@claim(
    "outer-hooks-first",
    "A request for a nested blueprint passes the hooks of the outer one, and before its own.",
    expect=HOLDS,
    counter=BESIDE,
)
def outer_hooks_first(bench: Bench) -> Observation:
    seen = bench.send("GET", "/south/minibar/")
    return Observation(
        holds=hooks(seen) == ["knock", "unlock"],
        because=f"Before the minibar these hooks ran: `{', '.join(hooks(seen))}`.",
    )


@claim(
    "handlers-stay",
    "A blueprint's error handler is not called for the same exception in a view of the app.",
    expect=HOLDS,
    counter=Counter({"@rooms.errorhandler(": "@rooms.app_errorhandler("}),
)
def handlers_stay(bench: Bench) -> Observation:
    inside, outside = bench.send("GET", "/north/13"), bench.send("GET", "/lift/13", may_crash=True)
    return Observation(
        holds=handled(inside) == "`no_such_number`" != handled(outside),
        because=f"Both views raised `LookupError`: for the blueprint's {handled(inside)} was called, and the "
        f"answer was {inside.status_line}; for the app's {handled(outside)}, and it was "
        f"{outside.status_line}.",
        shown=outside,
    )
