"""Tests of the rules about serving: each with settings that it reports, and others that it does not."""

from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import Rule
from server.tools.audit.rules import serving
from tests.support.audit_facts import Cases, check, each_rule, facts_of, untried

CASES: Cases = (
    (serving.debug_on, facts_of({"DEBUG": True}), facts_of({"DEBUG": False})),
    (serving.testing_on, facts_of({"TESTING": True}), facts_of({"TESTING": False})),
    (
        serving.trusted_hosts_unset,
        facts_of({"TRUSTED_HOSTS": None}),
        facts_of({"TRUSTED_HOSTS": None, "SERVER_NAME": "shop.example"}),
    ),
    (
        serving.trusted_hosts_unset,
        facts_of({"TRUSTED_HOSTS": None}),
        facts_of({"TRUSTED_HOSTS": ["shop.example"]}),
    ),
    (
        serving.server_name_wrong,
        facts_of({"SERVER_NAME": "https://shop.example"}),
        facts_of({"SERVER_NAME": "shop.example:8000"}),
    ),
    (serving.server_name_wrong, facts_of({"SERVER_NAME": ""}), facts_of({"SERVER_NAME": None})),
    (serving.root_wrong, facts_of({"APPLICATION_ROOT": "shop"}), facts_of({"APPLICATION_ROOT": "/shop"})),
    (
        serving.scheme_against_cookie,
        facts_of({"PREFERRED_URL_SCHEME": "http", "SERVER_NAME": "x", "SESSION_COOKIE_SECURE": True}),
        facts_of({"PREFERRED_URL_SCHEME": "https", "SERVER_NAME": "x", "SESSION_COOKIE_SECURE": True}),
    ),
    (serving.setting_removed, facts_of({"JSON_SORT_KEYS": False}), facts_of({"DEBUG": False})),
    (
        serving.template_search_explained,
        facts_of({"EXPLAIN_TEMPLATE_LOADING": True}),
        facts_of({"EXPLAIN_TEMPLATE_LOADING": False}),
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
    assert untried(serving, CASES) == set()
