"""Tests of the question which rule takes a request, and of what is shown of the answer."""

from typing import Any

import pytest

from server.lenses.kit.blocks import Remark, Section
from server.model.problem import Problem
from server.tools.routes.match import blocks_of, question_of

BASE = "http://localhost:5000"


@pytest.mark.parametrize(
    ("typed", "host", "path", "query"),
    [
        ("/a/b?x=1", "localhost:5000", "/a/b", "x=1"),
        ("a b", "localhost:5000", "/a%20b", ""),
        ("http://shop.example", "shop.example", "/", ""),
        ("https://user:pw@shop.example:8443/x#part", "shop.example:8443", "/x", ""),
        ("/å", "localhost:5000", "/%C3%A5", ""),
    ],
)
def test_a_path_or_an_address_becomes_a_question(typed: str, host: str, path: str, query: str) -> None:
    """Quoted as the composer quotes it."""
    question = question_of("post ", typed, BASE)
    assert not isinstance(question, Problem)
    assert (question["method"], question["host"], question["path"], question["query"]) == (
        "POST",
        host,
        path,
        query,
    )


@pytest.mark.parametrize(
    ("method", "typed"),
    [
        ("GET", "x" * 9000),
        ("G" * 50, "/"),
        ("GET", "ftp://x/"),
        ("GET", "http://[::1/"),
        ("GET", "http://h:99999/"),
        ("GET", "http:///x"),
    ],
)
def test_what_is_no_address_is_a_problem(method: str, typed: str) -> None:
    """With what can be typed in its place."""
    assert isinstance(question_of(method, typed, BASE), Problem)


ROUTING: dict[str, Any] = {
    "matched": False,
    "endpoint": None,
    "rule": None,
    "blueprint": None,
    "args": {},
    "error": "NotFound",
    "allowed": [],
    "redirect": None,
    "by": None,
    "tried": [{"rule": "/a", "endpoint": "a", "methods": ["GET"], "outcome": "build-only"}],
    "omitted": 0,
}


def shown(**answer: Any) -> list[str]:
    """Return the sentences about an answer."""
    whole = {"routing": None, "decided_by": None, "refused": None, "below": "", **answer}
    blocks = blocks_of({"host": "shop.example"}, whole)
    return [str(each.sentence) if isinstance(each, Remark) else each.kind for each in blocks]


def test_the_result_comes_before_the_rules() -> None:
    """As in an exchange."""
    assert shown(routing=ROUTING) == ["404: none of the 1 rules matched.", Section.kind]


def test_what_cannot_be_known_is_said() -> None:
    """A converter of the app is not run, and no result is claimed."""
    result = shown(routing={**ROUTING, "error": None}, decided_by="Touchy", below="/api")
    assert result[0] == "The app that is mounted at `/api` is asked."
    assert "`Touchy`" in result[1]
    assert result[2:] == [Section.kind]
    assert "`shop.example`" in shown(refused="SecurityError")[0]
