"""Tests of numbers in addresses: every route with a number, with numbers that it does not expect."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from werkzeug.routing import Rule

from server.web.handbook import edit_effects, prove
from tests.server.web.mail.test_routes import LETTER
from tests.sources import ROOT
from tests.support.sample_exchanges import exchange
from tests.support.workbench_client import WorkbenchClient

# More of them are tried in tests/server/model/test_whole_number.py.
ODD = ("", "-1", "NaN", "\u0661", "9223372036854775808", "9" * 5000)
# Of these routes each answer is a stream without end.
STREAMS = frozenset({"/events"})
FORMS = (
    ("/settings", ("history", "request_seconds", "memory_mb")),
    ("/settings/layout", ("split-bench",)),
    ("/bench/g1/settings", ("request_seconds", "memory_mb", "port")),
)


def read_parameters() -> set[str]:
    """Return the names that our code reads in queries."""
    found: set[str] = set()
    for file in (ROOT / "server" / "web").rglob("*.py"):
        text = file.read_text("utf-8")
        found.update(re.findall(r"request\.args\.get\(\"([\w-]+)\"", text))
        found.update(re.findall(r"\"([\w-]+)\" in request\.args", text))
        found.update(re.findall(r"query_number\(\"([\w-]+)\"", text))
    return found


def addresses(rule: Rule, number: str, place: str) -> str:
    """Return the address of a route with a number in the place of each of its numbers."""
    known = {"guest_id": "g1", "slug": "mvc", "tab": "journey", "place": place}
    known["id"] = LETTER.id if rule.rule.startswith("/mail") else number
    path = re.sub(r"<int:\w+>", quote(number or "0"), rule.rule)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: quote(known.get(match[1], "x")), path)


@pytest.fixture
def filled(workbench: WorkbenchClient, monkeypatch: pytest.MonkeyPatch) -> WorkbenchClient:
    """A workbench with a guest, an exchange and a message, which waits for nothing."""
    monkeypatch.setattr(prove, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(edit_effects, "WAIT_SECONDS", 0.0)
    workbench.open_guest()
    workbench.add_exchange(replace(exchange(1), guest="g1"))
    workbench.store.mail.add(LETTER)
    return workbench


def gets(workbench: WorkbenchClient) -> Iterator[Rule]:
    """Yield the routes that answer GET."""
    for rule in workbench.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.rule not in STREAMS:
            yield rule


@pytest.mark.slow
@pytest.mark.hardness("odd-numbers")
def test_an_odd_number_in_a_query_is_ignored_or_explained(
    filled: WorkbenchClient, record_property: Callable[[str, object], None]
) -> None:
    """Every route with every parameter that any of them reads, given twice: no answer is an error."""
    tried = 0
    names = sorted(read_parameters())
    assert {"before", "seen", "exchange", "rows"} <= set(names)
    for rule in gets(filled):
        path = addresses(rule, "1", "0.0")
        for odd in ODD:
            query = "&".join(f"{name}={quote(odd)}" for name in (*names, *names))
            assert filled.get(f"{path}?{query}").status_code < 500, (path, odd[:30])
            tried += 1
    record_property("tried", tried)


@pytest.mark.hardness("odd-numbers")
def test_an_odd_number_in_a_path_leads_nowhere(
    filled: WorkbenchClient, record_property: Callable[[str, object], None]
) -> None:
    """Each address with a number answers that there is nothing."""
    tried = 0
    for rule in gets(filled):
        if "<int:" not in rule.rule and "<place>" not in rule.rule:
            continue
        for odd in ODD:
            for number, place in ((odd, "0.0"), ("1", odd), ("1", f"0.{odd}"), ("1", f"0.0.r{odd}")):
                answer = filled.get(addresses(rule, number, place))
                assert answer.status_code < 500, (rule.rule, number[:30], place[:30])
                tried += 1
    record_property("tried", tried)


@pytest.mark.hardness("odd-numbers")
def test_an_odd_number_in_a_form_is_explained(
    filled: WorkbenchClient, record_property: Callable[[str, object], None]
) -> None:
    """A setting keeps its value, and the answer names what is allowed."""
    for path, names in FORMS:
        for odd in ODD:
            answer = filled.post(path, dict.fromkeys(names, odd))
            assert answer.status_code < 500, (path, odd[:30])
    record_property("tried", len(FORMS) * len(ODD))
