"""Tests of the WSGI sensor, without any framework and with Flask."""

import pytest

from tests.server.probe.conftest import OpenApp, StartApp
from tests.support.probe_host import ProbeHost


def test_the_first_event_is_the_request_and_the_last_its_close(own_app: OpenApp) -> None:
    """`seq` and `at` give the order, and the end has the number of events."""
    _, exchange = own_app("hooks.py").send_request("GET", "/plain?a=1")
    events = sorted(exchange.events, key=lambda event: event["seq"])
    # A sensor may keep a number for what then did not happen.
    assert len({event["seq"] for event in events}) == len(events)
    assert events[0]["seq"] == 1
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    assert (events[0]["kind"], events[0]["body"]["phase"], events[0]["at"]) == ("wsgi", "request", 0)
    assert (events[-1]["kind"], events[-1]["body"]["phase"]) == ("wsgi", "close")
    assert exchange.end is not None
    assert (exchange.end["events"], exchange.end["lost"]) == (len(events), 0)


def test_the_request_is_reported_as_the_server_parsed_it(own_app: OpenApp) -> None:
    """With path, query, headers, port and the whole environ, without anything of the probe."""
    host = own_app("wsgi_app.py")
    _, exchange = host.send_request("GET", "/caf%C3%A9?q=%20", headers={"X-Word": "é"})
    body = exchange.body("wsgi", phase="request")
    assert (body["method"], body["path"], body["query"]) == ("GET", "/café", "q=%20")
    assert (body["http_version"], body["script_name"]) == ("1.1", "")
    assert ["X-Word", "é"] in body["headers"]
    assert isinstance(body["remote_port"], int)
    assert body["environ"]["wsgi.version"] == {"type": "tuple", "repr": "(1, 0)", "cut": False}
    assert body["environ"]["wsgi.input"]["type"] != "InputTee"
    assert not any("fumehood" in name.lower() for name in body["environ"])
    assert body["started_at"] > 1_600_000_000


def test_the_input_is_reported_as_far_as_it_was_read(open_app: OpenApp) -> None:
    """The probe does not read for a view that reads nothing."""
    host = open_app("streaming.py")
    response, exchange = host.send_request("POST", "/upload", body=b"some words")
    assert response.body == b"some words"
    close = exchange.body("wsgi", phase="close")
    assert (close["input"]["text"], close["input_complete"]) == ("some words", True)
    _, exchange = host.send_request("POST", "/ignore", body=b"some words")
    close = exchange.body("wsgi", phase="close")
    assert (close["input"]["size"], close["input_complete"]) == (0, False)


def test_werkzeug_parses_forms_through_the_capture(open_app: OpenApp) -> None:
    """The form reaches the app and the event."""
    response, exchange = open_app("streaming.py").send_request(
        "POST", "/form", body=b"name=Ann", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert response.body == b"Ann"
    assert exchange.body("wsgi", phase="close")["input"]["text"] == "name=Ann"


@pytest.fixture(params=["own", pytest.param("nothing", marks=pytest.mark.environments)])
def wsgi_app(request: pytest.FixtureRequest, start_app: StartApp) -> ProbeHost:
    """The app without a framework, with and without Flask installed."""
    return start_app(request.param, "wsgi_app.py")


def test_a_generator_may_read_its_input_late(wsgi_app: ProbeHost) -> None:
    """It calls start_response and reads while the server iterates."""
    response, exchange = wsgi_app.send_request("POST", "/generator", body=b"late")
    assert response.body == b"read: late"
    close = exchange.body("wsgi", phase="close")
    assert (close["iterable"], close["chunks"], close["input"]["text"]) == ("generator", 2, "late")
    assert (close["has_close"], close["closed"]) == (True, True)


def test_write_and_iterable_are_both_captured(wsgi_app: ProbeHost) -> None:
    """The old `write()` callable still works."""
    response, exchange = wsgi_app.send_request("GET", "/write")
    assert response.body == b"written too"
    close = exchange.body("wsgi", phase="close")
    assert (close["write_used"], close["sent"], close["iterable"]) == (True, 11, "list")
    assert exchange.body("response")["body"]["text"] == "written too"


def test_a_list_of_one_chunk_still_has_a_content_length(wsgi_app: ProbeHost) -> None:
    """The server computes it from the length of the iterable."""
    response, _ = wsgi_app.send_request("GET", "/")
    assert response.header("Content-Length") == "5"


def test_start_response_with_exc_info_replaces_the_headers(wsgi_app: ProbeHost) -> None:
    """The last call counts, and the calls are counted."""
    response, exchange = wsgi_app.send_request("GET", "/replace")
    assert (response.status, response.header("X-First"), response.header("X-Second")) == (500, None, "2")
    assert exchange.body("response")["reason"] == "Oh No"
    assert exchange.body("wsgi", phase="close")["start_response"] == 2


def test_close_belongs_to_the_exchange(wsgi_app: ProbeHost) -> None:
    """What `close()` of the iterable logs is reported once."""
    response, exchange = wsgi_app.send_request("GET", "/close")
    assert response.body == b"ok"
    assert [body["message"] for body in exchange.bodies("log")] == ["closed"]


def test_an_exception_of_the_application_is_left_to_the_server(wsgi_app: ProbeHost) -> None:
    """There is an exception, but no response of the app."""
    response, exchange = wsgi_app.send_request("GET", "/raise")
    assert response.status == 500
    assert exchange.body("exception")["where"] == "wsgi"
    assert exchange.bodies("response") == []
    assert exchange.body("wsgi", phase="close")["iterable"] is None


def test_bytes_read_twice_are_captured_once(wsgi_app: ProbeHost) -> None:
    """Seeking back does not double them; lines are captured, too."""
    response, exchange = wsgi_app.send_request("POST", "/again", body=b"abcdef")
    assert response.body == b"abcdef"
    assert exchange.body("wsgi", phase="close")["input"]["text"] == "abcdef"
    response, exchange = wsgi_app.send_request("POST", "/lines", body=b"a\nb\n")
    assert response.body == b"2 lines"
    assert exchange.body("wsgi", phase="close")["input"]["size"] == 4


@pytest.mark.environments
def test_a_second_framework_needs_no_flask(start_app: StartApp) -> None:
    """Bottle is recorded where Flask is not installed; Flask's sensors are absent."""
    host = start_app("nothing", "bottle_app.py")
    response, exchange = host.send_request("GET", "/hello/Ann?mood=glad")
    assert response.body == b"Hello Ann, glad"
    assert exchange.body("cookie", direction="set")["name"] == "name"
    assert host.ready["framework"] == "wsgi"
    states = {sensor["name"]: sensor for sensor in host.ready["sensors"]}
    assert states["wsgi"]["state"] == "on"
    assert states["hook"] == {"name": "hook", "state": "absent", "why": "Flask is not installed."}
    assert host.hello["packages"]["flask"] is None
    assert host.ready["server"].startswith("waitress")


def test_two_mounted_apps_are_both_recorded(open_app: OpenApp) -> None:
    """Hooks and views are those of the app that answers; SCRIPT_NAME tells where it is mounted."""
    host = open_app("mounted_apps.py")
    response, exchange = host.send_request("GET", "/")
    assert (response.body, exchange.bodies("hook")) == (b"front", [])
    response, exchange = host.send_request("GET", "/back/")
    assert response.body == b"back"
    assert exchange.body("hook")["name"] == "back_hook"
    assert exchange.body("view")["name"] == "back_index"
    assert host.ready["framework"] == "flask"
