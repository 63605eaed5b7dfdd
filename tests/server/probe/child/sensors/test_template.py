"""Templates with their parents and context, on every Flask."""

from tests.server.probe.conftest import OpenApp


def test_a_template_is_told_with_all_it_loads(open_app: OpenApp) -> None:
    """Parent, include and import, in the order in which they are loaded, each once."""
    response, exchange = open_app("templates_app/app.py").send_request("GET", "/child")
    assert b"<title>Ann</title>" in response.body
    body = exchange.body("template")
    assert (body["name"], body["inline"], body["stream"]) == ("child.html", False, False)
    assert sorted(body["loaded"]) == ["base.html", "macros.html", "part.html"]


def test_the_context_is_told_and_what_was_injected(open_app: OpenApp) -> None:
    """What the view gave is told apart from what Flask and the context processors added."""
    _, exchange = open_app("templates_app/app.py").send_request("GET", "/child")
    body = exchange.body("template")
    assert body["context"]["name"] == {"type": "str", "repr": "'Ann'", "cut": False}
    assert body["context"]["season"]["repr"] == "'winter'"
    assert "season" in body["injected"]
    assert "request" in body["injected"]
    assert "name" not in body["injected"]
    assert body["context"]["slow"] == {
        "type": "Slow",
        "repr": "<Slow: its repr raised ValueError>",
        "cut": True,
    }


def test_describing_the_context_does_not_touch_the_session(open_app: OpenApp) -> None:
    """The session is a proxy in the context; it stays unread."""
    response, exchange = open_app("templates_app/app.py").send_request("GET", "/child")
    assert exchange.body("session")["accessed"] is False
    assert response.header("Vary") is None


def test_a_template_from_a_string_has_no_name(open_app: OpenApp) -> None:
    """It is inline."""
    _, exchange = open_app("templates_app/app.py").send_request("GET", "/inline")
    body = exchange.body("template")
    assert (body["name"], body["inline"]) == (None, True)
    assert exchange.event("template")["family"] == "<inline>"


def test_a_streamed_template_lasts_until_its_last_part(open_app: OpenApp) -> None:
    """Its time spans the sending, and the caller is the view."""
    response, exchange = open_app("templates_app/app.py").send_request("GET", "/stream")
    assert b"<b>2</b>" in response.body
    assert exchange.body("template")["stream"] is True
    event = exchange.event("template")
    assert event["caller"]["function"] == "stream"
    assert exchange.event("response")["at"] < event["at"] + event["took"]


def test_two_templates_are_two_events_of_one_family(open_app: OpenApp) -> None:
    """The same template twice is the same family."""
    _, exchange = open_app("templates_app/app.py").send_request("GET", "/two")
    events = [event for event in exchange.events if event["kind"] == "template"]
    assert [event["family"] for event in events] == ["part.html", "part.html"]


def test_an_error_in_a_template_has_the_template_as_its_place(open_app: OpenApp) -> None:
    """The exception's place is the template, and its last own frame the line in it."""
    _, exchange = open_app("exceptions.py").send_request("GET", "/template")
    body = exchange.body("exception")
    assert body["where"] == "template"
    assert body["type"] == "ZeroDivisionError"
