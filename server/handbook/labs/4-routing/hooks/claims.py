"""What is said about Flask's hooks, decided at a swimming pool."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim

# A generator that keeps the request from the view to its own end, so that nothing is torn down in between.
HELD_BY_HAND = Counter(
    {
        "request, stream_with_context\n": """request
from flask.globals import request_ctx


def stream_with_context(lines):
    def held(context):
        with context:
            yield ""
            yield from lines

    generator = held(request_ctx._get_current_object())
    next(generator)
    return generator

"""
    }
)


def ran(seen: Seen, phase: str = "") -> list[str]:
    """The names of the hooks that ran, in order; of one phase, if it is given."""
    return [hook["name"] for hook in seen.all_of("hook") if phase in ("", hook["phase"])]


def mopped(seen: Seen) -> list[float]:
    """When the teardown function ran, in milliseconds since the request came."""
    return [event.at for event in seen.exchange.of("hook") if event.body["name"] == "mop"]


def times_of(count: int) -> str:
    """A number of times, as a sentence has it."""
    return {0: "not once", 1: "once"}.get(count, f"{count} times")


def listed(names: list[str]) -> str:
    """Names as a sentence has them."""
    return ", ".join(f"`{name}`" for name in names) or "none"


@claim(
    "after-in-order",
    "Functions under `after_request` run in the order in which they were registered.",
    expect=FAILS,
    mistake=True,
    counter=Counter(phase="before_request"),
)
def after_in_order(bench: Bench, *, phase: str = "after_request") -> Observation:
    seen = bench.send("GET", "/")
    hooks = [hook for hook in seen.all_of("hook") if hook["phase"] == phase]
    written = [hook["name"] for hook in sorted(hooks, key=lambda hook: hook["line"])]
    return Observation(
        holds=ran(seen, phase) == written,
        because=f"Written in the order {listed(written)}, they ran in the order {listed(ran(seen, phase))}.",
    )


@claim(
    "blueprint-inside",
    "A blueprint's hooks lie inside those of the app: later on the way in, earlier on the way out.",
    expect=HOLDS,
    counter=Counter({"@sauna.after_request": "@app.teardown_request"}),
)
def blueprint_inside(bench: Bench) -> Observation:
    seen = bench.send("GET", "/sauna/")
    before, after = ran(seen, "before_request"), ran(seen, "after_request")
    own = [hook["name"] for hook in seen.all_of("hook") if hook["scope"] == "sauna"]
    return Observation(
        holds=before[-1:] == ["undress"] and after[:1] == ["cool_down"],
        because=f"Before the view ran {listed(before)}; after it {listed(after)}. Of these, the blueprint's "
        f"are {listed(own)}.",
    )


@claim(
    "answer-skips-view",
    "If a `before_request` function returns a response, the view is skipped, and all "
    "`after_request` functions run.",
    expect=HOLDS,
    counter=Counter(phase="before_request"),
)
def answer_skips_view(bench: Bench, *, phase: str = "after_request") -> Observation:
    usual = ran(bench.send("GET", "/sauna/"), phase)
    seen = bench.send("GET", "/sauna/", query={"ticket": "none"})
    called = bool(seen.all_of("view"))
    return Observation(
        holds=not called and ran(seen, phase) == usual,
        because=f"The turnstile answered, and the view was {'called' if called else 'not called'}; of the "
        f"`{phase}` functions {listed(usual)} these ran: {listed(ran(seen, phase))}.",
        shown=seen,
    )


@claim(
    "true-lets-pass",
    "A `before_request` function that returns `True` lets the request go on.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"return True  # meant as": "return None  # meant as"}),
)
def true_lets_pass(bench: Bench) -> Observation:
    seen = bench.send("GET", "/", query={"season": "yes"}, may_crash=True)
    raised = seen.exchange.first("exception")
    return Observation(
        holds=seen.status == 200,
        because=f"With a season ticket the answer was {seen.status_line}"
        + (f": `{raised.body['type']}` while Flask made a response of what was returned." if raised else "."),
    )


@claim(
    "also-for-missing",
    "For a URL that no rule matches, the app's `before_request` functions run.",
    expect=HOLDS,
    counter=Counter(path="/sauna/snow", scope="sauna"),
)
def also_for_missing(bench: Bench, *, path: str = "/snow", scope: str = "app") -> Observation:
    seen = bench.send("GET", path)
    hooks = [
        hook["name"]
        for hook in seen.all_of("hook")
        if hook["phase"] == "before_request" and hook["scope"] == scope
    ]
    return Observation(
        holds=bool(hooks),
        because=f"`{path}` was answered with {seen.status_line}; of the `before_request` functions of "
        f"`{scope}`, these ran: {listed(hooks)}.",
    )


@claim(
    "after-an-error",
    "When a view raises an exception for which there is no handler, the `after_request` functions run.",
    expect=HOLDS,
    counter=Counter(
        {"app = Flask(__name__)\n": 'app = Flask(__name__)\napp.config["PROPAGATE_EXCEPTIONS"] = True\n'}
    ),
)
def after_an_error(bench: Bench) -> Observation:
    seen = bench.send("GET", "/dive", may_crash=True)
    after = ran(seen, "after_request")
    return Observation(
        holds={"return_towel", "wave"} <= set(after),
        because=f"`/dive` raised `{seen.of('exception')['type']}`; of the `after_request` functions "
        f"these ran: {listed(after)}.",
    )


@claim(
    "teardown-is-told",
    "Whenever a view has raised, the teardown function is handed the exception.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/dive"),
)
def teardown_is_told(bench: Bench, *, path: str = "/run") -> Observation:
    seen = bench.send("GET", path, may_crash=True)
    said = next(log["message"] for log in seen.all_of("log") if log["message"].startswith("accident"))
    return Observation(
        holds=said != "accident: None",
        because=f"`{path}` raised `{seen.of('exception')['type']}` and was answered with {seen.status_line}; "
        f"`mop` noted “{said}”.",
    )


@claim(
    "teardown-before-sending",
    "Teardown functions run before the first byte of an ordinary page has left.",
    expect=HOLDS,
    counter=Counter(path="/lengths"),
)
def teardown_before_sending(bench: Bench, *, path: str = "/sauna/") -> Observation:
    seen = bench.send("GET", path)
    late = mopped(seen)[-1] > seen.of("response")["first_byte"]
    return Observation(
        holds=not late,
        because=f"At `{path}`, `mop` ran {'after' if late else 'before'} the first byte of "
        "the body had left.",
    )


@claim(
    "streaming-waits",
    "While a body is streamed with `stream_with_context`, the teardown functions wait for its end.",
    expect={"flask>=3.1.2, flask<3.2": FAILS, "": HOLDS},
    counter={"flask>=3.1.2, flask<3.2": HELD_BY_HAND, "": Counter(path="/sauna/")},
)
def streaming_waits(bench: Bench, *, path: str = "/lengths") -> Observation:
    seen = bench.send("GET", path)
    times, left = mopped(seen), seen.of("response")["first_byte"]
    early = sum(at < left for at in times)
    return Observation(
        holds=not early,
        because=f"On Flask {bench.versions.flask}, during `{path}`, `mop` ran {times_of(early)} before the "
        f"first byte of the body had left, and {times_of(len(times) - early)} after.",
    )


@claim(
    "first-request",
    "A function under `app.before_first_request` runs once, before the first request.",
    expect={"flask>=2.3": FAILS, "": HOLDS},
    counter={"flask>=2.3": Counter(name="before_request"), "": Counter(name="before_every_request")},
)
def first_request(bench: Bench, *, name: str = "before_first_request") -> Observation:
    there = bench.send("GET", f"/has/{name}").status == 200
    return Observation(
        holds=there,
        because=f"On Flask {bench.versions.flask}, `app.{name}` {'is there' if there else 'does not exist'}.",
    )
