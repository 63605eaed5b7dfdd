"""Flash messages, on every Flask."""

from typing import Any

from tests.server.probe.conftest import Opener, Starter


def words(body: dict[str, Any]) -> list[tuple[str, str]]:
    """Category and text of each message that is told."""
    return [(one["category"], one["message"]["repr"]) for one in body["messages"]]


def test_a_message_is_followed_from_hand_to_hand(open_app: Opener) -> None:
    """Put with one request, waiting at its end, taken with the next, and gone."""
    host = open_app("sessions.py")
    answer, seen = host.send_request("GET", "/flash")
    put, waiting = seen.of("flash")
    assert (put["act"], words(put)) == ("put", [("ok", "'<b>Baked.</b>'")])
    assert (waiting["act"], words(waiting)) == ("waiting", [("ok", "'<b>Baked.</b>'")])
    assert seen.event("flash")["caller"]["function"] == "put_aside"
    cookie = {"Cookie": str(answer.header("set-cookie")).partition(";")[0]}
    answer, seen = host.send_request("GET", "/flashed", headers=cookie)
    assert answer.body == b"['<b>Baked.</b>']"
    first, filtered, again = seen.of("flash")
    assert (first["act"], words(first), first["again"]) == ("taken", [("ok", "'<b>Baked.</b>'")], False)
    assert (filtered["filter"], words(filtered)) == (["bad"], [])
    assert (again["again"], words(again)) == (True, [("ok", "'<b>Baked.</b>'")])


def test_asking_for_nothing_is_told_and_leaves_the_session_alone(open_app: Opener) -> None:
    """No message waits, and no cookie is set because we looked."""
    answer, seen = open_app("sessions.py").send_request("GET", "/flashed")
    assert {body["act"] for body in seen.of("flash")} == {"taken"}
    assert answer.header("set-cookie") is None


def test_a_session_that_is_looked_at_by_us_alone_stays_untouched(open_app: Opener) -> None:
    """No `Vary: Cookie` because of the search for what waits."""
    answer, seen = open_app("sessions.py").send_request("GET", "/untouched")
    assert seen.of("flash") == []
    assert answer.header("vary") is None


def test_flash_stays_flasks_own_for_who_looks(running: Starter) -> None:
    """Name, text and signature are as documented, and every name of it means the same."""
    _, seen = running("own", "sessions.py").send_request("GET", "/identity")
    assert seen.one("response")["body"]["text"] == "flash True True"
