"""Tests of the cookie sensor, with and without Flask."""

import pytest

from server.probe.child.sensors.cookie import is_deletion, parse_cookie_header, parse_set_cookie
from tests.server.probe.conftest import OpenApp


def test_each_set_cookie_is_compared_with_the_limit_of_browsers(open_app: OpenApp) -> None:
    """A cookie of more than 4093 bytes is `over`."""
    _, exchange = open_app("session_app.py").send_request("GET", "/big")
    big = exchange.body("cookie", name="big")
    assert (big["over"], big["limit"], big["pair_bytes"]) == (True, 4093, 4104)
    assert big["bytes"] == len(big["raw"])
    small = exchange.body("cookie", name="small")
    assert (small["over"], small["deletes"]) == (False, False)
    assert small["attributes"]["HttpOnly"] is True
    assert small["attributes"]["SameSite"] == "Lax"
    assert exchange.body("cookie", name="old")["deletes"] is True


@pytest.mark.parametrize(
    ("app", "path"), [("session_app.py", "/big"), ("exceptions.py", "/wrong"), ("wsgi_app.py", "/close")]
)
def test_events_are_ordered_by_their_start(open_app: OpenApp, app: str, path: str) -> None:
    """Those reported late have the number and time of their start."""
    _, exchange = open_app(app).send_request("GET", path)
    events = sorted(exchange.events, key=lambda event: int(event["seq"]))
    assert len({event["seq"] for event in events}) == len(events)
    times = [event["at"] for event in events]
    assert times == sorted(times)
    assert events[-1]["body"]["phase"] == "close"


def test_a_cookie_is_set_when_the_response_starts(open_app: OpenApp) -> None:
    """Its event lies between the start of the response and the close."""
    _, exchange = open_app("session_app.py").send_request("GET", "/big")
    response, close = exchange.event("response"), max(exchange.events, key=lambda event: int(event["seq"]))
    set_cookies = [event for event in exchange.events if event["kind"] == "cookie"]
    first = min(event["seq"] for event in set_cookies)
    assert response["seq"] < first
    assert [event["seq"] for event in set_cookies] == [first, first + 1, first + 2]
    for event in set_cookies:
        assert response["at"] <= event["at"] <= close["at"]


def test_cookies_of_replaced_headers_are_not_reported(own_app: OpenApp) -> None:
    """A second `start_response` discards the headers of the first."""
    _, exchange = own_app("wsgi_app.py").send_request("GET", "/replace-cookie")
    assert exchange.body("cookie")["name"] == "second"


def test_the_cookies_of_a_request_are_one_event(own_app: OpenApp) -> None:
    """With names, values and bytes of the Cookie header."""
    _, exchange = own_app("session_app.py").send_request(
        "GET", "/untouched", headers={"Cookie": "a=1; b=x=y"}
    )
    body = exchange.body("cookie", direction="sent")
    assert body == {
        "direction": "sent",
        "cookies": [{"name": "a", "value": "1", "bytes": 3}, {"name": "b", "value": "x=y", "bytes": 5}],
        "bytes": 10,
    }


def test_a_request_without_cookies_has_no_event(own_app: OpenApp) -> None:
    """There is nothing to report."""
    _, exchange = own_app("hello.py").send_request("GET", "/")
    assert exchange.bodies("cookie") == []


@pytest.mark.parametrize(
    ("attributes", "is_deleted"),
    [
        ({"Max-Age": "0"}, True),
        ({"Max-Age": "-1"}, True),
        ({"Max-Age": "60", "Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, False),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, True),
        ({"Expires": "Thu, 01 Jan 2099 00:00:00 GMT"}, False),
        ({"Expires": "whenever"}, False),
        ({"Max-Age": "soon"}, False),
        ({}, False),
    ],
)
def test_max_age_decides_before_expires(attributes: dict[str, str], is_deleted: bool) -> None:
    """An attribute that cannot be parsed deletes nothing."""
    assert is_deletion(attributes, now=1_800_000_000.0) is is_deleted


def test_odd_headers_are_read_as_browsers_do() -> None:
    """Empty parts are skipped, unknown attributes keep their spelling, the value may be missing."""
    assert parse_set_cookie("a=b; ; httponly; Custom=1")["attributes"] == {"HttpOnly": True, "Custom": "1"}
    assert parse_cookie_header("; a")["cookies"] == [{"name": "a", "value": "", "bytes": 1}]
