"""What is said about errors and abort, decided in a parcel shop."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim


def handler(seen: Seen) -> str | None:
    """The name of the error handler that answered, or None."""
    answered = (hook for hook in seen.all_of("hook") if hook["phase"] == "errorhandler" and hook["answered"])
    return next((str(hook["name"]) for hook in answered), None)


def named(seen: Seen) -> str:
    """The error handler that answered, as a sentence has it."""
    return f"`{handler(seen)}`" if handler(seen) else "no handler"


@claim(
    "view-goes-on",
    "`abort` only prepares the error: without a `return` before it, the rest of the view still runs.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'abort(404, f"We have no parcel {number}.")': (
                'app.make_response((f"We have no parcel {number}.", 404))'
            )
        }
    ),
)
def view_goes_on(bench: Bench) -> Observation:
    seen = bench.send("GET", "/parcels/9", may_crash=True)
    further = any(log["message"] == "going to the shelf" for log in seen.all_of("log"))
    return Observation(
        holds=further,
        because=f"Asked for a parcel that is not there, the view {'went' if further else 'did not go'} on "
        "to the "
        f"shelf, and the answer was {seen.status_line}.",
    )


@claim(
    "try-swallows",
    "A `try` with `except Exception` around it keeps `abort` from leaving the view.",
    expect=HOLDS,
    counter=Counter({"except Exception:": "except KeyError:"}),
)
def try_swallows(bench: Bench) -> Observation:
    seen = bench.send("GET", "/letters/9", may_crash=True)
    return Observation(
        holds=seen.status != 404,
        because=f"The view called `abort(404)`, and the answer was {seen.status_line}.",
    )


@claim(
    "not-for-success",
    "`abort(204)` ends as an error of the server.",
    expect=HOLDS,
    counter=Counter(code=410),
)
def not_for_success(bench: Bench, *, code: int = 204) -> Observation:
    seen = bench.send("GET", f"/refuse/{code}", may_crash=True)
    raised = seen.of("exception")
    return Observation(
        holds=seen.status >= 500,
        because=f"`abort({code})` raised `{raised['type']}`, and the answer was {seen.status_line}.",
    )


@claim(
    "status-by-itself",
    "What the handler for an error code returns is sent with that code.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'"Please pay the customs duty first."': '"Please pay the customs duty first.", 403'}),
)
def status_by_itself(bench: Bench) -> Observation:
    seen = bench.send("GET", "/parcels/8")
    return Observation(
        holds=seen.status == 403,
        because=f"The view called `abort(403)`, {named(seen)} answered, "
        f"and the status was {seen.status_line}.",
    )


@claim(
    "nearest-class",
    "Of several handlers of an app that fit an exception, the one for the nearest class answers, wherever "
    "in the file it stands.",
    expect=HOLDS,
    counter=Counter({"@app.errorhandler(ZeroDivisionError)\n": "@app.errorhandler(FloatingPointError)\n"}),
)
def nearest_class(bench: Bench) -> Observation:
    seen, other = bench.send("GET", "/price/90/0"), bench.send("GET", "/parcels/8")
    return Observation(
        holds=(handler(seen), handler(other)) == ("weigh_again", "customs_due"),
        because=f"`weigh_again` stands below `recount`, and a `{seen.of('exception')['type']}` was answered "
        f"by {named(seen)}; `customs_due` stands above `explain`, and a `{other.of('exception')['type']}` "
        f"was answered by {named(other)}.",
        shown=seen,
    )


@claim(
    "exception-spares-abort",
    "A handler for `Exception` answers bugs only; what `abort` raises keeps its own status.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"@abroad.errorhandler(Exception)": "@abroad.errorhandler(TypeError)"}),
)
def exception_spares_abort(bench: Bench) -> Observation:
    seen = bench.send("GET", "/abroad/atlantis", may_crash=True)
    return Observation(
        holds=seen.status == 410,
        because=f"The view called `abort(410)`, {named(seen)} answered, and the status was "
        f"{seen.status_line}.",
    )


@claim(
    "blueprint-first",
    "For an error in a blueprint's view, the blueprint's own handlers always go before those of the app.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"@app.errorhandler(403)": "@app.errorhandler(409)"}),
)
def blueprint_first(bench: Bench) -> Observation:
    seen = bench.send("GET", "/abroad/utopia", may_crash=True)
    code = seen.of("exception")["http"]
    return Observation(
        holds=handler(seen) in ("sorry", "no_such_country"),
        because=f"Both the blueprint and the app have a handler that fits `abort({code})`; {named(seen)} "
        "answered.",
    )


@claim(
    "blueprint-not-found",
    "For a URL below its prefix that no rule fits, a blueprint's own handler for 404 is not asked.",
    expect=HOLDS,
    counter=Counter({"@abroad.errorhandler(404)": "@abroad.app_errorhandler(404)"}),
)
def blueprint_not_found(bench: Bench) -> Observation:
    inside, seen = bench.send("GET", "/abroad/narnia"), bench.send("GET", "/abroad/narnia/snow")
    return Observation(
        holds=handler(inside) == "no_such_country" != handler(seen),
        because=f"`/abroad/narnia` was answered with {inside.status_line} by {named(inside)}, "
        f"`/abroad/narnia/snow` with {seen.status_line} by {named(seen)}.",
        shown=seen,
    )


@claim(
    "bug-is-http",
    "A handler for `HTTPException` is called for a bug in a view as well.",
    expect=HOLDS,
    counter=Counter(
        {"app = Flask(__name__)\n": 'app = Flask(__name__)\napp.config["PROPAGATE_EXCEPTIONS"] = True\n'}
    ),
)
def bug_is_http(bench: Bench) -> Observation:
    seen = bench.send("GET", "/stamps", may_crash=True)
    return Observation(
        holds=handler(seen) == "explain",
        because=f"The view raised `{seen.of('exception')['type']}`, and {named(seen)} was called.",
    )


@claim(
    "json-if-asked",
    "A client that asks for JSON gets Flask's own error pages as JSON.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/api/parcels/9"),
)
def json_if_asked(bench: Bench, *, path: str = "/parcels/9") -> Observation:
    seen = bench.send("GET", path, headers={"Accept": "application/json"})
    kind = seen.header("Content-Type") or ""
    return Observation(
        holds=kind == "application/json",
        because=f"With `Accept: application/json`, `{path}` was answered with "
        f"{seen.status_line} as `{kind}`.",
    )
