"""Tests of the login sensor, with current and older versions of Flask-Login."""

from typing import Any

import pytest

from tests.server.probe.conftest import StartApp
from tests.support.probe_host import HttpResponse, ProbeHost

APP = "flask_extensions.py"
PYTHONS = pytest.mark.parametrize("python", ["own", pytest.param("people22", marks=pytest.mark.environments)])


def cookies_of(response: HttpResponse) -> dict[str, str]:
    """Return the headers that send back the cookies of a response."""
    pairs = [value.partition(";")[0] for name, value in response.headers if name.lower() == "set-cookie"]
    return {"Cookie": "; ".join(pairs), "User-Agent": "tests"}


def login(host: ProbeHost, query: str = "ada") -> tuple[dict[str, str], dict[str, Any]]:
    """Log in; return the headers of the user's further requests, and the event."""
    response, exchange = host.send_request("GET", f"/login/{query}", headers={"User-Agent": "tests"})
    return cookies_of(response), exchange.body("login", act="login")


@PYTHONS
def test_a_login_is_reported_with_its_user(start_app: StartApp, python: str) -> None:
    """With id, freshness, the remember option, and the line that called it."""
    _, event = login(start_app(python, APP), "ada?remember")
    assert (event["id"], event["fresh"], event["remember"], event["succeeded"]) == ("ada", True, True, True)
    assert event["user"]["type"] == "Person"
    assert event["authenticated"] is True


@PYTHONS
def test_the_loaded_user_is_reported_with_its_source(start_app: StartApp, python: str) -> None:
    """None, one from the session, one from the remember-me cookie, and one who no longer exists."""
    host = start_app(python, APP)
    _, exchange = host.send_request("GET", "/me")
    assert exchange.body("login", act="loaded")["authenticated"] is False
    assert exchange.body("login", act="unauthorized")["answer"].startswith("Unauthorized: 401")
    headers, _ = login(host, "ada?remember")
    _, exchange = host.send_request("GET", "/me", headers=headers)
    loaded = exchange.body("login")
    assert (loaded["act"], loaded["id"], loaded["source"], loaded["fresh"]) == (
        "loaded",
        "ada",
        "session",
        True,
    )
    remember_cookie = next(
        part for part in headers["Cookie"].split("; ") if part.startswith("remember_token=")
    )
    _, exchange = host.send_request("GET", "/me", headers={**headers, "Cookie": remember_cookie})
    loaded = exchange.body("login")
    assert (loaded["id"], loaded["source"], loaded["fresh"]) == ("ada", "remember", False)
    headers, _ = login(host, "gone")
    _, exchange = host.send_request("GET", "/me", headers=headers)
    loaded = exchange.body("login", act="loaded")
    assert (loaded["user"], loaded["authenticated"], loaded["source"]) == (None, False, None)


@PYTHONS
def test_a_stale_login_is_refused_until_it_is_confirmed(start_app: StartApp, python: str) -> None:
    """Then it is fresh."""
    host = start_app(python, APP)
    headers, event = login(host, "ada?stale")
    assert event["fresh"] is False
    _, exchange = host.send_request("GET", "/fresh", headers=headers)
    assert exchange.body("login", act="refresh")["answer"].startswith("Unauthorized: 401")
    response, exchange = host.send_request("GET", "/confirm", headers=headers)
    assert exchange.body("login", act="confirmed")["fresh"] is True
    _, exchange = host.send_request("GET", "/fresh", headers=cookies_of(response))
    assert [body["act"] for body in exchange.bodies("login")] == ["loaded"]


@PYTHONS
def test_another_browser_makes_a_login_stale(start_app: StartApp, python: str) -> None:
    """That is Flask-Login's session protection."""
    host = start_app(python, APP)
    headers, _ = login(host)
    _, exchange = host.send_request("GET", "/me", headers={**headers, "User-Agent": "another"})
    assert exchange.body("login", act="loaded")["protection"] == "stale"


@PYTHONS
def test_a_logout_has_the_users_id(start_app: StartApp, python: str) -> None:
    """It is read before the logout."""
    host = start_app(python, APP)
    headers, _ = login(host)
    _, exchange = host.send_request("GET", "/logout", headers=headers)
    event = exchange.body("login", act="logout")
    assert (event["id"], event["succeeded"]) == ("ada", True)


@PYTHONS
def test_the_user_objects_own_code_is_not_run(start_app: StartApp, python: str) -> None:
    """A computed `is_authenticated` is left open, and nothing fails."""
    host = start_app(python, APP)
    response, exchange = host.send_request("GET", "/login/odd")
    assert response.status == 200
    assert exchange.body("login", act="login")["authenticated"] is None
    assert exchange.bodies("probe-fault") == []
