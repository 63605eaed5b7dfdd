"""Tests of the template sensor, on every Flask."""

import json
from pathlib import Path

from tests.server.probe.conftest import LoadApp, OpenApp

THINGS = """
import _thread
from flask import Flask, render_template_string, request

app = Flask(__name__)
ended = []


class Thing:
    def __init__(self):
        self.thread = _thread.get_ident()

    def __del__(self):
        ended.append(_thread.get_ident() == self.thread)


@app.get("/")
def index():
    request.environ["thing"] = Thing()
    return render_template_string("{{ thing.thread }}", thing=Thing())


@app.get("/ended")
def report():
    return ended
"""


def test_a_template_is_reported_with_all_that_it_loads(open_app: OpenApp) -> None:
    """Parent, include and import, each once."""
    response, exchange = open_app("templates_app/app.py").send_request("GET", "/child")
    assert b"<title>Ann</title>" in response.body
    body = exchange.body("template")
    assert (body["name"], body["inline"], body["stream"]) == ("child.html", False, False)
    assert sorted(body["loaded"]) == ["base.html", "macros.html", "part.html"]


def test_the_context_is_reported_with_the_injected_names(open_app: OpenApp) -> None:
    """Those are added by Flask and the context processors, and not by the view."""
    _, exchange = open_app("templates_app/app.py").send_request("GET", "/child")
    body = exchange.body("template")
    assert body["context"]["name"] == {"type": "str", "repr": "'Ann'", "cut": False}
    assert body["context"]["season"]["repr"] == "'winter'"
    assert "season" in body["injected"]
    assert "request" in body["injected"]
    assert "name" not in body["injected"]
    assert body["context"]["slow"] == {
        "type": "RaisingRepr",
        "repr": "<app.RaisingRepr object>",
        "cut": False,
    }


def test_describing_the_context_does_not_touch_the_session(open_app: OpenApp) -> None:
    """The session is a proxy in the context, which is not followed."""
    response, exchange = open_app("templates_app/app.py").send_request("GET", "/child")
    assert exchange.body("session")["accessed"] is False
    assert response.header("Vary") is None


def test_a_template_from_a_string_has_no_name(open_app: OpenApp) -> None:
    """It is `inline`."""
    _, exchange = open_app("templates_app/app.py").send_request("GET", "/inline")
    body = exchange.body("template")
    assert (body["name"], body["inline"]) == (None, True)
    assert exchange.event("template")["family"] == "<inline>"


def test_a_streamed_template_ends_with_its_last_chunk(open_app: OpenApp) -> None:
    """Its time includes the sending, and its caller is the view."""
    response, exchange = open_app("templates_app/app.py").send_request("GET", "/stream")
    assert b"<b>2</b>" in response.body
    assert exchange.body("template")["stream"] is True
    event = exchange.event("template")
    assert event["caller"]["function"] == "stream"
    assert exchange.event("response")["at"] < event["at"] + event["took"]


def test_two_templates_are_two_events_of_one_family(open_app: OpenApp) -> None:
    """If they have the same name."""
    _, exchange = open_app("templates_app/app.py").send_request("GET", "/two")
    events = [event for event in exchange.events if event["kind"] == "template"]
    assert [event["family"] for event in events] == ["part.html", "part.html"]


def test_an_error_in_a_template_has_the_template_as_its_place(open_app: OpenApp) -> None:
    """Also if the template has no file."""
    _, exchange = open_app("exceptions.py").send_request("GET", "/template")
    body = exchange.body("exception")
    assert body["where"] == "template"
    assert body["type"] == "ZeroDivisionError"


def test_no_object_of_the_context_or_the_environ_outlives_its_request(load: LoadApp, tmp_path: Path) -> None:
    """Each ends on the thread that answers the request, as without the probe."""
    (tmp_path / "app.py").write_text(THINGS)
    host, _ = load("app.py", tmp_path)
    for _ in range(10):
        host.send_request("GET", "/")
    response, _ = host.send_request("GET", "/ended")
    assert json.loads(response.body) == [True] * 20
