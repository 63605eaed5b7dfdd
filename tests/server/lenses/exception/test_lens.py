"""Tests of the exceptions lens."""

from typing import Any

import pytest

from server.lenses.exception import lens as exception
from server.lenses.kit.blocks import CopiedText, Fold, Section, Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def related(relation: str, name: str, **changes: Any) -> dict[str, Any]:
    """Return an exception that belongs to the one of the event."""
    return {
        **{"relation": relation, "of": 0, "type": name, "module": "builtins", "message": "m"},
        **{"notes": [], "frames": [s.frame("load", own=True)], "omitted": 0, **changes},
    }


def test_what_belongs_to_an_exception_is_folded_below_it() -> None:
    """Causes, contexts and members of a group, each with frames and notes; what is unknown is left out."""
    others = [related("cause", "KeyError", notes=["ask"]), related("member", "OSError"), related("x", "E")]
    shown = exception.LENS.present(s.exchange(s.raised(related=others, notes=["look"]))).blocks
    section = shown[-1]
    assert isinstance(section, Section)
    assert [str(fold.sentence) for fold in section.blocks if isinstance(fold, Fold)] == [
        "Raised from `KeyError: m`",
        "In the group: `OSError: m`",
    ]
    found = lines(exception.LENS, s.exchange(s.raised(related=others, notes=["look"])))
    assert {"ask", "look"} < set(found)


def test_the_traceback_is_copied_as_text() -> None:
    """By a button; nothing of it is shown twice."""
    shown = exception.LENS.present(s.exchange(s.raised())).blocks
    (copied,) = [block for block in shown if isinstance(block, CopiedText)]
    assert copied.text.startswith("Traceback (most recent call last):")
    assert copied.text.endswith("ZeroDivisionError: division by zero")


def test_an_exception_shows_source_locals_and_cause() -> None:
    """The line, the local variables, and the exception it was raised from."""
    cause = {"type": "KeyError", "message": "'tea'"}
    found = lines(exception.LENS, s.exchange(s.raised(cause=cause, omitted=3)))
    assert ">   12     return 1 / 0" in found
    assert "total: 0" in found
    assert "Raised from, or while handling: KeyError: 'tea'" in found
    assert "3 more frames were left out." in found


@pytest.mark.parametrize(
    ("where", "handled", "expected"),
    [
        ("view", True, "Handled by: an error handler"),
        ("view", False, "Handled by: no error handler of the app"),
        ("wsgi", False, "Handled by: no error handler of the app"),
        ("response", False, "Handled by: nothing; it reached the server"),
    ],
)
def test_what_caught_an_exception_is_shown(where: str, handled: bool, expected: str) -> None:
    """An error handler, or none; what is raised while the response is sent always reaches the server."""
    assert expected in lines(exception.LENS, s.exchange(s.raised(where=where, handled=handled)))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"propagated": True}, "Handled by: nothing; it reached the server"),
        ({"by": {"name": "Api.route"}}, "Handled by: Api.route, in the place of Flask's own handling"),
        ({"handled": None}, None),
    ],
)
def test_what_else_caught_it_is_said_only_if_it_is_known(facts: dict[str, Any], expected: str | None) -> None:
    """An exception may reach the server from a view, or be swallowed where Flask does not see it."""
    found = [
        line for line in lines(exception.LENS, s.exchange(s.raised(**facts))) if line.startswith("Handled by")
    ]
    assert found == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("http", "handled", "tone"),
    [(404, False, Tone.NOTE), (None, False, Tone.ERROR), (None, True, Tone.WARNING), (500, None, Tone.ERROR)],
)
def test_the_tone_of_an_exception_depends_on_its_outcome(
    http: int | None, handled: bool | None, tone: Tone
) -> None:
    """abort(404) is a response, a handled error a warning, an unhandled one an error."""
    assert exception.LENS.present(s.exchange(s.raised(http=http, handled=handled))).tone is tone


def test_a_frame_without_source_says_so() -> None:
    """Compiled code has none."""
    bare = {"file": "<frozen>", "line": 1, "function": "f", "own": True}
    assert "Its source could not be read." in lines(exception.LENS, s.exchange(s.raised(frames=[bare])))


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ({"name": "memory", "value": 1024}, "limit is 1024 MB: raise it with --memory"),
        ({"name": "files", "value": 512}, "limit is 512 open files: raise it with --files"),
        (None, None),
    ],
)
def test_a_limit_of_ours_is_named(limit: dict[str, Any] | None, expected: str | None) -> None:
    """With the way to raise it; other exceptions say nothing of limits."""
    found = "\n".join(lines(exception.LENS, s.exchange(s.raised(limit=limit))))
    assert ("Fumehood's limit" in found) is (expected is not None)
    assert (expected or "") in found
