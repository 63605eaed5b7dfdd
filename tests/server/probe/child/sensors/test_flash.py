"""Flash messages, on every Flask."""

from typing import Any

from tests.server.probe.conftest import OpenApp, StartApp


def words(body: dict[str, Any]) -> list[tuple[str, str]]:
    """Category and text of each message that is told."""
    return [(one["category"], one["message"]["repr"]) for one in body["messages"]]


def test_a_message_is_followed_from_hand_to_hand(open_app: OpenApp) -> None:
    """Put with one request, waiting at its end, taken with the next, and gone."""
    host = open_app("session_app.py")
    response, exchange = host.send_request("GET", "/flash")
    put, waiting = exchange.bodies("flash")
    assert (put["act"], words(put)) == ("put", [("ok", "'<b>Baked.</b>'")])
    assert (waiting["act"], words(waiting)) == ("waiting", [("ok", "'<b>Baked.</b>'")])
    assert exchange.event("flash")["caller"]["function"] == "put_aside"
    cookie = {"Cookie": str(response.header("set-cookie")).partition(";")[0]}
    response, exchange = host.send_request("GET", "/flashed", headers=cookie)
    assert response.body == b"['<b>Baked.</b>']"
    first, filtered, again = exchange.bodies("flash")
    assert (first["act"], words(first), first["again"]) == ("taken", [("ok", "'<b>Baked.</b>'")], False)
    assert (filtered["filter"], words(filtered)) == (["bad"], [])
    assert (again["again"], words(again)) == (True, [("ok", "'<b>Baked.</b>'")])


def test_asking_for_nothing_is_told_and_leaves_the_session_alone(open_app: OpenApp) -> None:
    """No message waits, and no cookie is set because we looked."""
    response, exchange = open_app("session_app.py").send_request("GET", "/flashed")
    assert {body["act"] for body in exchange.bodies("flash")} == {"taken"}
    assert response.header("set-cookie") is None


def test_a_session_that_is_looked_at_by_us_alone_stays_untouched(open_app: OpenApp) -> None:
    """No `Vary: Cookie` because of the search for what waits."""
    response, exchange = open_app("session_app.py").send_request("GET", "/untouched")
    assert exchange.bodies("flash") == []
    assert response.header("vary") is None


def test_flash_stays_flasks_own_for_who_looks(start_app: StartApp) -> None:
    """Name, text and signature are as documented, and every name of it means the same."""
    _, exchange = start_app("own", "session_app.py").send_request("GET", "/identity")
    assert exchange.body("response")["body"]["text"] == "flash True True"
