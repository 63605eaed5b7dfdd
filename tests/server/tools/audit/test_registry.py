"""Tests of the list of rules."""

from typing import Any

from server.runner.channel.answer_schemas import ANSWERS
from server.tools.audit.facts import SettingFacts
from server.tools.audit.registry import RULES, findings_of
from tests.support.audit_facts import facts_of


def test_the_gravest_findings_come_first() -> None:
    """What breaks the app is above what could be better."""
    found = findings_of(facts_of({"SESSION_COOKIE_SAMESITE": None, "DEBUG": True}, uses=("session",)))
    assert [each.setting for each in found] == ["SECRET_KEY", "DEBUG", "SESSION_COOKIE_SAMESITE"]


def test_no_rule_is_listed_twice() -> None:
    """Nor is one that finds something in an answer that says nothing."""
    assert len(set(RULES)) == len(RULES)
    empty: dict[str, Any] = {
        "values": {},
        "secrets": {},
        "fallbacks": [],
        "uses": {},
        "signed_sessions": True,
        "packages": {},
    }
    assert ANSWERS["config"](empty)
    assert findings_of(SettingFacts(empty)) == ()
