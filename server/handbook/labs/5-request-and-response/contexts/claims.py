"""What is said about contexts, decided in a taxi office."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim

CALLERS = ("Ada", "Grace")

# What a thread needs of g can be handed to it.
G_COPIED = Counter(
    {
        "        return in_thread(copy_current_request_context(at_hand))": """
        noted = vars(g._get_current_object())

        def work():
            vars(g._get_current_object()).update(noted)
            return at_hand()

        return in_thread(copy_current_request_context(work))"""
    }
)


def at(bench: Bench, place: str) -> dict[str, Any]:
    """What request, session, current_app and g were at that place, or what they raised."""
    found: dict[str, Any] = bench.send("GET", f"/at/{place}").json()
    return found


def raised(value: Any) -> bool:
    """Whether asking for it raised an error."""
    return str(value).startswith("raises")


def answered(value: Any) -> str:
    """What came of asking, as the end of a sentence."""
    return str(value).replace("raises:", "raised:").rstrip(".") if raised(value) else f"was {value}"


def together(bench: Bench, place: str) -> dict[str, str]:
    """Two calls at the same time: for each caller, whose name was read once both names were written."""
    meeting = f"/together/{secrets.token_hex(6)}"

    def call(name: str) -> Any:
        return bench.send("GET", meeting, query={"name": name}).json()

    with ThreadPoolExecutor(len(CALLERS)) as threads:
        return {name: found[place] for name, found in zip(CALLERS, threads.map(call, CALLERS), strict=True)}


def read(found: dict[str, str], place: str) -> str:
    """What each of the two read, as a sentence."""
    both = " and ".join(f"{name}'s call read {value}" for name, value in found.items())
    return f"While both calls were being answered, {both} in {place}."


@claim(
    "request-is-shared",
    "request is one global name, so two calls at the same time see each other's values in it.",
    expect=FAILS,
    mistake=True,
    counter=Counter(place="blackboard"),
)
def request_is_shared(bench: Bench, *, place: str = "request") -> Observation:
    found = together(bench, place)
    mixed = any(name != value for name, value in found.items())
    return Observation(holds=mixed, because=read(found, place))


@claim(
    "g-is-own",
    "Two calls at the same time each have a g of their own.",
    expect=HOLDS,
    counter=Counter(place="blackboard"),
)
def g_is_own(bench: Bench, *, place: str = "g") -> Observation:
    found = together(bench, place)
    return Observation(holds=all(name == value for name, value in found.items()), because=read(found, place))


@claim(
    "g-stays",
    "g belongs to the application context, so what is put into it stays as long as the app runs.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            '    before = g.get("caller")\n    g.caller = name\n': (
                '    before = blackboard.get("caller")\n    g.caller = blackboard["caller"] = name\n'
            )
        }
    ),
)
def g_stays(bench: Bench) -> Observation:
    bench.send("GET", "/call/Ada")
    before = bench.send("GET", "/call/Grace").json()["noted before"]
    return Observation(
        holds=before is not None,
        because=f"The first call noted a caller; the second found {before or 'nothing noted'}.",
    )


@claim(
    "thread-has-request",
    "A thread that a view starts can read the view's request.",
    expect=FAILS,
    mistake=True,
    counter=Counter(place="thread-with-request"),
)
def thread_has_request(bench: Bench, *, place: str = "thread") -> Observation:
    found = at(bench, place)["request"]
    return Observation(holds=not raised(found), because=f"At {place}, request.path {answered(found)}.")


@claim(
    "copy-leaves-g",
    "A thread with copy_current_request_context has the view's request, but not the view's g.",
    expect=HOLDS,
    counter=G_COPIED,
)
def copy_leaves_g(bench: Bench) -> Observation:
    view, thread = at(bench, "view"), at(bench, "thread-with-request")
    return Observation(
        holds=not raised(thread["request"]) and view["g"] != thread["g"],
        because=f"In the thread, request.path {answered(thread['request'])}; "
        f"in the view g had the caller {view['g']}, in the thread {thread['g']}.",
    )


@claim(
    "current-app-everywhere",
    "There is only one app in the process, so current_app works everywhere in it.",
    expect=FAILS,
    mistake=True,
    counter=Counter(place="thread-with-app"),
)
def current_app_everywhere(bench: Bench, *, place: str = "thread") -> Observation:
    found = at(bench, place)["current_app"]
    return Observation(holds=not raised(found), because=f"At {place}, current_app.name {answered(found)}.")


@claim(
    "app-context-alone",
    "With app.app_context() and no request, current_app and g work, while request and session raise.",
    expect=HOLDS,
    counter=Counter(place="thread-with-request"),
)
def app_context_alone(bench: Bench, *, place: str = "thread-with-app") -> Observation:
    found = at(bench, place)
    failed = sorted(name for name, value in found.items() if raised(value))
    return Observation(
        holds=failed == ["request", "session"],
        because=f"At {place} these raised an error: {', '.join(failed) or 'none'}.",
    )


@claim(
    "inner-has-own-g",
    "In a view, with app.app_context() begins with an empty g, although the view's own is not.",
    expect=HOLDS,
    counter=Counter(place="view"),
)
def inner_has_own_g(bench: Bench, *, place: str = "inner-context") -> Observation:
    view, found = at(bench, "view")["g"], at(bench, place)["g"]
    return Observation(
        holds=view is not None and found is None,
        because=f"In the view g had the caller {view}; at {place}, g had the caller {found}.",
    )


@claim(
    "inner-keeps-request",
    "In a view, request can still be read within with app.app_context().",
    expect={"flask>=3.2.dev0": FAILS, "": HOLDS},
    counter={"flask>=3.2.dev0": Counter(place="view"), "": Counter(place="thread-with-app")},
)
def inner_keeps_request(bench: Bench, *, place: str = "inner-context") -> Observation:
    found = at(bench, place)["request"]
    return Observation(
        holds=not raised(found),
        because=f"On Flask {bench.versions.flask}, at {place}, request.path {answered(found)}.",
    )
