"""A decision about servers of its own for each test."""

from typing import Any

import pytest

from server.probe.child.takeover import server_objects, serving_functions
from server.probe.child.takeover.server_calls import ServerCalls


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> ServerCalls:
    """The decision that the patches ask."""
    fresh = ServerCalls()
    for module in (server_objects, serving_functions):
        monkeypatch.setattr(module, "server_calls", fresh)
    return fresh


@pytest.fixture
def taken(calls: ServerCalls) -> list[Any]:
    """The apps that were taken over, at most one."""
    apps: list[Any] = []
    calls.expect(lambda app, _started: apps.append(app))
    return apps
