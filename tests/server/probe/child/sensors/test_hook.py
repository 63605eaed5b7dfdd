"""Tests of the hook sensor, on every Flask."""

from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import RecordedExchange


def hooks_and_view(exchange: RecordedExchange) -> list[tuple[str, str, str]]:
    """Return phase, scope and name of each hook and of the view, in the order of the calls."""
    events = sorted(exchange.events, key=lambda event: event["seq"])
    calls = []
    for event in events:
        body = event["body"]
        if event["kind"] == "hook":
            calls.append((body["phase"], body["scope"], body["name"]))
        elif event["kind"] == "view":
            calls.append(("view", "", body["name"]))
    return calls


def test_hooks_are_reported_in_the_order_of_their_calls(open_app: OpenApp) -> None:
    """Before the view from the app inwards, after it from the blueprint outwards."""
    response, exchange = open_app("hooks.py").send_request("GET", "/outer/inner/view")
    assert response.body == b"view"
    assert hooks_and_view(exchange) == [
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
    """A before_request hook that returns a value replaces the view."""
    response, exchange = open_app("hooks.py").send_request("GET", "/plain?closed")
    assert response.status == 403
    gate = exchange.body("hook", name="gate")
    assert gate["answered"] is True
    assert gate["returned"]["repr"] == "('closed', 403)"
    assert exchange.body("hook", name="first")["answered"] is False
    assert exchange.bodies("view") == []


def test_after_this_request_has_its_own_phase(open_app: OpenApp) -> None:
    """It distinguishes a function registered for one request from the app's hooks."""
    response, exchange = open_app("hooks.py").send_request("GET", "/plain")
    assert response.header("X-Once") == "1"
    assert exchange.body("hook", phase="after_this_request")["name"] == "once"
    assert [body["name"] for body in exchange.bodies("hook", phase="after_request")] == ["stamp"]


def test_an_error_handler_is_a_hook_that_answers(open_app: OpenApp) -> None:
    """The blueprint's handler handles its own exception, and has the blueprint as scope."""
    response, exchange = open_app("hooks.py").send_request("GET", "/outer/inner/key")
    assert response.status == 400
    handler = exchange.body("hook", phase="errorhandler")
    assert (handler["name"], handler["scope"], handler["answered"]) == ("no_key", "outer.inner", True)


def test_a_hook_has_its_location(open_app: OpenApp) -> None:
    """File and line are those of the function."""
    _, exchange = open_app("hooks.py").send_request("GET", "/plain")
    body = exchange.body("hook", name="first")
    assert body["file"].endswith("hooks.py")
    with open(body["file"], encoding="utf-8") as file:
        lines = file.read().splitlines()
    assert "def first" in "".join(lines[body["line"] - 1 : body["line"] + 1])


def test_a_preprocessor_can_still_change_the_arguments(open_app: OpenApp) -> None:
    """The wrapper of `url_value_preprocessors` passes on the same dict."""
    response, exchange = open_app("hooks.py").send_request("GET", "/de/hello")
    assert response.body == b"de"
    assert exchange.body("view")["args"] == {}
    assert exchange.body("routing")["args"]["language"]["repr"] == "'de'"


def test_a_hook_that_raises_is_reported_with_its_error(open_app: OpenApp) -> None:
    """The exception has the hook as its place."""
    response, exchange = open_app("exceptions.py").send_request("GET", "/before")
    assert response.status == 418
    assert exchange.body("hook", name="before")["raised"] == "Refused: before"
    assert exchange.body("exception")["where"] == "hook"
