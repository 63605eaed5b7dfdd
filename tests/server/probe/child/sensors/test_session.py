"""Tests of the session sensor, on every Flask."""

from types import SimpleNamespace
from typing import Any

from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors.session import SessionSensor, watched_sessions
from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import HttpResponse, ProbeHost


def cookie_header(response: HttpResponse) -> dict[str, str]:
    """Return the header that sends a session back."""
    value = response.header("Set-Cookie")
    assert value is not None
    return {"Cookie": value.partition(";")[0]}


def start_session(host: ProbeHost) -> dict[str, str]:
    """Return the header of a session with a name and a cart."""
    response, _ = host.send_request("GET", "/set")
    return cookie_header(response)


def test_the_probe_does_not_mark_a_session_accessed(open_app: OpenApp) -> None:
    """Its snapshots must not add `Vary: Cookie`."""
    host = open_app("session_app.py")
    response, exchange = host.send_request("GET", "/untouched", headers=start_session(host))
    body = exchange.body("session")
    assert (body["accessed"], body["modified"], body["saved"], body["unsaved"]) == (
        False,
        False,
        False,
        False,
    )
    assert response.header("Vary") is None
    assert body["before"]["name"]["repr"] == "'Ann'"


def test_a_session_that_is_read_is_accessed(open_app: OpenApp) -> None:
    """Flask then adds `Vary: Cookie`."""
    host = open_app("session_app.py")
    response, exchange = host.send_request("GET", "/read", headers=start_session(host))
    assert exchange.body("session")["accessed"] is True
    assert response.header("Vary") == "Cookie"


def test_new_keys_are_reported_and_saved(open_app: OpenApp) -> None:
    """Assignment marks the session modified, and the response carries it."""
    _, exchange = open_app("session_app.py").send_request("GET", "/set")
    body = exchange.body("session")
    assert body["available"] is True
    assert body["added"] == ["name", "cart"]
    assert (body["modified"], body["saved"], body["unsaved"]) == (True, True, False)
    assert body["after"]["cart"]["repr"] == "['apple']"


def test_a_nested_change_that_is_not_saved_is_reported(open_app: OpenApp) -> None:
    """Flask does not notice `session['cart'].append`."""
    host = open_app("session_app.py")
    response, exchange = host.send_request("GET", "/nested", headers=start_session(host))
    body = exchange.body("session")
    assert body["nested"] == ["cart"]
    assert (body["changed"], body["modified"], body["saved"], body["unsaved"]) == ([], False, False, True)
    assert body["before"]["cart"]["repr"] == "['apple']"
    assert body["after"]["cart"]["repr"] == "['apple', 'pear']"
    assert response.header("Set-Cookie") is None


def test_a_nested_change_is_saved_if_the_session_is_marked(open_app: OpenApp) -> None:
    """By `session.modified = True`."""
    host = open_app("session_app.py")
    _, exchange = host.send_request("GET", "/nested-saved", headers=start_session(host))
    body = exchange.body("session")
    assert (body["nested"], body["saved"], body["unsaved"]) == (["cart"], True, False)


def test_removed_and_changed_keys_are_distinguished(open_app: OpenApp) -> None:
    """A key that makes the session permanent is an added one."""
    host = open_app("session_app.py")
    _, exchange = host.send_request("GET", "/remove", headers=start_session(host))
    body = exchange.body("session")
    assert (body["removed"], body["changed"], body["added"]) == (["cart"], ["name"], ["_permanent"])
    assert body["permanent"] is True


def test_without_a_secret_key_the_session_is_unavailable(open_app: OpenApp) -> None:
    """Writing to it fails as it would without the probe."""
    response, exchange = open_app("no_secret_key.py").send_request("GET", "/")
    assert response.status == 500
    assert exchange.body("session")["available"] is False
    assert "secret key" in exchange.body("exception")["message"]


def test_a_session_is_new_without_a_cookie_of_its_name(open_app: OpenApp) -> None:
    """A forged cookie counts, too, although nothing in it is used."""
    host = open_app("session_app.py")

    def is_new(**headers: str) -> bool:
        return bool(host.send_request("GET", "/read", headers=headers)[1].body("session")["new"])

    assert is_new() is True
    assert is_new(Cookie="other=session=1") is True
    assert is_new(**start_session(host)) is False
    assert is_new(Cookie="a=1; session=forged") is False


def test_an_interface_of_the_app_is_supported(open_app: OpenApp) -> None:
    """Here the cookie, of the configured name, holds only a number."""
    host = open_app("custom_session_interface.py")
    response, exchange = host.send_request("GET", "/")
    assert (exchange.body("session")["new"], exchange.body("session")["interface"]) == (
        True,
        "NumberedSessions",
    )
    _, again = host.send_request("GET", "/", headers=cookie_header(response))
    body = again.body("session")
    assert (body["new"], body["before"]["seen"]["repr"]) == (False, "1")


def test_other_sensors_find_the_sessions_of_an_exchange(exchange: Exchange) -> None:
    """There is none before a request is dispatched."""
    assert list(watched_sessions(exchange)) == []
    app = SimpleNamespace(session_interface=SimpleNamespace())
    context = SimpleNamespace()
    adapter: Any = SimpleNamespace(context=lambda: context, session=lambda _: {"a": 1})
    SessionSensor(adapter).record_session(exchange, app)
    (watched,) = watched_sessions(exchange)
    assert (watched.app, watched.context) == (app, context)
    assert watched.before.described["a"]["repr"] == "1"
