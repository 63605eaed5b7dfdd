"""The rules of the audit, in the order in which findings of one weight are shown."""

from typing import Final

from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import Rule, SettingFinding
from server.tools.audit.rules import cookies, extensions, keys, limits, serving

RULES: Final[tuple[Rule, ...]] = (
    keys.secret_key_missing,
    keys.secret_key_printed,
    keys.secret_key_short,
    keys.fallback_weak,
    keys.jwt_key_printed,
    keys.jwt_key_short,
    cookies.samesite_none_without_secure,
    cookies.samesite_invalid,
    cookies.samesite_unset,
    cookies.secure_off,
    cookies.httponly_off,
    cookies.domain_without_server,
    cookies.prefix_contradicted,
    cookies.remember_samesite_none_without_secure,
    cookies.remember_httponly_off,
    limits.uploads_unbounded,
    limits.content_length_not_positive,
    limits.form_limit_above_body_limit,
    limits.form_unbounded,
    limits.session_ends_at_once,
    limits.session_lives_long,
    serving.debug_on,
    serving.testing_on,
    serving.trusted_hosts_unset,
    serving.server_name_wrong,
    serving.root_wrong,
    serving.scheme_against_cookie,
    serving.setting_removed,
    serving.template_search_explained,
    extensions.database_scheme_removed,
    extensions.statements_echoed,
    extensions.modifications_tracked,
    extensions.pool_setting_unread,
    extensions.csrf_off,
)


def findings_of(facts: SettingFacts) -> tuple[SettingFinding, ...]:
    """Return what the rules find, the gravest first."""
    found = [finding for rule in RULES if (finding := rule(facts)) is not None]
    return tuple(sorted(found, key=lambda finding: -finding.tone))
