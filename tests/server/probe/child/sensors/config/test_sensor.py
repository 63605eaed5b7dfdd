"""The sensor of settings in a guest that sets them in every way."""

from typing import Any

import pytest

from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors.config import sensor
from server.probe.child.sensors.config.sources import sources
from tests.server.probe.conftest import OpenApp
from tests.support.recording_channel import RecordingChannel


def test_a_setting_of_a_request_is_reported(open_app: OpenApp) -> None:
    """With its value and its line; reading one reports nothing."""
    host = open_app("config_app.py")
    answer, exchange = host.send_request("GET", "/")
    assert answer.body == b"Rye 2 1"
    assert exchange.bodies("config") == []
    answer, exchange = host.send_request("GET", "/set")
    assert answer.body == b"Config True"
    body = exchange.body("config")
    assert (body["how"], list(body["values"]), body["omitted"]) == ("set", ["API_TOKEN"], 0)
    assert exchange.event("config")["caller"]["function"] == "set_one"
    assert exchange.bodies("probe-fault") == []


def test_what_one_call_loads_is_one_event(own_app: OpenApp) -> None:
    """Only with the settings whose value has changed."""
    host = own_app("config_app.py")
    _, exchange = host.send_request("GET", "/load")
    (body,) = exchange.bodies("config")
    assert (body["how"], body["values"]["REPLACED"]["repr"]) == ("from_object", "1")
    assert "SHOP" not in body["values"]
    assert exchange.event("config")["caller"]["function"] == "load"


class Settings(dict[Any, Any]):
    """A configuration of the tests."""


def test_a_failure_is_a_fault_and_the_setting_is_set(
    exchange: Exchange, channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The app's own assignment comes first."""

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(sources, "note", fail)
    settings = Settings()
    sensor.wrap_setitem(dict.__setitem__)(settings, "SHOP", "Rye")
    assert settings == {"SHOP": "Rye"}
    assert [event.body["sensor"] for event in channel.events("probe-fault")] == ["config"]


def test_an_error_of_a_loader_is_the_apps(exchange: Exchange) -> None:
    """And what is set afterwards does not count as loaded."""

    def load(settings: Any, name: str) -> None:
        raise FileNotFoundError(name)

    settings = Settings()
    with pytest.raises(FileNotFoundError):
        sensor.wrap_loader("from_pyfile")(load)(settings, "missing.cfg")
    assert not sources.is_loading(settings)
