"""Tests of exceptions as they are reported."""

import sys
from pathlib import Path
from types import FrameType

import pytest

from server.probe.child.describe.code_ownership import ownership
from server.probe.child.describe.tracebacks import (
    FRAME_LIMIT,
    exception_body,
    last_own_frame,
    remove_probe_frames,
)
from server.probe.child.patch.flask_phases import call_guest
from server.probe.child.recording.recorder import Exchange


@pytest.fixture(autouse=True)
def own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the code of this file as the guest's own."""
    monkeypatch.setattr(ownership, "_cache", {})
    monkeypatch.setattr(ownership, "_root", str(Path(__file__).parent) + "/")


def caught(levels: int = 0) -> BaseException:
    """Return an exception that was raised that many calls down."""

    def fail(left: int) -> None:
        secret = "value"
        if left:
            fail(left - 1)
        raise KeyError(secret)

    try:
        fail(levels)
    except KeyError as error:
        return error
    raise AssertionError


def test_the_innermost_frame_is_last_and_has_source_and_locals() -> None:
    """So has every other frame of the guest's own code."""
    body = exception_body(caught(), "view")
    frame = body["frames"][-1]
    assert (body["type"], body["message"], body["where"], body["handled"]) == (
        "KeyError",
        "'value'",
        "view",
        None,
    )
    assert (frame["function"], frame["own"]) == ("fail", True)
    assert frame["locals"]["secret"]["repr"] == "'value'"
    assert [frame["line"], "        raise KeyError(secret)"] in frame["source"]
    assert last_own_frame(body["frames"]) == {name: frame[name] for name in ("file", "line", "function")}


def test_the_outer_frames_of_a_deep_traceback_are_counted() -> None:
    """The inner ones are kept."""
    body = exception_body(caught(100), "view")
    assert len(body["frames"]) == FRAME_LIMIT
    assert body["omitted"] == 102 - FRAME_LIMIT


def test_frames_of_the_probe_are_removed(exchange: Exchange) -> None:
    """The guest then prints the traceback that it would have without the probe."""

    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$") as caught_error:
        call_guest(exchange, fail, (), {})
    remove_probe_frames(caught_error.value)
    assert files_of(caught_error.value) == [__file__, __file__]


def files_of(error: BaseException) -> list[str]:
    """Return the files of a traceback."""
    files, step = [], error.__traceback__
    while step is not None:
        frame: FrameType = step.tb_frame
        files.append(frame.f_code.co_filename)
        step = step.tb_next
    return files


def test_an_exception_with_a_status_is_an_http_exception() -> None:
    """Only if it can also make a response: other exceptions have a `code`, too."""

    class Http(Exception):  # noqa: N818 - as Werkzeug's are named
        code = 404

        def get_response(self) -> None:
            """Do nothing."""

    assert exception_body(Http(), "view")["http"] == 404
    assert exception_body(SystemExit(3), "view")["http"] is None
    assert sys.exc_info() == (None, None, None)
