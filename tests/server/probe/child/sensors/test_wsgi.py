"""What passes between the server and the application, with no framework at all."""

import pytest

from tests.server.probe.conftest import Opener, Starter
from tests.server.probe.host import APPS, Host


def test_the_first_event_is_the_request_and_the_last_its_close(own_app: Opener) -> None:
    """`seq` and `at` order what happened, the end counts it."""
    _, seen = own_app("hooks.py").send_request("GET", "/plain?a=1")
    events = sorted(seen.events, key=lambda event: event["seq"])
    # A sensor may keep a number for what then did not happen.
    assert len({event["seq"] for event in events}) == len(events)
    assert events[0]["seq"] == 1
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    assert (events[0]["kind"], events[0]["body"]["phase"], events[0]["at"]) == ("wsgi", "request", 0)
    assert (events[-1]["kind"], events[-1]["body"]["phase"]) == ("wsgi", "close")
    assert seen.end is not None
    assert (seen.end["events"], seen.end["lost"]) == (len(events), 0)


def test_the_request_is_told_as_the_server_understood_it(own_app: Opener) -> None:
    """Path, query, headers, port and the whole environ; nothing of ours is in it."""
    host = own_app("plain.py")
    _, seen = host.send_request("GET", "/caf%C3%A9?q=%20", headers={"X-Word": "é"})
    body = seen.one("wsgi", phase="request")
    assert (body["method"], body["path"], body["query"]) == ("GET", "/café", "q=%20")
    assert (body["http_version"], body["script_name"]) == ("1.1", "")
    assert ["X-Word", "é"] in body["headers"]
    assert isinstance(body["remote_port"], int)
    assert body["environ"]["wsgi.version"] == {"type": "tuple", "repr": "(1, 0)", "cut": False}
    assert body["environ"]["wsgi.input"]["type"] != "InputTee"
    assert not any("fumehood" in name.lower() for name in body["environ"])
    assert body["started_at"] > 1_600_000_000


def test_input_is_told_only_as_far_as_it_was_read(open_app: Opener) -> None:
    """A view that reads nothing leaves the input alone."""
    host = open_app("streaming.py")
    answer, seen = host.send_request("POST", "/upload", body=b"some words")
    assert answer.body == b"some words"
    close = seen.one("wsgi", phase="close")
    assert (close["input"]["text"], close["input_complete"]) == ("some words", True)
    _, seen = host.send_request("POST", "/ignore", body=b"some words")
    close = seen.one("wsgi", phase="close")
    assert (close["input"]["size"], close["input_complete"]) == (0, False)


def test_a_form_is_read_as_ever(open_app: Opener) -> None:
    """Werkzeug's parser reads through the tee."""
    answer, seen = open_app("streaming.py").send_request(
        "POST", "/form", body=b"name=Ann", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.body == b"Ann"
    assert seen.one("wsgi", phase="close")["input"]["text"] == "name=Ann"


@pytest.fixture(params=["own", pytest.param("nothing", marks=pytest.mark.environments)])
def plain(request: pytest.FixtureRequest, running: Starter) -> Host:
    """The framework-less app, with and without Flask around."""
    return running(request.param, "plain.py")


def test_a_generator_application_reads_its_input_late(plain: Host) -> None:
    """start_response and the reading happen while the server already iterates."""
    answer, seen = plain.send_request("POST", "/generator", body=b"late")
    assert answer.body == b"read: late"
    close = seen.one("wsgi", phase="close")
    assert (close["iterable"], close["chunks"], close["input"]["text"]) == ("generator", 2, "late")
    assert (close["has_close"], close["closed"]) == (True, True)


def test_write_and_iterable_are_both_seen(plain: Host) -> None:
    """The old write() callable still works and counts as sent."""
    answer, seen = plain.send_request("GET", "/write")
    assert answer.body == b"written too"
    close = seen.one("wsgi", phase="close")
    assert (close["write_used"], close["sent"], close["iterable"]) == (True, 11, "list")
    assert seen.one("response")["body"]["text"] == "written too"


def test_a_list_of_one_part_still_gets_its_length(plain: Host) -> None:
    """The server tells Content-Length from the length of the iterable, through the tee."""
    answer, _ = plain.send_request("GET", "/")
    assert answer.header("Content-Length") == "5"


def test_start_response_with_exc_info_replaces_the_headers(plain: Host) -> None:
    """The last call counts, and both are counted."""
    answer, seen = plain.send_request("GET", "/replace")
    assert (answer.status, answer.header("X-First"), answer.header("X-Second")) == (500, None, "2")
    assert seen.one("response")["reason"] == "Oh No"
    assert seen.one("wsgi", phase="close")["start_response"] == 2


def test_close_is_called_once_and_seen(plain: Host) -> None:
    """What the iterable does in close() belongs to the exchange."""
    answer, seen = plain.send_request("GET", "/close")
    assert answer.body == b"ok"
    assert [body["message"] for body in seen.of("log")] == ["closed"]


def test_an_application_that_raises_leaves_its_error_to_the_server(plain: Host) -> None:
    """There is an exception and no response of the app's own."""
    answer, seen = plain.send_request("GET", "/raise")
    assert answer.status == 500
    assert seen.one("exception")["where"] == "wsgi"
    assert seen.of("response") == []
    assert seen.one("wsgi", phase="close")["iterable"] is None


def test_reading_again_is_not_kept_twice(plain: Host) -> None:
    """A seek back does not double what was read; lines are read as lines."""
    answer, seen = plain.send_request("POST", "/again", body=b"abcdef")
    assert answer.body == b"abcdef"
    assert seen.one("wsgi", phase="close")["input"]["text"] == "abcdef"
    answer, seen = plain.send_request("POST", "/lines", body=b"a\nb\n")
    assert answer.body == b"2 lines"
    assert seen.one("wsgi", phase="close")["input"]["size"] == 4


@pytest.mark.environments
def test_a_second_framework_needs_no_flask(running: Starter) -> None:
    """Bottle is served and seen where Flask is not installed; the Flask sensors say that it is absent."""
    host = running("nothing", "bottled.py")
    answer, seen = host.send_request("GET", "/hello/Ann?mood=glad")
    assert answer.body == b"Hello Ann, glad"
    assert seen.one("cookie", direction="set")["name"] == "name"
    assert host.ready["framework"] == "wsgi"
    states = {sensor["name"]: sensor for sensor in host.ready["sensors"]}
    assert states["wsgi"]["state"] == "on"
    assert states["hook"] == {"name": "hook", "state": "absent", "why": "Flask is not installed."}
    assert host.hello["packages"]["flask"] is None
    assert host.ready["server"].startswith("waitress")


def test_two_apps_mounted_side_by_side_are_both_seen(open_app: Opener) -> None:
    """Hooks and views are told of the app that answers; SCRIPT_NAME tells where it is mounted."""
    host = open_app("mounted.py")
    answer, seen = host.send_request("GET", "/")
    assert (answer.body, seen.of("hook")) == (b"front", [])
    answer, seen = host.send_request("GET", "/back/")
    assert answer.body == b"back"
    assert seen.one("hook")["name"] == "back_hook"
    assert seen.one("view")["name"] == "back_index"
    assert host.ready["framework"] == "flask"


def test_apps_are_where_this_file_thinks() -> None:
    """The tiny apps are found."""
    assert (APPS / "plain.py").is_file()
