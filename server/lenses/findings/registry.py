"""All rules, and what they find in an exchange."""

import logging
from typing import Final

from server.lenses.findings.cookies import rejected
from server.lenses.findings.database import known_errors, not_committed, repeated_query
from server.lenses.findings.finding import Finding, Severity
from server.lenses.findings.requests import csrf, json_body, login_page_guarded, missing_key
from server.lenses.findings.routing import (
    method_not_allowed,
    no_rule,
    preflight,
    proxy_ignored,
    redirect_to_itself,
    untrusted_host,
    url_not_built,
)
from server.lenses.findings.rule import Rule
from server.lenses.findings.session import change_not_saved, cookie_not_accepted, no_secret_key
from server.lenses.findings.templates import not_found
from server.lenses.findings.views import hidden_exception, not_serializable, outside_context, returned_nothing
from server.model.exchange import Exchange

_log: Final = logging.getLogger(__name__)
_SEVERITIES: Final = tuple(Severity)

RULES: Final[tuple[Rule, ...]] = (
    returned_nothing.RULE,
    not_serializable.RULE,
    missing_key.RULE,
    json_body.RULE,
    csrf.RULE,
    url_not_built.RULE,
    not_found.RULE,
    no_secret_key.RULE,
    outside_context.RULE,
    known_errors.RULE,
    untrusted_host.RULE,
    preflight.RULE,
    method_not_allowed.RULE,
    no_rule.RULE,
    login_page_guarded.RULE,
    redirect_to_itself.RULE,
    proxy_ignored.RULE,
    cookie_not_accepted.RULE,
    change_not_saved.RULE,
    not_committed.RULE,
    rejected.RULE,
    hidden_exception.RULE,
    repeated_query.RULE,
)


def findings_of(exchange: Exchange) -> tuple[Finding, ...]:
    """Return what is wrong in an exchange, most important first; never raises, whatever the guest sent."""
    found: list[Finding] = []
    for rule in RULES:
        try:
            found += rule.find(exchange)
        except Exception as error:  # a guest's data must never take the page down
            _log.info("rule %s: %s", rule.codes[0], type(error).__name__)
    return tuple(sorted(found, key=lambda finding: _SEVERITIES.index(finding.severity)))


def codes_of(exchange: Exchange) -> str:
    """Return the codes of what is wrong in an exchange, separated by spaces, each once."""
    return " ".join(dict.fromkeys(finding.code for finding in findings_of(exchange)))
