"""Tests of the login lens."""

from typing import Any

import pytest

from server.lenses import login
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


@pytest.mark.parametrize(
    ("act", "changes", "expected"),
    [
        ("loaded", {}, "`7` is logged in, by the session"),
        ("loaded", {"source": "remember"}, "`7` is logged in, by the remember-me cookie"),
        ("loaded", {"source": None, "id": None}, "`<User 7>` is logged in"),
        ("loaded", {"authenticated": False}, "Nobody is logged in"),
        ("loaded", {"user": None, "id": None}, "Nobody is logged in"),
        ("login", {"remember": False, "succeeded": True}, "`7` logs in"),
        ("login", {"remember": True, "succeeded": True}, "`7` logs in, with a remember-me cookie"),
        ("login", {"succeeded": False}, "login_user refused: the user is not active"),
        ("logout", {"user": None}, "`7` logs out"),
        ("confirmed", {}, "`7` has confirmed the login: it is fresh again"),
        (
            "unauthorized",
            {"answer": "302 FOUND → /in"},
            "Rejected by Flask-Login's unauthorized: `302 FOUND → /in`",
        ),
    ],
)
def test_each_step_of_a_login_has_its_sentence(act: str, changes: dict[str, Any], expected: str) -> None:
    """It names the user and where the login came from."""
    assert str(login.LENS.journey.summarise(lib.login(act, **changes)).sentence) == expected


def test_a_login_is_shown_with_its_facts() -> None:
    """Fresh or not, protected or not, and what is unknown."""
    exchange = s.exchange(
        lib.login(protection="stale", fresh=False, authenticated=None),
        lib.login("logout", id=None, user=None, fresh=None),
        lib.login(protection="cleared", id=None, user=None, authenticated=False),
    )
    found = lines(login.LENS, exchange)
    assert "is_authenticated: not known" in found
    assert "Fresh: no" in found
    assert any("the login is not fresh" in line for line in found)
    assert any("the login was discarded" in line for line in found)
