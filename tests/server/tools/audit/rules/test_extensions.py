"""Tests of the rules about extensions: each with settings that it reports, and others that it does not."""

from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import Rule
from server.tools.audit.rules import extensions
from tests.support.audit_facts import Cases, check, each_rule, facts_of, untried

INSTALLED: dict[str, str | None] = {"flask-sqlalchemy": "3.1.1"}
CASES: Cases = (
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


@each_rule(CASES)
def test_each_rule_reports_what_is_wrong_and_nothing_else(
    rule: Rule, wrong: SettingFacts, right: SettingFacts
) -> None:
    """The first settings are reported, the second ones are not."""
    check(rule, wrong, right)


def test_every_rule_is_tried() -> None:
    """None of the module is left out, nor of the registry."""
    assert untried(extensions, CASES) == set()
