"""Tests of the rules about limits: each with settings that it reports, and others that it does not."""

from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import Rule
from server.tools.audit.rules import limits
from tests.support.audit_facts import Cases, check, each_rule, facts_of, untried

CASES: Cases = (
    (
        limits.uploads_unbounded,
        facts_of({"MAX_CONTENT_LENGTH": None}, uses=("files",)),
        facts_of({"MAX_CONTENT_LENGTH": 1000}, uses=("files",)),
    ),
    (
        limits.uploads_unbounded,
        facts_of(uses=("files",)),
        facts_of({"MAX_CONTENT_LENGTH": None}, uses=("session",)),
    ),
    (
        limits.content_length_not_positive,
        facts_of({"MAX_CONTENT_LENGTH": 0}),
        facts_of({"MAX_CONTENT_LENGTH": 1}),
    ),
    (
        limits.form_limit_above_body_limit,
        facts_of({"MAX_CONTENT_LENGTH": 10, "MAX_FORM_MEMORY_SIZE": 11}),
        facts_of({"MAX_CONTENT_LENGTH": 10, "MAX_FORM_MEMORY_SIZE": 10}),
    ),
    (limits.form_unbounded, facts_of({"MAX_FORM_PARTS": None}), facts_of({"MAX_FORM_PARTS": 1000})),
    (
        limits.session_ends_at_once,
        facts_of({"PERMANENT_SESSION_LIFETIME": 0.0}),
        facts_of({"PERMANENT_SESSION_LIFETIME": 60.0}),
    ),
    (
        limits.session_lives_long,
        facts_of({"PERMANENT_SESSION_LIFETIME": 4e8}, uses=("session",)),
        facts_of({"PERMANENT_SESSION_LIFETIME": 2678400}, uses=("session",)),
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
    assert untried(limits, CASES) == set()
