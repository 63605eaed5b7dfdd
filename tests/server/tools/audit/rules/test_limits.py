"""Tests of the rules about limits: each with settings that it reports, and others that it does not."""

import pytest

from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import Rule
from server.tools.audit.rules import limits
from tests.support.audit_facts import facts_of

CASES: tuple[tuple[Rule, SettingFacts, SettingFacts], ...] = (
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

    own = {rule for rule in RULES if rule.__module__ == limits.__name__}
    assert {case[0] for case in CASES} == own
