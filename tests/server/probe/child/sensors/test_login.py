"""Flask-Login, today's and yesterday's."""

from typing import Any

import pytest

from tests.server.probe.conftest import Starter
from tests.server.probe.host import Answer, Host

APP = "companions.py"
PYTHONS = pytest.mark.parametrize("python", ["own", pytest.param("people22", marks=pytest.mark.environments)])


def cookies_of(answer: Answer) -> dict[str, str]:
    """The headers that bring back what an answer set."""
    pairs = [value.partition(";")[0] for name, value in answer.headers if name.lower() == "set-cookie"]
    return {"Cookie": "; ".join(pairs), "User-Agent": "tests"}


def login(host: Host, query: str = "ada") -> tuple[dict[str, str], dict[str, Any]]:
    """Log in; returns the headers of who is logged in, and the event."""
    answer, seen = host.send_request("GET", f"/login/{query}", headers={"User-Agent": "tests"})
    return cookies_of(answer), seen.one("login", act="login")


@PYTHONS
def test_a_login_is_told_with_its_user(running: Starter, python: str) -> None:
    """Id, freshness, whether it is to be remembered, and the line that did it."""
    _, event = login(running(python, APP), "ada?remember")
    assert (event["id"], event["fresh"], event["remember"], event["succeeded"]) == ("ada", True, True, True)
    assert event["user"]["type"] == "Person"
    assert event["authenticated"] is True


@PYTHONS
def test_who_is_there_is_told_with_where_it_was_read(running: Starter, python: str) -> None:
    """Nobody, somebody by the session, somebody by the remember-me cookie, and one who is gone."""
    host = running(python, APP)
    _, seen = host.send_request("GET", "/me")
    assert seen.one("login", act="loaded")["authenticated"] is False
    assert seen.one("login", act="unauthorized")["answer"].startswith("Unauthorized: 401")
    headers, _ = login(host, "ada?remember")
    _, seen = host.send_request("GET", "/me", headers=headers)
    loaded = seen.one("login")
    assert (loaded["act"], loaded["id"], loaded["source"], loaded["fresh"]) == (
        "loaded",
        "ada",
        "session",
        True,
    )
    only = next(part for part in headers["Cookie"].split("; ") if part.startswith("remember_token="))
    _, seen = host.send_request("GET", "/me", headers={**headers, "Cookie": only})
    loaded = seen.one("login")
    assert (loaded["id"], loaded["source"], loaded["fresh"]) == ("ada", "remember", False)
    headers, _ = login(host, "gone")
    _, seen = host.send_request("GET", "/me", headers=headers)
    loaded = seen.one("login", act="loaded")
    assert (loaded["user"], loaded["authenticated"], loaded["source"]) == (None, False, None)


@PYTHONS
def test_a_login_that_is_not_fresh_is_sent_back(running: Starter, python: str) -> None:
    """And is fresh again once it is confirmed."""
    host = running(python, APP)
    headers, event = login(host, "ada?stale")
    assert event["fresh"] is False
    _, seen = host.send_request("GET", "/fresh", headers=headers)
    assert seen.one("login", act="refresh")["answer"].startswith("Unauthorized: 401")
    answer, seen = host.send_request("GET", "/confirm", headers=headers)
    assert seen.one("login", act="confirmed")["fresh"] is True
    _, seen = host.send_request("GET", "/fresh", headers=cookies_of(answer))
    assert [body["act"] for body in seen.of("login")] == ["loaded"]


@PYTHONS
def test_another_browser_makes_a_login_stale(running: Starter, python: str) -> None:
    """Session protection is told."""
    host = running(python, APP)
    headers, _ = login(host)
    _, seen = host.send_request("GET", "/me", headers={**headers, "User-Agent": "another"})
    assert seen.one("login", act="loaded")["protection"] == "stale"


@PYTHONS
def test_a_logout_names_who_went(running: Starter, python: str) -> None:
    """The id is that from before."""
    host = running(python, APP)
    headers, _ = login(host)
    _, seen = host.send_request("GET", "/logout", headers=headers)
    event = seen.one("login", act="logout")
    assert (event["id"], event["succeeded"]) == ("ada", True)


@PYTHONS
def test_the_users_own_code_is_not_run_for_us(running: Starter, python: str) -> None:
    """What a property would say is left open, and nothing fails."""
    host = running(python, APP)
    answer, seen = host.send_request("GET", "/login/odd")
    assert answer.status == 200
    assert seen.one("login", act="login")["authenticated"] is None
    assert seen.of("probe-fault") == []
