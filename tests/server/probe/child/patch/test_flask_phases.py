"""Tests of the phases in which Flask calls functions of the guest."""

from typing import Any

import pytest
from flask import Blueprint, Flask
from flask.sansio.app import App

from server.probe.child.patch import flask_phases, watched_methods
from server.probe.child.patch.flask_phases import (
    METHOD_PHASES,
    call_guest,
    created_apps,
    in_phase,
    install,
    place_of,
    record_apps,
    wrap_phase,
)
from server.probe.child.recording.recorder import Exchange
from tests.support.recording_channel import RecordingChannel


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flask with its methods patched during the test."""
    for name in (*METHOD_PHASES, "ensure_sync", "__init__"):
        monkeypatch.setattr(Flask, name, getattr(Flask, name))
    monkeypatch.setattr(App, "__init__", App.__init__)
    monkeypatch.setattr(flask_phases, "_wrappers", {})
    monkeypatch.setattr(watched_methods, "_makers", {})
    install()
    record_apps()


def function() -> str:
    """Answer, as a function of the guest."""
    return "own"


@pytest.mark.usefixtures("patched")
def test_the_sensor_of_a_phase_wraps_the_function_that_flask_calls(exchange: Exchange) -> None:
    """It is given the exchange, the app, the function and what Flask would call."""
    app = Flask("phases")
    given: list[Any] = []

    def wrapper(*arguments: Any) -> Any:
        given.append(arguments)
        return lambda: "wrapped"

    wrap_phase("view", "view", wrapper)
    exchange.phase = "view"
    assert app.ensure_sync(function)() == "wrapped"
    assert given == [(exchange, app, function, function)]
    exchange.phase = None
    assert app.ensure_sync(function) is function


@pytest.mark.usefixtures("patched")
def test_a_sensor_that_fails_leaves_the_function_alone(exchange: Exchange, channel: RecordingChannel) -> None:
    """The failure is a fault of that sensor."""
    wrap_phase("view", "view", lambda *_: 1 // 0)
    exchange.phase = "view"
    assert Flask("phases").ensure_sync(function) is function
    (fault,) = channel.events("probe-fault")
    assert fault.body["sensor"] == "view"


def test_a_phase_lasts_as_long_as_the_method(exchange: Exchange) -> None:
    """Also if the method raises; a phase inside another one is undone."""
    phases: list[str | None] = []

    def method(self: object) -> None:
        phases.append(exchange.phase)
        raise ValueError

    exchange.phase = "before_request"
    with pytest.raises(ValueError, match=r"^$"):
        in_phase("errorhandler")(method)(None)
    assert phases == ["errorhandler"]
    assert exchange.phase == "before_request"


def test_the_guests_code_runs_outside_of_any_phase(exchange: Exchange) -> None:
    """What it passes to `ensure_sync` is not Flask's call."""
    exchange.phase = "view"
    assert call_guest(exchange, lambda value: (value, exchange.phase), (7,), {}) == (7, None)
    assert exchange.phase == "view"


@pytest.mark.usefixtures("patched")
def test_the_apps_of_the_guest_are_known_while_they_exist() -> None:
    """They are referenced weakly."""
    app = Flask("phases")
    assert app in created_apps()
    assert Flask.__init__.__code__.co_filename.endswith("app.py")


@pytest.mark.usefixtures("patched")
def test_an_app_whose_class_calls_the_init_of_flask_by_name_is_known() -> None:
    """As CTFd does; the class itself still shows Flask's own function. A blueprint is no app."""

    class OwnFlask(Flask):
        def __init__(self, name: str) -> None:
            Flask.__init__(self, name)

    app, blueprint = OwnFlask("phases"), Blueprint("b", "phases")
    assert app in created_apps()
    assert blueprint not in created_apps()
    assert (place_of(app) or {})["file"] == __file__


@pytest.mark.usefixtures("patched")
def test_a_subclass_that_replaces_ensure_sync_is_watched(exchange: Exchange) -> None:
    """Though it does not call Flask's own method."""

    class OwnFlask(Flask):
        def ensure_sync(self, func: Any) -> Any:
            return func

    wrap_phase("view", "view", lambda *_: "wrapped")
    app = OwnFlask("phases")
    watched_methods.prepare(app)
    exchange.phase = "view"
    assert app.ensure_sync(function) == "wrapped"
