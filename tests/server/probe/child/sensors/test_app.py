"""The app sensor, and what all sensors report of apps whose methods others replace."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.probe.conftest import LoadApp, OpenApp
from tests.support.probe_host import RecordedExchange

APP = "replaced_methods.py"
TOOLBAR = """
from flask import Flask
from flask_debugtoolbar import DebugToolbarExtension
app = Flask(__name__)
app.debug = True
app.secret_key = "a-key-of-33-characters-and-no-more"
DebugToolbarExtension(app)

@app.get("/")
def index():
    return "<html><body>hello</body></html>"
"""


def get(open_app: OpenApp, path: str) -> tuple[int, RecordedExchange]:
    """Return the status and the exchange of a request."""
    answer, exchange = open_app(APP).send_request("GET", path)
    return answer.status, exchange


def replaced(exchange: RecordedExchange) -> dict[str, tuple[str, bool]]:
    """Return what is in the place of which method, and whether Flask's own ran all the same."""
    found: list[dict[str, Any]] = exchange.body("app")["replaced"]
    assert all(one["file"].endswith(APP) and one["line"] > 0 for one in found)
    return {one["method"]: (one["name"], one["original"]) for one in found}


def test_the_app_that_took_the_request_is_named(open_app: OpenApp) -> None:
    """With the path that it is mounted at, and the status of its response."""
    _, exchange = get(open_app, "/")
    body = exchange.body("app")
    assert (body["name"], body["class"], body["script_name"], body["status"]) == ("root", "Flask", "", 200)
    assert "dispatch_request" in body["ran"]
    assert body["replaced"] == []
    _, mounted = get(open_app, "/own/")
    assert (mounted.body("app")["name"], mounted.body("app")["script_name"]) == ("own", "/own")


@pytest.mark.parametrize(
    ("path", "name", "original"),
    [
        ("/own/", "OwnDispatch.dispatch_request", False),
        ("/toolbar/", "Toolbar.dispatch_request", False),
        ("/super/", "CallsSuper.dispatch_request", True),
    ],
)
def test_the_view_is_reported_whoever_calls_it(
    open_app: OpenApp, path: str, name: str, original: bool
) -> None:
    """Once, with what is in the place of Flask's own method."""
    _, exchange = get(open_app, path)
    assert exchange.body("view")["name"] == "index"
    assert exchange.body("hook", phase="before_request")["name"] == "look"
    assert replaced(exchange) == {"dispatch_request": (name, original)}


def test_what_cannot_be_seen_is_declared(open_app: OpenApp) -> None:
    """A view or a hook that is called past Flask is missing, and the function that called it is named."""
    _, silent = get(open_app, "/silent/")
    assert silent.bodies("view") == []
    assert replaced(silent) == {"dispatch_request": ("Silent.dispatch_request", False)}
    _, past = get(open_app, "/past/")
    assert past.bodies("hook", phase="before_request") == []
    assert replaced(past) == {"preprocess_request": ("PastRegistry.preprocess_request", False)}


def test_hooks_are_reported_whoever_calls_them(open_app: OpenApp) -> None:
    """Once each, with what they returned."""
    for path in ("/", "/hooks/", "/around/", "/super/"):
        _, exchange = get(open_app, path)
        found = [(hook["phase"], hook["name"], hook["replaced"]) for hook in exchange.bodies("hook")]
        assert found == [
            ("before_request", "look", False),
            ("after_request", "mark", False),
            ("teardown_request", "forget", False),
        ], path
    assert set(replaced(get(open_app, "/around/")[1])) == {"process_response", "do_teardown_request"}


def test_an_exception_is_reported_where_a_subclass_handles_it(open_app: OpenApp) -> None:
    """The override is named as what answered."""
    status, exchange = get(open_app, "/own/crash")
    body = exchange.body("exception")
    assert (status, body["type"], body["where"], body["handled"]) == (500, "KeyError", "view", True)
    assert body["by"]["name"] == "OwnDispatch.handle_user_exception"


def test_an_exception_is_reported_where_the_instance_handles_it(open_app: OpenApp) -> None:
    """Flask-RESTX replaces the handling by a partial, which may leave an exception to Flask."""
    status, exchange = get(open_app, "/routed/crash")
    body = exchange.body("exception")
    assert (status, body["type"], body["handled"], body["by"]["name"]) == (
        500,
        "KeyError",
        True,
        "error_router",
    )
    assert body["frames"][-1]["function"] == "crash"
    status, exchange = get(open_app, "/routed/other")
    body = exchange.body("exception")
    assert (status, body["type"], body["handled"], body["by"]) == (500, "ValueError", False, None)


def test_an_exception_that_never_reaches_flasks_handling_is_reported(open_app: OpenApp) -> None:
    """What became of it is not known."""
    status, exchange = get(open_app, "/full/crash")
    body = exchange.body("exception")
    assert (status, body["type"], body["handled"], body["propagated"]) == (200, "KeyError", None, False)
    assert exchange.body("view")["raised"] == "KeyError: 'missing'"


def test_a_toolbar_leaves_exceptions_to_flask(open_app: OpenApp) -> None:
    """They are reported as without it."""
    status, exchange = get(open_app, "/toolbar/crash")
    body = exchange.body("exception")
    assert (status, body["where"], body["handled"], body["by"]) == (500, "view", False, None)


def test_flask_debugtoolbar_hides_no_view(load: LoadApp, tmp_path: Path) -> None:
    """The real one, which is named as what is in the place of Flask's method."""
    (tmp_path / "app.py").write_text(TOOLBAR)
    host, _ = load("app.py", tmp_path)
    answer, exchange = host.send_request("GET", "/")
    assert b"flDebug" in answer.body
    assert exchange.body("view")["name"] == "index"
    (found,) = exchange.body("app")["replaced"]
    assert (found["method"], found["name"], found["original"]) == (
        "dispatch_request",
        "DebugToolbarExtension.dispatch_request",
        False,
    )
    assert exchange.bodies("probe-fault") == []
