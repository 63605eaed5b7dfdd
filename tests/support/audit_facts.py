"""Settings as a guest gives them, and the check of the rules about them."""

from types import ModuleType
from typing import Any

import pytest

from server.tools.audit.facts import SettingFacts
from server.tools.audit.finding import Rule
from server.tools.audit.registry import RULES

Cases = tuple[tuple[Rule, SettingFacts, SettingFacts], ...]
USE = {"name": "index", "file": "/shop/app.py", "line": 7}
# What Flask 3.1 has a default for.
KNOWN = frozenset(
    {
        "APPLICATION_ROOT",
        "DEBUG",
        "EXPLAIN_TEMPLATE_LOADING",
        "MAX_CONTENT_LENGTH",
        "MAX_FORM_MEMORY_SIZE",
        "MAX_FORM_PARTS",
        "PERMANENT_SESSION_LIFETIME",
        "SERVER_NAME",
        "TRUSTED_HOSTS",
    }
)


def setting(value: object, *, known: bool = False) -> dict[str, Any]:
    """Return what a guest tells of one setting that is set."""
    return {
        "set": True,
        "known": known,
        "type": type(value).__name__,
        "text": value if isinstance(value, str) else None,
        "number": value if type(value) in (int, float) else None,
        "truth": value if isinstance(value, bool) else None,
    }


def facts_of(  # noqa: PLR0913 - the parts of an answer
    settings: dict[str, object] | None = None,
    *,
    keys: dict[str, bytes] | None = None,
    fallbacks: tuple[tuple[int | None, int | None], ...] = (),
    uses: tuple[str, ...] = (),
    packages: dict[str, str | None] | None = None,
    signs: bool = True,
) -> SettingFacts:
    """Return facts with these settings; a key that is listed begins with `listed`."""
    given = keys or {}
    secrets = {
        name: {
            "set": name in given,
            "length": len(given[name]) if name in given else None,
            "listed": 3 if given.get(name, b"").startswith(b"listed") else None,
        }
        for name in ("SECRET_KEY", "JWT_SECRET_KEY")
    }
    values = {name: setting(value, known=name in KNOWN) for name, value in (settings or {}).items()}
    return SettingFacts(
        {
            "values": values,
            "secrets": secrets,
            "fallbacks": [{"length": length, "listed": listed} for length, listed in fallbacks],
            "uses": dict.fromkeys(uses, USE),
            "signed_sessions": signs,
            "packages": packages or {},
        }
    )


def each_rule(cases: Cases) -> pytest.MarkDecorator:
    """Run a test with each rule, the settings that it reports, and those that it does not."""
    return pytest.mark.parametrize(
        ("rule", "wrong", "right"), cases, ids=lambda value: getattr(value, "__name__", "")
    )


def check(rule: Rule, wrong: SettingFacts, right: SettingFacts) -> None:
    """Assert that the first settings are reported with cause and line to write, and the second are not."""
    finding = rule(wrong)
    assert finding is not None
    assert str(finding.cause)
    assert finding.line
    assert rule(right) is None


def untried(module: ModuleType, cases: Cases) -> set[Rule]:
    """Return the rules of a module that are only in the registry or only among the cases."""
    return {rule for rule in RULES if rule.__module__ == module.__name__} ^ {case[0] for case in cases}
