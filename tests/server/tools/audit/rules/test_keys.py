"""Tests of the rules about the keys: each with settings that it reports, and others that it does not."""

import pytest

from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import Rule
from server.tools.audit.rules import keys
from tests.support.audit_facts import facts_of

CASES: tuple[tuple[Rule, SettingFacts, SettingFacts], ...] = (
    (
        keys.secret_key_missing,
        facts_of(uses=("session",)),
        facts_of(uses=("session",), keys={"SECRET_KEY": b"x" * 32}),
    ),
    (keys.secret_key_missing, facts_of(uses=("session",), keys={"SECRET_KEY": b""}), facts_of()),
    (keys.secret_key_missing, facts_of(uses=("session",)), facts_of(uses=("session",), signs=False)),
    (
        keys.secret_key_printed,
        facts_of(keys={"SECRET_KEY": b"listed"}),
        facts_of(keys={"SECRET_KEY": b"other"}),
    ),
    (
        keys.jwt_key_printed,
        facts_of(keys={"JWT_SECRET_KEY": b"listed"}),
        facts_of(keys={"SECRET_KEY": b"listed"}),
    ),
    (
        keys.secret_key_short,
        facts_of(keys={"SECRET_KEY": b"x" * 15}),
        facts_of(keys={"SECRET_KEY": b"x" * 16}),
    ),
    (
        keys.secret_key_short,
        facts_of(keys={"SECRET_KEY": b"short"}),
        facts_of(keys={"SECRET_KEY": b"listed"}),
    ),
    (
        keys.jwt_key_short,
        facts_of(keys={"JWT_SECRET_KEY": b"x" * 31}),
        facts_of(keys={"JWT_SECRET_KEY": b"x" * 32}),
    ),
    (
        keys.fallback_weak,
        facts_of(fallbacks=((32, None), (8, None))),
        facts_of(fallbacks=((32, None), (None, None))),
    ),
    (keys.fallback_weak, facts_of(fallbacks=((32, 4),)), facts_of()),
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

    own = {rule for rule in RULES if rule.__module__ == keys.__name__}
    assert {case[0] for case in CASES} == own
