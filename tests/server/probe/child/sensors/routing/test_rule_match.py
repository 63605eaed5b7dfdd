"""Tests that the explanation of a rule agrees with what Werkzeug does with that rule alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect, Rule

from server.probe.child.sensors.routing.rule_match import MatchRequest, RuleMatcher, sort_key

RULES = (
    "/",
    "/a",
    "/a/",
    "/a/b",
    "/<name>",
    "/<name>/",
    "/<int:number>",
    "/<int(max=10):number>",
    "/a/<int:number>/b",
    "/<float:number>",
    "/<path:rest>",
    "/<path:rest>/b",
    "/a/<path:rest>/",
    "/a-<name>.<ending>",
    "/<any(a, b):letter>/<name>",
    "/<string(length=2):code>",
    "/<uuid:id>",
)
SEGMENTS = st.sampled_from(["", "a", "b", "7", "77", "1.5", "a-b.c", "ab", "a b", "-1", "a-.", "00"])
PATHS = st.lists(SEGMENTS, min_size=1, max_size=4).map(lambda parts: "/" + "/".join(parts).lstrip("/"))


def match_alone(text: str, path: str, method: str, *, strict: bool) -> str:
    """Return what Werkzeug does with a map of this rule only."""
    url_map = Map([Rule(text, endpoint="x", methods=["GET"], strict_slashes=strict)])
    try:
        url_map.bind("localhost").match(path, method)
    except RequestRedirect:
        return "slash"
    except HTTPException as error:
        return "method" if error.code == 405 else "no"
    return "matched"


@pytest.mark.hardness("fuzzed-routes")
@example(text="/a/<path:rest>/", path="/a/a//", strict=True, method="GET")
@given(text=st.sampled_from(RULES), path=PATHS, strict=st.booleans(), method=st.sampled_from(["GET", "POST"]))
def test_the_outcome_is_that_of_the_rule_alone(text: str, path: str, strict: bool, method: str) -> None:
    """For any rule and path."""
    url_map = Map([Rule(text, endpoint="x", methods=["GET"], strict_slashes=strict)])
    (rule,) = url_map.iter_rules()
    outcome = RuleMatcher(rule, host_matching=False).match(MatchRequest("", path, method, False), None)[
        "outcome"
    ]
    ours = outcome if outcome in ("matched", "method", "slash") else "no"
    werkzeugs = match_alone(text, path, method, strict=strict)
    assert ours == werkzeugs or (ours, werkzeugs) in accepted_differences(text, path, method, strict=strict)


def accepted_differences(text: str, path: str, method: str, *, strict: bool) -> set[tuple[str, str]]:
    """Return the accepted pairs of outcomes: of two mismatches either may be reported.

    A surplus slash on a strict rule is an outcome of ours only.
    """
    pairs = {("method", "slash"), ("slash", "method")}
    if match_alone(text, path + "/", method, strict=strict) == "method":
        pairs.add(("method", "no"))
    if path.endswith("/"):
        pairs.add(("slash", "no"))
    return pairs


@pytest.mark.parametrize(
    ("text", "path", "facts"),
    [
        ("/a/b", "/a/c", {"outcome": "text", "segment": 2, "expected": "b", "got": "c"}),
        ("/a/b", "/a", {"outcome": "text", "segment": 2, "expected": "b", "got": None}),
        ("/a", "/a/b", {"outcome": "text", "segment": 2, "expected": None, "got": "b"}),
        ("/a/", "/a/b", {"outcome": "text", "segment": 2, "expected": None, "got": "b"}),
        ("/a", "/a/", {"outcome": "slash", "redirect": None}),
        ("/a/<int:n>", "/a/x", {"outcome": "converter", "argument": "n", "converter": "int", "value": "x"}),
        (
            "/a/<int(max=3):n>",
            "/a/4",
            {"outcome": "converter", "argument": "n", "converter": "int(max=3)", "value": "4"},
        ),
        ("/a/<n>", "/a/", {"outcome": "text", "segment": 2, "expected": "<n>", "got": ""}),
        (
            "/f/<path:p>/edit",
            "/f/x",
            {"outcome": "text", "segment": 2, "expected": "<path:p>/edit", "got": "x"},
        ),
    ],
)
def test_the_facts_name_the_part_that_differs(text: str, path: str, facts: dict[str, object]) -> None:
    """What was expected, and what the path has."""
    url_map = Map([Rule(text, endpoint="x")])
    (rule,) = url_map.iter_rules()
    assert RuleMatcher(rule, host_matching=False).match(MatchRequest("", path, "GET", False), None) == facts


def test_subdomains_and_hosts_are_compared_first() -> None:
    """A rule of another subdomain or host has the outcome `host`."""
    url_map = Map([Rule("/", endpoint="x", subdomain="api")])
    (rule,) = url_map.iter_rules()
    request = MatchRequest("www", "/", "GET", False)
    assert RuleMatcher(rule, host_matching=False).match(request, None) == {
        "outcome": "host",
        "expected": "api",
        "got": "www",
    }
    url_map = Map([Rule("/", endpoint="x", host="<word>.example")], host_matching=True)
    (rule,) = url_map.iter_rules()
    assert RuleMatcher(rule, host_matching=True).match(
        MatchRequest("a.example", "/", "GET", False), None
    ) == {"outcome": "matched"}


def test_rules_are_sorted_as_werkzeug_tries_them() -> None:
    """Static text comes before arguments."""
    url_map = Map([Rule(text, endpoint=text) for text in ("/<path:p>", "/<n>", "/<int:n>", "/a")])
    assert [rule.rule for rule in sorted(url_map.iter_rules(), key=sort_key)] == [
        "/a",
        "/<int:n>",
        "/<n>",
        "/<path:p>",
    ]
