"""Fixtures that start guests on each supported Flask; the most recent ones stay alive between tests."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.environments import FLASKS, environment
from tests.support.probe_host import APPS, ProbeHost

OWN = "own"
PYTHONS = [OWN, *(pytest.param(name, marks=pytest.mark.environments) for name in FLASKS)]
ALIVE = 10

OpenApp = Callable[[str], ProbeHost]
StartApp = Callable[[str, str], ProbeHost]
LoadApp = Callable[..., tuple[ProbeHost, dict[str, Any]]]


@pytest.fixture(scope="session")
def start_app() -> Iterator[StartApp]:
    """Return a function that starts an app (`folder/file.py`) in a named environment, at most once."""
    hosts: OrderedDict[tuple[str, str], ProbeHost] = OrderedDict()

    def start(python: str, app: str) -> ProbeHost:
        key = (python, app)
        if key not in hosts or hosts[key].process.poll() is not None:
            host = hosts[key] = ProbeHost(None if python == OWN else environment(python))
            host.shake_hands()
            folder, _, file = app.rpartition("/")
            host.ready = host.load(file, APPS / folder)
            assert host.ready["type"] == "ready", host.ready
        hosts.move_to_end(key)
        if len(hosts) > ALIVE:
            hosts.popitem(last=False)[1].close()
        return hosts[key]

    yield start
    for host in hosts.values():
        host.close()


@pytest.fixture(params=PYTHONS)
def open_app(request: pytest.FixtureRequest, start_app: StartApp) -> OpenApp:
    """Return a function that opens an app; the test runs on our own interpreter and on every Flask."""
    return lambda app: start_app(request.param, app)


@pytest.fixture
def own_app(start_app: StartApp) -> OpenApp:
    """Return a function that opens an app on our own interpreter only."""
    return lambda app: start_app(OWN, app)


@pytest.fixture
def load() -> Iterator[LoadApp]:
    """Return a function that loads an app in a new guest; it returns the host and the guest's message."""
    hosts: list[ProbeHost] = []

    def start(
        app: str,
        root: Path = APPS,
        *,
        python: Path | None = None,
        env: dict[str, str] | None = None,
        **more: Any,
    ) -> tuple[ProbeHost, dict[str, Any]]:
        host = ProbeHost(python, env)
        hosts.append(host)
        host.shake_hands()
        return host, host.load(app, root, **more)

    yield start
    for host in hosts:
        host.close()
