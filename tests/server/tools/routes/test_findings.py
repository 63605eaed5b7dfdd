"""Tests of what is said about the map of an app."""

from typing import Any

from server.lenses.kit.blocks import Remark, Table, Tone
from server.tools.routes.findings import blocks_of, findings_of

PLACE = {"name": "login", "file": "/shop/auth.py", "line": 3}
RULE = {"rule": "/a", "endpoint": "a", "methods": ["GET"], "decorators": [PLACE], "above": []}
LOST = {
    "rule": "/a",
    "endpoint": "a",
    "by_rule": "/<x>",
    "by_endpoint": "x",
    "methods": ["GET"],
    "never": True,
}
CLEAN: dict[str, Any] = {"rules": [RULE], "shadowed": [], "unused": [], "blueprints": []}


def test_an_app_in_order_is_told_so() -> None:
    """Above the table of its rules with their decorators."""
    remark, table = blocks_of(CLEAN)
    assert isinstance(remark, Remark)
    assert isinstance(table, Table)
    assert remark.tone is Tone.GOOD
    assert [str(cell) for cell in table.rows[0].cells] == ["`/a`", "`GET`", "`a`", "`login`"]


def test_everything_that_no_request_reaches_is_named() -> None:
    """The gravest first: a decorator that the app does not call leaves a page open."""
    found = findings_of(
        {
            "rules": [{**RULE, "above": [PLACE]}],
            "shadowed": [LOST, {**LOST, "never": False}],
            "unused": [{"endpoint": "old", **PLACE}],
            "blueprints": [
                {
                    "module": "shop.web",
                    "variable": "admin",
                    "name": "admin",
                    "views": [{"rule": "/x", **PLACE}],
                },
                {"module": "shop.web", "variable": "none", "name": "none", "views": []},
            ],
        }
    )
    assert [remark.tone for remark in found] == [Tone.ERROR, *[Tone.WARNING] * 4, Tone.NOTE]
    said = [str(remark.sentence) for remark in found]
    assert said[0] == "`/a`: the decorator `login` is above the route, so the app never calls it."
    assert said[1] == "`/a` (`a`) never matches: `/<x>` (`x`) takes every request for it."
    assert said[2] == "`/a` (`a`) gets no `GET`: `/<x>` (`x`) comes first."
    assert "shop.web.admin" in said[3]
    assert said[5] == "The view `old` (`shop/auth.py:3`) has no rule: no address leads to it."
    assert all(remark.remedy is not None for remark in found)


def test_what_the_app_decides_by_itself_is_not_claimed() -> None:
    """Where rules match in their own way, nothing is said about hidden ones."""
    remark, table = blocks_of({**CLEAN, "shadowed": None})
    assert isinstance(remark, Remark)
    assert remark.tone is Tone.MUTED
    assert isinstance(table, Table)
    hidden = blocks_of({**CLEAN, "shadowed": [LOST]})[1]
    assert isinstance(hidden, Table)
    assert (hidden.rows[0].tone, hidden.rows[0].mark) == (Tone.WARNING, "never matches")
