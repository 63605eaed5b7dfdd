"""Tests of the routing lens: why each rule did or did not match."""

from typing import Any

import pytest

from server.lenses.kit.blocks import Tone
from server.lenses.routing import LENS
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


@pytest.mark.parametrize(
    ("outcome", "facts", "why"),
    [
        ("matched", {}, "Matched."),
        ("shadowed", {"by": "/<name>"}, "Would match too, but /<name> comes first."),
        (
            "text",
            {"segment": 2, "expected": "new", "got": "abc"},
            "Segment 2: the rule expects new, the path has abc.",
        ),
        (
            "text",
            {"segment": 2, "expected": "new", "got": None},
            "Segment 2: the path ends where the rule expects new.",
        ),
        (
            "text",
            {"segment": 1, "expected": None, "got": "abc"},
            "Segment 1: the rule ends, but the path goes on with abc.",
        ),
        (
            "converter",
            {"argument": "id", "converter": "int", "value": "abc"},
            "The converter int refused abc for id.",
        ),
        ("method", {"allowed": ["GET"]}, "The path matches, but only GET are allowed."),
        (
            "slash",
            {"redirect": "http://a/b/"},
            "The path differs in its slashes: redirected to http://a/b/.",
        ),
        ("slash", {"redirect": None}, "The path differs in its slashes."),
        ("redirect", {"redirect": "http://a/new"}, "Matched, and redirects to http://a/new."),
        ("host", {"expected": "a.test", "got": "b.test"}, "The host is b.test, the rule is for a.test."),
        ("build-only", {}, "Only for building URLs: it never matches (build_only=True)."),
        ("websocket", {}, "The rule and the request differ in whether they are for WebSockets."),
        ("unknown", {}, "Not the rule that was chosen; the reason is not known."),
        ("from-the-future", {}, "Not the rule that was chosen; the reason is not known."),
    ],
)
def test_each_outcome_is_a_sentence(outcome: str, facts: dict[str, Any], why: str) -> None:
    """Whatever the outcome of a rule, one sentence gives the reason."""
    found = lines(LENS, s.exchange(s.mismatch("NotFound", s.tried("/users/<int:id>", outcome, **facts))))
    assert any(line.endswith(why) for line in found), found


def test_a_match_names_rule_endpoint_and_arguments() -> None:
    """The rule that matched, its endpoint, and the arguments of the view."""
    found = lines(LENS, s.exchange(s.match("/cart")))
    assert "✓ /cart matched: it leads to the endpoint index." in found


def test_a_405_lists_what_is_allowed_and_how_to_allow_more() -> None:
    """The cause, then the remedy."""
    found = lines(LENS, s.exchange(s.mismatch("MethodNotAllowed", allowed=["GET", "HEAD", "OPTIONS"])))
    assert "! 405: the path matches, but only GET, HEAD, OPTIONS are allowed." in found
    assert any(line.startswith("Allow the method where the rule is defined") for line in found)


def test_a_404_counts_every_rule() -> None:
    """Rules that the report left out count too."""
    view = LENS.present(s.exchange(s.mismatch("NotFound", s.tried("/", "text"), omitted=9)))
    assert view.tone is Tone.WARNING
    assert "! 404: none of the 10 rules matched." in lines(
        LENS, s.exchange(s.mismatch("NotFound", omitted=10))
    )


def test_a_redirect_is_no_error() -> None:
    """The URL map itself corrects a missing trailing slash."""
    view = LENS.present(s.exchange(s.mismatch("RequestRedirect", redirect="http://a/b/")))
    assert view.tone is Tone.NOTE
