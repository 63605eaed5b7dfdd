"""Tests of what all lenses have in common, and of the smaller ones."""

from dataclasses import replace
from typing import Any

import pytest

from server.lenses import exception, log, response, template, view
from server.lenses.kit.blocks import Fold, Section, Tone
from server.lenses.kit.lens import Lens, LensState
from server.lenses.registry import JOURNEY_ENTRIES, LENSES
from server.lenses.wsgi import lens as wsgi
from server.model.event import PROBE_FAULT, Event
from server.model.exchange import Body, ExchangeState
from server.model.guest import SensorState
from server.runner.channel.event_bodies import KINDS
from tests.server.lenses import samples as s
from tests.server.lenses.reading_views import lines


def test_every_kind_of_event_has_one_lens() -> None:
    """Nothing that a probe reports stays without a presenter, and none has two."""
    assert sorted(lens.kind for lens in LENSES) == sorted(set(KINDS) - {PROBE_FAULT})
    assert set(JOURNEY_ENTRIES) == set(KINDS)
    assert len({lens.tab for lens in LENSES}) == len(LENSES)


def test_tab_ids_stay_as_browsers_remember_them() -> None:
    """The id of the last open tab is stored in the browser, so an id may be added but never renamed."""
    assert {lens.kind: lens.tab for lens in LENSES if lens.tab != lens.kind} == {
        "hook": "hooks",
        "template": "templates",
        "signal": "signals",
        "cookie": "cookies",
        "form": "forms",
        "token": "tokens",
        "job": "jobs",
        "log": "logs",
        "warning": "warnings",
        "exception": "exceptions",
    }


@pytest.mark.parametrize("lens", [lens for lens in LENSES if lens.needs_flask], ids=lambda lens: lens.kind)
def test_silence_has_a_reason(lens: Lens) -> None:
    """Nothing happened, not yet, no Flask, switched off and absent are five states, each in words."""
    quiet = s.exchange(s.arrival())
    no_flask = replace(quiet, versions=s.BARE)
    absent = SensorState(name=lens.kind, state="absent", why="Jinja is not installed.")
    off = SensorState(name=lens.kind, state="off")
    assert lens.present(quiet).state is LensState.EMPTY
    assert lens.present(replace(quiet, state=ExchangeState.OPEN)).state is LensState.WAITING
    assert lens.present(no_flask).state is LensState.NO_FLASK
    assert lens.present(quiet, (off,)).state is LensState.OFF
    shown = lens.present(quiet, (absent,))
    assert shown.state is LensState.ABSENT
    assert "Jinja is not installed." in str(shown.blocks)


def test_a_lens_that_fails_says_so_for_itself() -> None:
    """A mistake of a presenter costs its tab, not the page."""

    def broken(exchange: object) -> None:
        raise ZeroDivisionError

    shown = replace(view.LENS, show=broken).present(s.exchange())  # type: ignore[arg-type]  # broken on purpose
    assert (shown.state, shown.tone) == (LensState.UNREADABLE, Tone.WARNING)


def test_the_view_lens_says_what_went_in_and_came_out() -> None:
    """Name, place, arguments, returned, time."""
    made = s.exchange(s.match(), s.view("cart", took=3.0, args={"id": s.value("3", "int")}))
    found = lines(view.LENS, made)
    assert "Function: cart" in found
    assert "Took: 3.00 ms" in found
    assert "Returned: 'hello'" in found
    assert "id: 3" in found


def test_a_view_that_never_ran_says_why() -> None:
    """An empty tab would leave the reader guessing."""
    made = s.exchange(s.match(), s.hook("before_request", "gate", at=1, answered=True))
    assert lines(view.LENS, made) == ["· The view never ran: the hook gate answered first."]


def test_a_template_shows_its_chain_and_whose_each_name_is() -> None:
    """What it extends, and which names the caller gave; those come first."""
    made = s.exchange(s.template(context={"request": s.value("<R>", "Request"), "n": s.value("1", "int")}))
    found = lines(template.LENS, made)
    assert "Made of: base.html" in found
    assert found.index("n  int  1  the caller") < found.index(
        "request  Request  <R>  Flask or a context processor"
    )


def test_a_template_from_a_string_has_no_name() -> None:
    """`render_template_string` is told apart, and streaming is said."""
    found = lines(template.LENS, s.exchange(s.template(None, stream=True, context={}, loaded=[])))
    assert found[0].startswith("a template from a string")
    assert "It was given no names." in found


def test_logs_are_counted_by_level_the_worst_first() -> None:
    """The tab is as loud as the loudest record, and a traceback opens."""
    made = s.exchange(
        s.log("a"), s.log("b"), s.log("c", "ERROR", 40, exception="Traceback: oops"), s.log("d", levelno="x")
    )
    found = lines(log.LENS, made)
    assert "✗ 1 ERROR · 2 INFO" in found
    assert "Traceback: oops" in found
    assert any(line.endswith("Could not read this.") for line in found)
    shown = log.LENS.present(made)
    assert (shown.tone, shown.count) == (Tone.ERROR, 4)


def test_logs_that_cannot_be_read_are_still_rows() -> None:
    """With no readable record there is no sum of levels, but the rows stay."""
    assert lines(log.LENS, s.exchange(replace(s.log("d"), body={"level": 1}))) == ["! Could not read this."]


def test_own_frames_are_open_and_library_frames_folded_together() -> None:
    """A reader's own code is what can be mended."""
    [*_remarks, section] = exception.LENS.present(s.exchange(s.raised())).blocks
    assert isinstance(section, Section)
    folds = [block for block in section.blocks if isinstance(block, Fold)]
    assert [(str(fold.says), fold.open) for fold in folds] == [
        ("2 frames of libraries", False),
        ("`index`", True),
    ]
    assert all(isinstance(inner, Fold) and not inner.open for inner in folds[0].blocks)


