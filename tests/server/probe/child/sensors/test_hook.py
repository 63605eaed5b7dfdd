"""The order of hooks, and which one answered, on every Flask."""

from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import RecordedExchange


def order(exchange: RecordedExchange) -> list[tuple[str, str, str]]:
    """Phase, scope and name of each hook, with the view at its place."""
    events = sorted(exchange.events, key=lambda event: event["seq"])
    found = []
    for event in events:
        body = event["body"]
        if event["kind"] == "hook":
            found.append((body["phase"], body["scope"], body["name"]))
        elif event["kind"] == "view":
            found.append(("view", "", body["name"]))
    return found


def test_hooks_are_told_in_the_order_in_which_flask_calls_them(open_app: OpenApp) -> None:
    """Before hooks go from the app inwards, after and teardown hooks from the blueprint outwards."""
    response, exchange = open_app("hooks.py").send_request("GET", "/outer/inner/view")
    assert response.body == b"view"
    assert order(exchange) == [
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


def test_a_hook_that_answers_is_marked_and_the_view_is_not_called(open_app: OpenApp) -> None:
    """A before_request that returns something short-circuits the view."""
    response, exchange = open_app("hooks.py").send_request("GET", "/plain?closed")
    assert response.status == 403
    gate = exchange.body("hook", name="gate")
    assert gate["answered"] is True
    assert gate["returned"]["repr"] == "('closed', 403)"
    assert exchange.body("hook", name="first")["answered"] is False
    assert exchange.bodies("view") == []


def test_after_this_request_has_its_own_phase(open_app: OpenApp) -> None:
    """A function registered for one request is told apart from the app's hooks."""
    response, exchange = open_app("hooks.py").send_request("GET", "/plain")
    assert response.header("X-Once") == "1"
    assert exchange.body("hook", phase="after_this_request")["name"] == "once"
    assert [body["name"] for body in exchange.bodies("hook", phase="after_request")] == ["stamp"]


def test_an_error_handler_is_a_hook_that_answers(open_app: OpenApp) -> None:
    """The blueprint's handler is called for its own exception, and its scope is told."""
    response, exchange = open_app("hooks.py").send_request("GET", "/outer/inner/key")
    assert response.status == 400
    handler = exchange.body("hook", phase="errorhandler")
    assert (handler["name"], handler["scope"], handler["answered"]) == ("no_key", "outer.inner", True)


def test_a_hook_says_where_it_is_defined(open_app: OpenApp) -> None:
    """File and line lead to the function."""
    _, exchange = open_app("hooks.py").send_request("GET", "/plain")
    body = exchange.body("hook", name="first")
    assert body["file"].endswith("hooks.py")
    with open(body["file"], encoding="utf-8") as file:
        lines = file.read().splitlines()
    assert "def first" in "".join(lines[body["line"] - 1 : body["line"] + 1])


def test_a_preprocessor_that_pops_a_value_still_does(open_app: OpenApp) -> None:
    """Watching the url_value_preprocessors does not keep them from changing the arguments."""
    response, exchange = open_app("hooks.py").send_request("GET", "/de/hello")
    assert response.body == b"de"
    assert exchange.body("view")["args"] == {}
    assert exchange.body("routing")["args"]["language"]["repr"] == "'de'"


def test_a_hook_that_raises_is_told_with_its_error(open_app: OpenApp) -> None:
    """The error of a hook is its own, and the exception's place is the hook."""
    response, exchange = open_app("exceptions.py").send_request("GET", "/before")
    assert response.status == 418
    assert exchange.body("hook", name="before")["raised"] == "Refused: before"
    assert exchange.body("exception")["where"] == "hook"
