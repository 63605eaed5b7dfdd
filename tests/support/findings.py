"""Cases of findings: a request that shows the mistake, and one that does not."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import pytest

from server.lenses.findings.finding import Finding
from server.lenses.findings.registry import findings_of
from server.model.exchange import Exchange


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A request; `after` is one that is sent before it, whose cookies it takes along."""

    path: str
    method: str = "GET"
    more: dict[str, Any] = field(default_factory=dict)
    after: "Sent | None" = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A code, the app of `tests/server/lenses/findings/apps`, and what is said where it is shown."""

    code: str
    app: str
    shows: Sent
    says: str
    silent: Sent


Ask = Callable[[str, Sent], Exchange]


def codes(found: tuple[Finding, ...]) -> list[str]:
    """Return the codes of findings."""
    return [finding.code for finding in found]


def check(case: Case, ask: Ask) -> Finding:
    """Assert that the mistake is named where it is, and nothing where it is not; return the finding."""
    shown = findings_of(ask(case.app, case.shows))
    assert codes(shown) == [case.code], shown
    says = re.sub(r"localhost:\d+", "localhost", str(shown[0].says))
    assert says == case.says, says
    assert str(shown[0].remedy).endswith(".")
    assert codes(findings_of(ask(case.app, case.silent))) == []
    assert shown[0].events
    return shown[0]


def check_in_app(case: Case, ask: Ask) -> None:
    """Assert the same, and that the finding names a line of the app."""
    finding = check(case, ask)
    assert finding.file is not None
    assert finding.file.endswith("app.py")
    assert finding.line


def each_case(cases: tuple[Case, ...]) -> pytest.MarkDecorator:
    """Run a test with each case, under the name of its code."""
    return pytest.mark.parametrize("case", cases, ids=attrgetter("code"))
