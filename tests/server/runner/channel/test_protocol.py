"""Messages are checked field by field."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.runner.channel.framing import FrameError
from server.runner.channel.protocol import (
    End,
    Events,
    Failed,
    LibrariesImported,
    Ready,
    TaskReport,
    Working,
    parse,
)
from tests.server.runner.channel.test_framing import JSON
from tests.support.runner import sample_events

READY = {
    "type": "ready",
    "port": 5000,
    "server": "waitress 3.0.2",
    "framework": "flask",
    "sensors": [{"name": "sql", "state": "absent", "why": "not installed"}],
    "routes": [{"rule": "/", "endpoint": "index", "methods": ["GET"], "arguments": []}],
    "packages": {"flask": "3.1.3", "werkzeug": None},
    "origin": {
        "interpreter": "/usr/bin/python3",
        "working_directory": "/shop",
        "object": "app:app",
        "file": "/shop/app.py",
        "line": 3,
    },
}
FAILED = {"type": "failed", "code": "no-app", "message": "m", "traceback": "t", "frames": []}
END = {"type": "end", "exchange": 1, "took": 2, "events": 3, "lost": 0, "left_out": {"log": 2}, "threads": 0}
EVENTS = {
    "type": "events",
    "events": [
        sample_events.envelope(
            "wsgi", sample_events.wsgi_request(environ={"A": sample_events.described("'a'")})
        ),
        sample_events.envelope("view", sample_events.view(name="'x'")),
        sample_events.envelope("log", sample_events.log("hi")),
        sample_events.envelope("exception", sample_events.exception("x = 1", x="1")),
        sample_events.envelope("response", sample_events.response()),
        sample_events.envelope("wsgi", sample_events.wsgi_close()),
    ],
}
RESTED = {"type": "rested", "exchange": 1}
LIBRARIES = {"type": "libraries", "path": ["/app"], "modules": [["shop", "/x/site-packages/shop.py"]]}
ALL = (READY, FAILED, END, EVENTS, RESTED, LIBRARIES)


def test_valid_messages_are_parsed() -> None:
    """Each type of message gives its value."""
    ready = parse(READY)
    assert isinstance(ready, Ready)
    assert (ready.port, ready.routes[0].endpoint, ready.sensors[0].state) == (5000, "index", "absent")
    assert parse(FAILED) == Failed(code="no-app", message="m", traceback="t")
    assert parse(END) == End(exchange=1, took=2.0, lost=0, left_out={"log": 2})
    assert parse(LIBRARIES) == LibrariesImported(
        path=("/app",), modules=(("shop", "/x/site-packages/shop.py"),)
    )
    found = parse(EVENTS)
    assert isinstance(found, Events)
    assert [event.kind for event in found.events] == ["wsgi", "view", "log", "exception", "response", "wsgi"]
    assert found.events[0].caller is not None
    assert found.events[0].caller.line == 3


def test_unknown_fields_are_accepted() -> None:
    """A body may contain fields that are not in the schema, anywhere."""
    message = copy.deepcopy(EVENTS)
    message["events"][0]["body"]["scheme"] = {"new": [1, 2]}  # type: ignore[index]  # the samples are untyped
    assert isinstance(parse(message), Events)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a message, as holder and name or index."""
    for name, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, name
        if isinstance(item, dict | list):
            yield from places(item)


class Invalid:
    """A value that no check accepts."""


@pytest.mark.parametrize("message", ALL, ids=lambda message: str(message["type"]))
@pytest.mark.hardness("channel-message")
def test_a_wrong_type_in_any_field_is_refused(message: dict[str, Any]) -> None:
    """A message with one field replaced is refused or means the same."""
    whole = parse(message)
    refused = 0
    count = len(list(places(message)))
    for number in range(count):
        changed = copy.deepcopy(message)
        holder, name = list(places(changed))[number]
        holder[name] = Invalid()
        try:
            # Only fields that are not read may have any value.
            assert repr(parse(changed)).count("Invalid") <= 1 or parse(changed) == whole
        except FrameError:
            refused += 1
    assert refused >= count - 12


@given(st.sampled_from(ALL), st.data())
@pytest.mark.hardness("fuzzed-channel")
def test_no_message_raises_anything_but_frame_error(message: dict[str, Any], data: st.DataObject) -> None:
    """A message with any JSON in any place is parsed or refused."""
    changed = copy.deepcopy(message)
    holder, name = data.draw(st.sampled_from(list(places(changed))))
    if data.draw(st.booleans()) and isinstance(holder, dict):
        del holder[name]
    else:
        holder[name] = data.draw(JSON)
    try:
        parse(changed)
    except FrameError:
        return


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "exec"},
        {"type": ["events"]},
        {"type": "events", "events": {}},
        {"type": "events", "events": [1]},
        {**READY, "port": 0},
        {**READY, "port": 65536},
        {**READY, "port": True},
        {**END, "exchange": -1},
        {"type": "events", "events": [sample_events.envelope("eval", {})]},
        {"type": "events", "events": [sample_events.envelope("wsgi", {"phase": ["request"]})]},
    ],
)
@pytest.mark.hardness("channel-message")
def test_messages_outside_the_protocol_are_refused(message: dict[str, Any]) -> None:
    """Unknown types and kinds, and numbers out of range, are a FrameError."""
    with pytest.raises(FrameError):
        parse(message)


JOB: dict[str, Any] = {
    "type": "job",
    "of": "r1:7",
    "task": "c0ffee",
    "name": "bake",
    "state": "succeeded",
    "time": 1_700_000_000.5,
    "took": 12,
    "retries": 0,
    "worker": "celery@oven",
    "result": {"type": "", "repr": "3", "cut": False},
    "problem": None,
}


def test_the_messages_of_a_worker_are_parsed() -> None:
    """That it is ready, and the state of a task of an exchange."""
    assert parse({"type": "working"}) == Working()
    job = parse(JOB)
    assert isinstance(job, TaskReport)
    assert (job.run, job.number, job.state, job.took) == ("r1", 7, "succeeded", 12.0)


@pytest.mark.parametrize(
    "change",
    [
        {"of": "r1"},
        {"of": ":7"},
        {"of": "r1:-7"},
        {"of": "r1:" + "7" * 5000},
        {"of": "r1:\u0667"},
        {"state": "sent"},
        {"time": None},
        {"took": "1"},
        {"result": "3"},
        {"task": 7},
    ],
)
@pytest.mark.hardness("channel-message")
def test_invalid_messages_of_a_worker_are_refused(change: dict[str, Any]) -> None:
    """Every field is checked, as in messages of a guest."""
    with pytest.raises(FrameError):
        parse({**JOB, **change})
