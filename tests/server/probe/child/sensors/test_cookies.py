"""Cookies with their bytes, with and without Flask."""

import pytest

from server.probe.child.sensors.cookies import deletes, sent_cookies, set_cookie
from tests.server.probe.conftest import Opener


def test_each_set_cookie_is_measured_against_what_browsers_keep(open_app: Opener) -> None:
    """A cookie over 4093 bytes is told to be over."""
    _, seen = open_app("sessions.py").send_request("GET", "/big")
    big = seen.one("cookie", name="big")
    assert (big["over"], big["limit"], big["pair_bytes"]) == (True, 4093, 4104)
    assert big["bytes"] == len(big["raw"])
    small = seen.one("cookie", name="small")
    assert (small["over"], small["deletes"]) == (False, False)
    assert small["attributes"]["HttpOnly"] is True
    assert small["attributes"]["SameSite"] == "Lax"
    assert seen.one("cookie", name="old")["deletes"] is True


def test_the_cookies_that_came_are_one_event(own_app: Opener) -> None:
    """Names, values and bytes of the Cookie header."""
    _, seen = own_app("sessions.py").send_request("GET", "/untouched", headers={"Cookie": "a=1; b=x=y"})
    body = seen.one("cookie", direction="sent")
    assert body == {
        "direction": "sent",
        "cookies": [{"name": "a", "value": "1", "bytes": 3}, {"name": "b", "value": "x=y", "bytes": 5}],
        "bytes": 10,
    }


def test_a_request_without_cookies_tells_none(own_app: Opener) -> None:
    """There is no event for nothing."""
    _, seen = own_app("hello.py").send_request("GET", "/")
    assert seen.of("cookie") == []


@pytest.mark.parametrize(
    ("attributes", "gone"),
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
def test_a_cookie_is_deleted_by_its_age_before_its_date(attributes: dict[str, str], gone: bool) -> None:
    """Max-Age wins over Expires; what cannot be read deletes nothing."""
    assert deletes(attributes, now=1_800_000_000.0) is gone


def test_odd_headers_are_read_as_browsers_do() -> None:
    """Empty parts are skipped, unknown attributes keep their spelling, a name may be all there is."""
    assert set_cookie("a=b; ; httponly; Custom=1")["attributes"] == {"HttpOnly": True, "Custom": "1"}
    assert sent_cookies("; a")["cookies"] == [{"name": "a", "value": "", "bytes": 1}]
