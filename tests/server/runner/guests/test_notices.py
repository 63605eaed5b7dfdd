"""Remarks about a guest that runs."""

import pytest

from server.model.versions import Versions
from server.runner.guests.notices import many_routes_notice, old_flask_notice


@pytest.mark.parametrize("flask", [None, "2.2.5", "3.1.3"])
def test_nothing_is_remarked_where_flask_is_seen_or_missing(flask: str | None) -> None:
    """An app without Flask is no old one."""
    assert old_flask_notice(Versions(flask=flask)) is None


def test_an_old_flask_is_named_with_what_is_shown() -> None:
    """And with what is not."""
    notice = old_flask_notice(Versions(flask="0.12.2"))
    assert notice is not None
    assert "Flask 0.12.2" in notice.cause
    assert "SQL" in notice.remedy


def test_rules_that_are_not_shown_are_counted() -> None:
    """One is called a rule, and none needs no remark."""
    assert many_routes_notice(0) is None
    one, many = many_routes_notice(1), many_routes_notice(4000)
    assert one is not None
    assert one.cause.startswith("1 more rule of the app is not shown")
    assert one.remedy.startswith("Its path can be typed")
    assert many is not None
    assert many.remedy.startswith("Their paths can be typed")
    assert many.cause.startswith("4000 more rules of the app are not shown")
