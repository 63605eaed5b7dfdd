"""The session before and after, on every Flask."""

from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import HttpResponse, ProbeHost


def cookie(response: HttpResponse) -> dict[str, str]:
    """The header that sends a session back."""
    value = response.header("Set-Cookie")
    assert value is not None
    return {"Cookie": value.partition(";")[0]}


def begun(host: ProbeHost) -> dict[str, str]:
    """A session with a name and a cart."""
    response, _ = host.send_request("GET", "/set")
    return cookie(response)


def test_a_session_nobody_touches_is_not_marked_accessed_by_the_probe(open_app: OpenApp) -> None:
    """Looking at the session must not add `Vary: Cookie`."""
    host = open_app("session_app.py")
    response, exchange = host.send_request("GET", "/untouched", headers=begun(host))
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
    """Reading marks the session and makes the response vary by cookie."""
    host = open_app("session_app.py")
    response, exchange = host.send_request("GET", "/read", headers=begun(host))
    assert exchange.body("session")["accessed"] is True
    assert response.header("Vary") == "Cookie"


def test_new_keys_are_told_and_saved(open_app: OpenApp) -> None:
    """Assignment marks the session modified, and the response carries it."""
    _, exchange = open_app("session_app.py").send_request("GET", "/set")
    body = exchange.body("session")
    assert body["available"] is True
    assert body["added"] == ["name", "cart"]
    assert (body["modified"], body["saved"], body["unsaved"]) == (True, True, False)
    assert body["after"]["cart"]["repr"] == "['apple']"


def test_a_change_inside_is_seen_and_seen_to_be_lost(open_app: OpenApp) -> None:
    """`session['cart'].append` is no modification to Flask: nothing is saved."""
    host = open_app("session_app.py")
    response, exchange = host.send_request("GET", "/nested", headers=begun(host))
    body = exchange.body("session")
    assert body["nested"] == ["cart"]
    assert (body["changed"], body["modified"], body["saved"], body["unsaved"]) == ([], False, False, True)
    assert body["before"]["cart"]["repr"] == "['apple']"
    assert body["after"]["cart"]["repr"] == "['apple', 'pear']"
    assert response.header("Set-Cookie") is None


def test_a_change_inside_that_is_announced_is_saved(open_app: OpenApp) -> None:
    """`session.modified = True` saves what changed inside."""
    host = open_app("session_app.py")
    _, exchange = host.send_request("GET", "/nested-saved", headers=begun(host))
    body = exchange.body("session")
    assert (body["nested"], body["saved"], body["unsaved"]) == (["cart"], True, False)


def test_removed_and_changed_keys_are_told_apart(open_app: OpenApp) -> None:
    """A key taken away, one given another value, and one that makes the session permanent."""
    host = open_app("session_app.py")
    _, exchange = host.send_request("GET", "/remove", headers=begun(host))
    body = exchange.body("session")
    assert (body["removed"], body["changed"], body["added"]) == (["cart"], ["name"], ["_permanent"])
    assert body["permanent"] is True


def test_without_a_secret_key_there_is_no_session(open_app: OpenApp) -> None:
    """The session is told to be unavailable, and writing to it fails as ever."""
    response, exchange = open_app("no_secret_key.py").send_request("GET", "/")
    assert response.status == 500
    assert exchange.body("session")["available"] is False
    assert "secret key" in exchange.body("exception")["message"]


def test_a_session_is_new_where_the_request_brought_no_cookie_of_it(open_app: OpenApp) -> None:
    """Another cookie is none of the session; a forged one is, though nothing in it counts."""
    host = open_app("session_app.py")

    def new(**headers: str) -> bool:
        return bool(host.send_request("GET", "/read", headers=headers)[1].body("session")["new"])

    assert new() is True
    assert new(Cookie="other=session=1") is True
    assert new(**begun(host)) is False
    assert new(Cookie="a=1; session=forged") is False


def test_an_interface_of_the_apps_own_tells_new_too(open_app: OpenApp) -> None:
    """One that keeps nothing in the cookie but a number, under the name that Flask is configured with."""
    host = open_app("custom_session_interface.py")
    response, exchange = host.send_request("GET", "/")
    assert (exchange.body("session")["new"], exchange.body("session")["interface"]) == (
        True,
        "Numbered",
    )
    _, again = host.send_request("GET", "/", headers=cookie(response))
    body = again.body("session")
    assert (body["new"], body["before"]["seen"]["repr"]) == (False, "1")
