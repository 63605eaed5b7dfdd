"""The order of hooks, and which one answered, on every Flask."""

from tests.server.probe.conftest import Opener
from tests.server.probe.host import Seen


def order(seen: Seen) -> list[tuple[str, str, str]]:
    """Phase, scope and name of each hook, with the view at its place."""
    events = sorted(seen.events, key=lambda event: event["seq"])
    found = []
    for event in events:
        body = event["body"]
        if event["kind"] == "hook":
            found.append((body["phase"], body["scope"], body["name"]))
        elif event["kind"] == "view":
            found.append(("view", "", body["name"]))
    return found


def test_hooks_are_told_in_the_order_in_which_flask_calls_them(open_app: Opener) -> None:
    """Before hooks go from the app inwards, after and teardown hooks from the blueprint outwards."""
    answer, seen = open_app("hooks.py").send_request("GET", "/outer/inner/view")
    assert answer.body == b"view"
    assert order(seen) == [
        ("url_value_preprocessor", "app", "take_language"),
        ("before_request", "app", "first"),
        ("before_request", "app", "gate"),
        ("before_request", "outer", "outer_before"),
        ("before_request", "outer.inner", "inner_before"),
        ("view", "", "view"),
        ("after_request", "outer.inner", "inner_after"),
        ("after_request", "app", "stamp"),
        ("teardown_request", "app", "tidy"),
        ("teardown_appcontext", "app", "close"),
    ]


def test_a_hook_that_answers_is_marked_and_the_view_is_not_called(open_app: Opener) -> None:
    """A before_request that returns something short-circuits the view."""
    answer, seen = open_app("hooks.py").send_request("GET", "/plain?closed")
    assert answer.status == 403
    gate = seen.one("hook", name="gate")
    assert gate["answered"] is True
    assert gate["returned"]["repr"] == "('closed', 403)"
    assert seen.one("hook", name="first")["answered"] is False
    assert seen.of("view") == []


def test_after_this_request_has_its_own_phase(open_app: Opener) -> None:
    """A function registered for one request is told apart from the app's hooks."""
    answer, seen = open_app("hooks.py").send_request("GET", "/plain")
    assert answer.header("X-Once") == "1"
    assert seen.one("hook", phase="after_this_request")["name"] == "once"
    assert [body["name"] for body in seen.of("hook", phase="after_request")] == ["stamp"]


def test_an_error_handler_is_a_hook_that_answers(open_app: Opener) -> None:
    """The blueprint's handler is called for its own exception, and its scope is told."""
    answer, seen = open_app("hooks.py").send_request("GET", "/outer/inner/key")
    assert answer.status == 400
    handler = seen.one("hook", phase="errorhandler")
    assert (handler["name"], handler["scope"], handler["answered"]) == ("no_key", "outer.inner", True)


def test_a_hook_says_where_it_is_defined(open_app: Opener) -> None:
    """File and line lead to the function."""
    _, seen = open_app("hooks.py").send_request("GET", "/plain")
    body = seen.one("hook", name="first")
    assert body["file"].endswith("hooks.py")
    with open(body["file"], encoding="utf-8") as file:
        lines = file.read().splitlines()
    assert "def first" in "".join(lines[body["line"] - 1 : body["line"] + 1])


def test_a_preprocessor_that_pops_a_value_still_does(open_app: Opener) -> None:
    """Watching the url_value_preprocessors does not keep them from changing the arguments."""
    answer, seen = open_app("hooks.py").send_request("GET", "/de/hello")
    assert answer.body == b"de"
    assert seen.one("view")["args"] == {}
    assert seen.one("routing")["args"]["language"]["repr"] == "'de'"


def test_a_hook_that_raises_is_told_with_its_error(open_app: Opener) -> None:
    """The error of a hook is its own, and the exception's place is the hook."""
    answer, seen = open_app("errors.py").send_request("GET", "/before")
    assert answer.status == 418
    assert seen.one("hook", name="before")["raised"] == "Refused: before"
    assert seen.one("exception")["where"] == "hook"
