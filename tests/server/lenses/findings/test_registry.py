"""Tests of all rules together."""

import importlib
import pkgutil
from dataclasses import replace
from typing import Final

import pytest

from server.lenses.findings import registry
from server.lenses.findings.finding import Severity, found
from server.lenses.findings.registry import RULES, codes_of, findings_of
from server.lenses.findings.rule import Rule
from server.lenses.kit.sentence import plain
from tests.server.lenses import findings as tests_of_findings
from tests.sources import ROOT
from tests.support.findings import Case
from tests.support.lenses import sample_events as s
from tests.support.shared import shared_catalogue

CODES: Final = [code for rule in RULES for code in rule.codes]


def all_cases() -> list[Case]:
    """Return the cases of all tests in the folders beside this file."""
    names = [
        module.name
        for module in pkgutil.walk_packages(tests_of_findings.__path__, f"{tests_of_findings.__name__}.")
        if ".test_" in module.name and module.name != __name__
    ]
    return [case for name in names for case in getattr(importlib.import_module(name), "CASES", ())]


def test_every_code_has_a_case_and_a_line_in_the_documentation() -> None:
    """A code is unique, is shown by one app and not by another, and is listed in docs/findings.md."""
    assert sorted(case.code for case in all_cases()) == sorted(CODES)
    documented = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert [code for code in CODES if f"| `{code}` |" not in documented] == []


def test_the_labs_that_explain_findings_exist() -> None:
    """Each rule names a lab by its slug."""
    sources = (ROOT / "server" / "lenses" / "findings").rglob("*.py")
    slugs = {lab.slug for lab in shared_catalogue().labs}
    named = {
        part.split('"')[1]
        for source in sources
        for part in source.read_text(encoding="utf-8").split("lab=")[1:]
        if part.startswith('"')
    }
    assert named
    assert named - slugs == set()


def test_a_rule_that_fails_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """What guests send may be anything; the others are given, causes before risks."""

    def fail(_exchange: object) -> None:
        raise ValueError("malformed")

    def one(severity: Severity) -> Rule:
        return Rule(
            codes=(severity,),
            find=lambda _exchange: iter([found(severity, severity, (), plain("Broken."), plain("Mend it."))]),
        )

    rules = (one(Severity.NOTE), Rule(codes=("bad",), find=fail), one(Severity.CAUSE))  # type: ignore[arg-type]  # it fails
    monkeypatch.setattr(registry, "RULES", rules)
    assert [finding.code for finding in findings_of(s.exchange())] == ["cause", "note"]


def test_the_codes_of_an_exchange_name_each_kind_once() -> None:
    """They are in the order of the findings; an exchange without findings has none."""
    cookies = [s.set_cookie(name, attributes={"SameSite": "None"}) for name in ("one", "two")]
    assert codes_of(s.exchange(*cookies)) == "cookie-samesite-none"
    assert codes_of(s.exchange()) == ""


def test_events_of_any_shape_are_survived() -> None:
    """Every kind of event with an empty body, and with a body of other types, gives no finding."""
    kinds = ("routing", "hook", "view", "exception", "session", "cookie", "sql", "form")
    for body in (
        {},
        {"tried": 1, "phase": [], "frames": "x", "attributes": 3, "pair_bytes": "x", "csrf": []},
    ):
        events = [replace(s.match(), kind=kind, body=body) for kind in kinds]
        assert findings_of(s.exchange(*events)) == ()
