"""Tests of the list of sensors: their attachment and their states."""

import logging
import sys
from typing import Any

import pytest

from server.model.event import PROBE_FAULT
from server.probe.child.patch import import_hooks
from server.probe.child.recording.probe import Probe
from server.probe.child.sensors import cookie, log, registry, response, wsgi
from server.probe.child.sensors.registry import SENSORS, attach_all, missing_libraries, states
from server.probe.child.sensors.sensor import Library, Sensor
from server.runner.channel.event_schemas import KINDS
from tests.support.recording_channel import RecordingChannel

LIBRARIES = (Library("no_such_library", "NoSuch"), Library("json", "JSON"))


@pytest.fixture
def probe(channel: RecordingChannel) -> Probe:
    """The probe of a guest without Flask."""
    return Probe(channel, None, "no Flask here")  # type: ignore[arg-type]  # it has all that a recorder needs


def state_of(sensor: Sensor, probe: Probe, **more: Any) -> tuple[str, str | None]:
    """Return state and reason of one sensor in the guest of a Flask app."""
    return registry.state_of(sensor, probe, None, has_flask_app=True, **more)


def test_each_kind_of_event_has_a_sensor_of_its_name() -> None:
    """Module, sensor and kind bear the same word; faults come from all of them."""
    assert {sensor.kind for sensor in SENSORS} == set(KINDS) - {PROBE_FAULT}
    assert len({sensor.kind for sensor in SENSORS}) == len(SENSORS)
    for sensor in SENSORS:
        module = sensor.attach.__module__.removesuffix(".sensor")
        assert module.rpartition(".")[2] == sensor.kind
        assert sys.modules[sensor.attach.__module__].SENSOR is sensor


def test_sensors_that_need_flask_say_why_they_are_absent(probe: Probe) -> None:
    """Without Flask, without a Flask app, or if a sensor could not be attached."""
    by_name = {state["name"]: state for state in states(probe, {"log": "why not"}, has_flask_app=False)}
    assert by_name["wsgi"]["state"] == "on"
    assert by_name["hook"] == {"name": "hook", "state": "absent", "why": "no Flask here"}
    assert by_name["log"] == {"name": "log", "state": "off", "why": "why not"}
    probe.adapter = object()  # type: ignore[assignment]  # only its presence counts here
    by_name = {state["name"]: state for state in states(probe, {}, has_flask_app=False)}
    assert by_name["view"]["why"] == "No Flask app was made while the guest was loaded."


def test_a_sensor_that_cannot_be_attached_is_off(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are attached."""
    # Attached for good they would watch the tests themselves: the patch of these is undone here.
    monkeypatch.setattr(registry, "SENSORS", (wsgi.SENSOR, log.SENSOR, cookie.SENSOR, response.SENSOR))
    monkeypatch.setattr(logging.Logger, "callHandlers", logging.Logger.callHandlers)
    probe.on_close = None  # type: ignore[assignment]  # sensors cannot append to it
    failures = attach_all(probe)
    assert set(failures) == {"wsgi", "response", "cookie"}
    assert failures["wsgi"].startswith("It could not be attached: AttributeError")


def test_a_sensor_that_needs_flask_is_not_attached_without_it(
    probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could only fail."""
    attached: list[Probe] = []
    sensors = (Sensor("plain", attached.append), Sensor("flask", attached.append, needs_flask=True))
    monkeypatch.setattr(registry, "SENSORS", sensors)
    assert attach_all(probe) == {}
    assert len(attached) == 1


def test_a_sensor_is_off_while_something_blocks_it(probe: Probe) -> None:
    """That counts more than a library which the app has not imported."""
    sensor = Sensor("x", print, libraries=LIBRARIES[:1], blocked_by=lambda _: "No catcher.")
    assert state_of(sensor, probe) == ("off", "No catcher.")


def test_a_sensor_that_failed_at_an_import_is_off(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is the failure."""
    monkeypatch.setitem(import_hooks._failed, "x", "It could not be attached: KeyError: 'y'")
    assert state_of(Sensor("x", print), probe) == ("off", "It could not be attached: KeyError: 'y'")


def test_one_imported_library_is_enough() -> None:
    """A sensor without libraries lacks none."""
    assert missing_libraries(LIBRARIES) is None
    assert missing_libraries(()) is None


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed but not imported is another sentence than not installed."""
    assert missing_libraries(LIBRARIES[:1]) == "NoSuch is not installed."
    assert (
        missing_libraries((LIBRARIES[0], Library("nothing_either", "Neither")))
        == "NoSuch and Neither are not installed."
    )
    monkeypatch.delitem(sys.modules, "this", raising=False)
    assert (
        missing_libraries((LIBRARIES[0], Library("this", "The Zen"))) == "The app has not imported The Zen."
    )
