"""Tests of comparing two exchanges."""

import time
from dataclasses import replace
from typing import Any

import pytest

from server.comparison.compare import PARTS, Comparison, PartComparison, compare
from server.comparison.pairing import MOST_LINES
from server.model.event import Event
from server.model.exchange import Body, Exchange, Response
from tests.support.sample_exchanges import event, exchange


def described(text: str) -> dict[str, Any]:
    """Return a described value."""
    return {"type": "str", "repr": text, "cut": False}


def text_response(text: str, kind: str = "text/plain", **headers: str) -> Response:
    """Return a response with a text."""
    data = text.encode()
    return Response(
        status=200,
        reason="OK",
        headers=(("Content-Type", kind), *headers.items()),
        body=Body(data=data, size=len(data), content_type=kind),
    )


def different(found: Comparison) -> list[str]:
    """Return the ids of the parts that differ."""
    return [each.part.id for each in found.different]


def part(found: Comparison, name: str) -> PartComparison:
    """Return one part."""
    return next(each for each in found.parts if each.part.id == name)


def test_the_same_request_twice_differs_in_nothing_but_the_time() -> None:
    """Neither in the time of its answer, which the header Date has."""
    before = replace(exchange(1), response=text_response("x", Date="Mon, 1 Jan 2024"), took=1.0)
    after = replace(exchange(2), response=text_response("x", Date="Tue, 2 Jan 2024"), took=900.0)
    found = compare(before, after)
    assert different(found) == []
    assert [each.part.id for each in found.always] == ["times"]
    assert part(found, "times").differences == 1


SQL = {"statement": "select * from cart where id = ?", "parameters": {"1": described("7")}, "rows": 1}
SESSION = {"before": {"cart": described("[]")}, "after": {"cart": described("[1]")}, "modified": False}
CHANGES: tuple[tuple[str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("routing", "routing", {"rule": "/a", "endpoint": "a"}, {"rule": "/<b>", "endpoint": "a"}),
    (
        "routing",
        "view",
        {"name": "show", "file": "a.py", "line": 3},
        {"name": "show", "file": "a.py", "line": 4},
    ),
    (
        "hooks",
        "hook",
        {"phase": "before_request", "name": "load"},
        {"phase": "before_request", "name": "auth"},
    ),
    (
        "hooks",
        "hook",
        {"phase": "before_request", "name": "load", "answered": False},
        {"phase": "before_request", "name": "load", "answered": True},
    ),
    ("sql", "sql", SQL, {**SQL, "parameters": {"1": described("8")}}),
    ("sql", "sql", SQL, {**SQL, "rows": 40}),
    (
        "context",
        "template",
        {"name": "a.html", "context": {"n": described("1")}},
        {"name": "a.html", "context": {}},
    ),
    ("session", "session", SESSION, {**SESSION, "modified": True}),
    (
        "exceptions",
        "exception",
        {"type": "KeyError", "message": "'a'", "frames": [{"file": "a.py", "line": 3}]},
        {"type": "KeyError", "message": "'a'", "frames": [{"file": "a.py", "line": 9}]},
    ),
    ("messages", "log", {"level": "INFO", "message": "one"}, {"level": "INFO", "message": "two"}),
    ("messages", "output", {"text": "one\ntwo\n"}, {"text": "one\nthree\n"}),
)


@pytest.mark.parametrize(("name", "kind", "old", "new"), CHANGES)
def test_a_difference_inside_is_found(name: str, kind: str, old: dict[str, Any], new: dict[str, Any]) -> None:
    """In routing, hooks, statements, values of templates, session, exceptions, logs and output."""
    found = compare(exchange(1, events=(event(kind, old),)), exchange(2, events=(event(kind, new),)))
    assert different(found) == [name]
    assert part(found, name).differences == 1
    assert different(compare(found.before, replace(found.before, id=2))) == []


def test_a_difference_outside_is_found() -> None:
    """In status, headers, body and in what was sent."""
    before = replace(exchange(1), response=text_response('{"a":1,"b":2}', "application/json", Vary="Cookie"))
    asked = before.request
    after = replace(
        exchange(2),
        request=replace(asked, query="a=2", body=Body(data=b"a=2", size=3)),
        response=replace(text_response('{"a":1,"b":3}', "application/json"), status=201, reason="CREATED"),
    )
    found = compare(before, after)
    assert different(found) == ["overview", "request", "request-body", "headers", "body"]
    (changed,) = (pair for pair in part(found, "body").pairs if pair.before != pair.after)
    assert (changed.before, changed.after) == ('  "b": 2', '  "b": 3')


def test_a_request_without_an_answer_differs_in_its_status() -> None:
    """It has no headers and no body."""
    found = compare(exchange(1), exchange(2, response=None))
    assert part(found, "overview").pairs[0].after == "no answer"
    assert {"headers", "body"} <= set(different(found))


def test_of_many_equal_lines_only_their_number_is_shown() -> None:
    """Two lines around a difference stay."""
    text = [f"line {number}" for number in range(30)]
    before = replace(exchange(1), response=text_response("\n".join(text)))
    text[15] = "other"
    after = replace(exchange(2), response=text_response("\n".join(text)))
    shown = part(compare(before, after), "body").shown
    assert [each if isinstance(each, int) else each.after for each in shown] == [
        13,
        "line 13",
        "line 14",
        "other",
        "line 16",
        "line 17",
        12,
    ]


HOSTILE: tuple[Any, ...] = (
    [],
    None,
    {"name": 5},
    {"context": 3},
    {"parameters": [1]},
    {"frames": [1]},
    {"rows": "x"},
)


@pytest.mark.parametrize("body", HOSTILE)
def test_events_that_are_not_as_they_must_be_are_said_to_be_unreadable(body: Any) -> None:
    """Comparing never raises: what a guest sent is not trusted."""
    kinds = ("routing", "view", "hook", "sql", "template", "session", "exception", "log", "output")
    events = tuple(event(kind, body, seq) for seq, kind in enumerate(kinds))
    assert different(compare(exchange(1, events=events), exchange(2, events=events))) == []


def test_very_many_lines_are_bounded() -> None:
    """Pairing is quadratic at worst, so lines beyond a number are counted only."""
    before = replace(exchange(1), response=text_response("a\n" * 20_000))
    after = replace(exchange(2), response=text_response("a\nb\n" * 20_000))
    begun = time.process_time()
    found = part(compare(before, after), "body")
    assert time.process_time() - begun < 20
    assert found.left_out == 40_000 - MOST_LINES


def test_folded_statements_are_counted() -> None:
    """The store keeps the number of similar ones."""
    from server.model.event import Folded  # noqa: PLC0415 - only this test needs it

    folded: Event = replace(event("sql", SQL), folded=Folded(count=39, took=4.0, until=9.0))
    before, after = exchange(1, events=(folded,)), exchange(2, events=(event("sql", SQL),))
    found = compare(before, after)
    assert different(found) == ["overview", "sql"]
    assert next(p.before for p in part(found, "overview").pairs if p.name == "SQL statements") == "40"


def test_each_part_has_an_id_of_its_own() -> None:
    """They are anchors on the page, and keys in JSON."""
    assert len({each.id for each in PARTS}) == len(PARTS)
    assert isinstance(compare(exchange(1), exchange(2)).before, Exchange)