def test_an_exception_shows_source_locals_and_cause() -> None:
    """The line it stands on, what the names held, and what it came from."""
    cause = {"type": "KeyError", "message": "'tea'"}
    found = lines(exception.LENS, s.exchange(s.raised(cause=cause, omitted=3)))
    assert ">   12     return 1 / 0" in found
    assert "total: 0" in found
    assert "Because of: KeyError: 'tea'" in found
    assert "3 more frames were left out." in found


@pytest.mark.parametrize(
    ("where", "handled", "said"),
    [
        ("view", True, "Caught by: an error handler"),
        ("view", False, "Caught by: nobody; Flask answered for it"),
        ("response", False, "Caught by: nobody; it went on to the server"),
        ("wsgi", False, "Caught by: nobody; it went on to the server"),
    ],
)
def test_who_caught_an_exception_is_said(where: str, handled: bool, said: str) -> None:
    """What leaves the app is none of Flask's business any more."""
    assert said in lines(exception.LENS, s.exchange(s.raised(where=where, handled=handled)))


def test_a_server_that_got_nothing_is_not_said_to_have_sent_it() -> None:
    """The moment of the close tells of a withdrawn answer."""
    summary = wsgi.LENS.journey.summarise(s.closing(withdrawn="200 OK"))
    assert str(summary.says) == "The server got nothing to send and closed the iterable `ClosingIterator`"
    assert summary.tone is Tone.ERROR


@pytest.mark.parametrize(
    ("http", "handled", "tone"),
    [(404, False, Tone.NOTE), (None, False, Tone.ERROR), (None, True, Tone.WARNING), (500, None, Tone.ERROR)],
)
def test_an_exception_is_as_loud_as_what_became_of_it(
    http: int | None, handled: bool | None, tone: Tone
) -> None:
    """abort(404) is an answer, a handled error a warning, an unhandled one an error."""
    assert exception.LENS.present(s.exchange(s.raised(http=http, handled=handled))).tone is tone


def test_a_frame_without_source_says_so() -> None:
    """Compiled code has none."""
    bare = {"file": "<frozen>", "line": 1, "function": "f", "own": True}
    assert "Its source could not be read." in lines(exception.LENS, s.exchange(s.raised(frames=[bare])))


def test_the_environ_is_grouped_and_explained() -> None:
    """Request, headers, server, wsgi.*, and what the server added, each name where it belongs."""
    found = lines(wsgi.LENS, s.exchange(s.arrival(path="/a"), s.closing()))
    for group, name in (
        ("The request  2", "PATH_INFO: '/a'"),
        ("Headers, as HTTP_ names  1", "HTTP_HOST: 'localhost:5000'"),
        ("The server and the client  1", "SERVER_NAME: 'localhost'"),
        ("wsgi.*: what the standard adds  2", "wsgi.version: (1, 0)"),
        ("Added by the server or a middleware  1", "waitress.client_disconnected: <bound method>"),
    ):
        assert group in found
        assert found.index(group) < found.index(name)
    assert "Where errors are written." in str(
        wsgi.LENS.present(s.exchange(environ_with("wsgi.errors"))).blocks
    )


def environ_with(name: str) -> Event:
    """A request event with one entry in its environ."""
    return replace(s.arrival(), body={"phase": "request", "environ": {name: s.value("x")}})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start_response": 0}, "✗ The app never called start_response: it sent no status and no headers."),
        ({"start_response": 2}, "· The app called start_response 2 times."),
        (
            {"withdrawn": "200 OK"},
            "✗ The app announced 200 OK and raised an exception before its first byte.",
        ),
        ({"closed": False}, "! close() was not called: what it frees stays open."),
        ({"write_used": True}, "· The app used write(), which WSGI keeps only for old code."),
        ({"has_close": False, "closed": False}, "close(): the iterable has none"),
        (
            {"input": {"text": "ab", "size": 2}, "input_complete": False},
            "wsgi.input: 2 bytes, not to its end",
        ),
    ],
)
def test_what_an_app_does_with_its_server_is_judged(changes: dict[str, Any], said: str) -> None:
    """The rules of WSGI, each where it was broken."""
    assert said in lines(wsgi.LENS, s.exchange(s.closing(**changes)))


def test_a_response_shows_status_headers_and_body() -> None:
    """The status with what its class means, JSON over lines, and how much was kept."""
    made = s.exchange(
        s.answer(streamed=True, first_byte=4.5),
        response=s.response(404, "NOT FOUND", kind="application/json", data=b'{"a":1}'),
    )
    found = lines(response.LENS, made)
    assert "Status: 404 NOT FOUND" in found
    assert "Content-Type  application/json" in found
    assert '"a": 1' in found
    assert "First byte: 4.50 ms" in found
    assert "Streamed: yes" in found
    cut = replace(s.response(), body=Body(data=b"ab", size=9))
    assert "· Only the first 2 bytes are shown." in lines(response.LENS, s.exchange(response=cut))


@pytest.mark.parametrize("status", [100, 204, 302, 418, 503, 999])
def test_every_class_of_status_is_explained_if_there_is_one(status: int) -> None:
    """1xx to 5xx have a meaning, 999 has none."""
    assert (f"{status // 100}xx" in str(response.LENS.present(s.exchange(status=status)).blocks)) is (
        status < 600
    )


def test_no_response_is_a_state() -> None:
    """An exchange that was lost shows no empty response."""
    assert response.LENS.present(s.exchange(status=None)).state is LensState.EMPTY
