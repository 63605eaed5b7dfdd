"""Tests of the rules about the keys: each with settings that it reports, and others that it does not."""

from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import Rule
from server.tools.audit.rules import keys
from tests.support.audit_facts import Cases, check, each_rule, facts_of, untried

CASES: Cases = (
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


@each_rule(CASES)
def test_each_rule_reports_what_is_wrong_and_nothing_else(
    rule: Rule, wrong: SettingFacts, right: SettingFacts
) -> None:
    """The first settings are reported, the second ones are not."""
    check(rule, wrong, right)


def test_every_rule_is_tried() -> None:
    """None of the module is left out, nor of the registry."""
    assert untried(keys, CASES) == set()
