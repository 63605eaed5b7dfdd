"""Tests of the flash sensor, on every Flask."""

from typing import Any

from tests.server.probe.conftest import OpenApp, StartApp


def category_and_text(body: dict[str, Any]) -> list[tuple[str, str]]:
    """Return category and text of each message."""
    return [(message["category"], message["message"]["repr"]) for message in body["messages"]]


def test_a_message_is_reported_until_it_is_taken(open_app: OpenApp) -> None:
    """Put by one request, waiting at its end, taken by the next."""
    host = open_app("session_app.py")
    response, exchange = host.send_request("GET", "/flash")
    put, waiting = exchange.bodies("flash")
    assert (put["act"], category_and_text(put)) == ("put", [("ok", "'<b>Baked.</b>'")])
    assert (waiting["act"], category_and_text(waiting)) == ("waiting", [("ok", "'<b>Baked.</b>'")])
    assert exchange.event("flash")["caller"]["function"] == "put_aside"
    cookie = {"Cookie": str(response.header("set-cookie")).partition(";")[0]}
    response, exchange = host.send_request("GET", "/flashed", headers=cookie)
    assert response.body == b"['<b>Baked.</b>']"
    first, filtered, again = exchange.bodies("flash")
    assert (first["act"], category_and_text(first), first["again"]) == (
        "taken",
        [("ok", "'<b>Baked.</b>'")],
        False,
    )
    assert (filtered["filter"], category_and_text(filtered)) == (["bad"], [])
    assert (again["again"], category_and_text(again)) == (True, [("ok", "'<b>Baked.</b>'")])


def test_taking_no_message_does_not_change_the_session(open_app: OpenApp) -> None:
    """It is reported, and no cookie is set."""
    response, exchange = open_app("session_app.py").send_request("GET", "/flashed")
    assert {body["act"] for body in exchange.bodies("flash")} == {"taken"}
    assert response.header("set-cookie") is None


def test_the_probes_look_at_the_session_leaves_no_trace(open_app: OpenApp) -> None:
    """The search for waiting messages adds no `Vary: Cookie`."""
    response, exchange = open_app("session_app.py").send_request("GET", "/untouched")
    assert exchange.bodies("flash") == []
    assert response.header("vary") is None


def test_a_watched_flash_looks_like_flasks_own(start_app: StartApp) -> None:
    """Its name and signature are as documented, and all its names mean the same function."""
    _, exchange = start_app("own", "session_app.py").send_request("GET", "/identity")
    assert exchange.body("response")["body"]["text"] == "flash True True"
