"""Tests of the rules about cookies: each with settings that it reports, and others that it does not."""

from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import Rule
from server.tools.audit.rules import cookies
from tests.support.audit_facts import Cases, check, each_rule, facts_of, untried

CASES: Cases = (
    (
        cookies.samesite_none_without_secure,
        facts_of({"SESSION_COOKIE_SAMESITE": "none", "SESSION_COOKIE_SECURE": False}),
        facts_of({"SESSION_COOKIE_SAMESITE": "None", "SESSION_COOKIE_SECURE": True}),
    ),
    (
        cookies.samesite_invalid,
        facts_of({"SESSION_COOKIE_SAMESITE": "yes"}),
        facts_of({"SESSION_COOKIE_SAMESITE": "Lax"}),
    ),
    (
        cookies.samesite_unset,
        facts_of({"SESSION_COOKIE_SAMESITE": None}, uses=("session",)),
        facts_of({"SESSION_COOKIE_SAMESITE": None}),
    ),
    (
        cookies.secure_off,
        facts_of({"SESSION_COOKIE_SECURE": False}, uses=("session",)),
        facts_of({"SESSION_COOKIE_SECURE": False, "DEBUG": True}, uses=("session",)),
    ),
    (
        cookies.httponly_off,
        facts_of({"SESSION_COOKIE_HTTPONLY": False}),
        facts_of({"SESSION_COOKIE_HTTPONLY": True}),
    ),
    (
        cookies.domain_without_server,
        facts_of({"SESSION_COOKIE_DOMAIN": "shop.example", "SERVER_NAME": "localhost:5000"}),
        facts_of({"SESSION_COOKIE_DOMAIN": ".shop.example", "SERVER_NAME": "www.shop.example:443"}),
    ),
    (
        cookies.prefix_contradicted,
        facts_of(
            {"SESSION_COOKIE_NAME": "__Host-s", "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_PATH": "/x"}
        ),
        facts_of({"SESSION_COOKIE_NAME": "__Host-s", "SESSION_COOKIE_SECURE": True}),
    ),
    (
        cookies.prefix_contradicted,
        facts_of({"SESSION_COOKIE_NAME": "__Secure-s", "SESSION_COOKIE_SECURE": False}),
        facts_of({"SESSION_COOKIE_NAME": "session", "SESSION_COOKIE_SECURE": False}),
    ),
    (
        cookies.prefix_contradicted,
        facts_of(
            {"SESSION_COOKIE_NAME": "__Host-s", "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_DOMAIN": "x"}
        ),
        facts_of(
            {"SESSION_COOKIE_NAME": "__Secure-s", "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_DOMAIN": "x"}
        ),
    ),
    (
        cookies.remember_samesite_none_without_secure,
        facts_of({"REMEMBER_COOKIE_SAMESITE": "None"}),
        facts_of({"REMEMBER_COOKIE_SAMESITE": "None", "REMEMBER_COOKIE_SECURE": True}),
    ),
    (cookies.remember_httponly_off, facts_of({"REMEMBER_COOKIE_HTTPONLY": False}), facts_of()),
)


@each_rule(CASES)
def test_each_rule_reports_what_is_wrong_and_nothing_else(
    rule: Rule, wrong: SettingFacts, right: SettingFacts
) -> None:
    """The first settings are reported, the second ones are not."""
    check(rule, wrong, right)


def test_every_rule_is_tried() -> None:
    """None of the module is left out, nor of the registry."""
    assert untried(cookies, CASES) == set()
