"""Tests of the rules about extensions: each with settings that it reports, and others that it does not."""

import pytest

from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import Rule
from server.tools.audit.rules import extensions
from tests.support.audit_facts import facts_of

INSTALLED: dict[str, str | None] = {"flask-sqlalchemy": "3.1.1"}
CASES: tuple[tuple[Rule, SettingFacts, SettingFacts], ...] = (
    (
        extensions.database_scheme_removed,
        facts_of({"SQLALCHEMY_DATABASE_URI": "postgres://db/shop"}),
        facts_of({"SQLALCHEMY_DATABASE_URI": "postgresql://db/shop"}),
    ),
    (
        extensions.statements_echoed,
        facts_of({"SQLALCHEMY_ECHO": True}, packages=INSTALLED),
        facts_of({"SQLALCHEMY_ECHO": True, "DEBUG": True}, packages=INSTALLED),
    ),
    (
        extensions.modifications_tracked,
        facts_of({"SQLALCHEMY_TRACK_MODIFICATIONS": True}, packages=INSTALLED),
        facts_of({"SQLALCHEMY_TRACK_MODIFICATIONS": True}),
    ),
    (
        extensions.pool_setting_unread,
        facts_of({"SQLALCHEMY_POOL_SIZE": 5}, packages={"flask-sqlalchemy": "3.1.1"}),
        facts_of({"SQLALCHEMY_POOL_SIZE": 5}, packages={"flask-sqlalchemy": "2.5.1"}),
    ),
    (
        extensions.csrf_off,
        facts_of({"WTF_CSRF_ENABLED": False}),
        facts_of({"WTF_CSRF_ENABLED": False, "TESTING": True}),
    ),
)


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_each_rule_reports_what_is_wrong_and_nothing_else(
    rule: Rule, wrong: SettingFacts, right: SettingFacts
) -> None:
    """The first settings are reported with a cause and a line to write, the second ones are not."""
    finding = rule(wrong)
    assert finding is not None
    assert str(finding.cause)
    assert finding.line
    assert rule(right) is None


def test_every_rule_is_tried() -> None:
    """None of the module is left out, nor of the registry."""
    from server.tools.audit.registry import RULES  # noqa: PLC0415 - the list of all modules

    own = {rule for rule in RULES if rule.__module__ == extensions.__name__}
    assert {case[0] for case in CASES} == own
