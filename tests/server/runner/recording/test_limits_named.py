"""Tests of exceptions that come from a limit of Fumehood's."""

from typing import Any

import pytest

from server.model.event import Event
from server.runner.processes.limits import Limits
from server.runner.recording.limits_named import with_limit

LIMITS = Limits(memory_mb=1024, open_files=512)


def raised(kind: str = "exception", **body: Any) -> Event:
    """Return an event."""
    return Event(exchange=1, seq=1, kind=kind, at=0.0, took=None, caller=None, family=None, body=body)


@pytest.mark.parametrize(
    ("name", "message", "limit"),
    [
        ("MemoryError", "", {"name": "memory", "value": 1024}),
        ("OSError", "[Errno 12] Cannot allocate memory", {"name": "memory", "value": 1024}),
        ("OSError", "[Errno 24] Too many open files: 'x'", {"name": "files", "value": 512}),
        ("OSError", "[Errno 2] No such file or directory: 'x'", None),
        ("ValueError", "[Errno 24]", None),
    ],
)
def test_the_limit_is_added_to_the_exception(name: str, message: str, limit: object) -> None:
    """A field of that name that the guest sent does not stay."""
    body = with_limit(raised(type=name, message=message, limit="forged"), LIMITS).body
    assert body == {"type": name, "message": message, "limit": limit}


def test_another_event_is_left_alone() -> None:
    """Only exceptions have limits."""
    event = raised("log", message="MemoryError")
    assert with_limit(event, LIMITS) is event
