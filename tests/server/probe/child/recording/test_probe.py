"""A sensor that fails reports it and takes nothing else down."""

import logging
from typing import Any

import pytest

from server.probe.child.recording.middleware import ProbeMiddleware
from server.probe.child.recording.probe import Probe
from server.probe.child.recording.recorder import EVENT_LIMIT, FAULTS_PER_SENSOR, Recorder
from server.probe.child.sensors import cookie, log, response, wsgi
from server.probe.child.sensors import registry as sensors
from server.probe.child.sensors.registry import attach_all, states


class Kept:
    """A channel that keeps what is put."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    def put(self, item: Any) -> bool:
        """Keep it."""
        self.items.append(item)
        return True

    def of(self, kind: str) -> list[Any]:
        """The events of one kind."""
        return [item for item in self.items if getattr(item, "kind", None) == kind]


def broken(*_: object) -> None:
    """A listener that fails."""
    raise ZeroDivisionError("broken")


def plain(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """An application."""
    start_response("200 OK", [("Set-Cookie", "a=1")])
    return [b"ok"]


def served(probe: Probe, app: Any = plain) -> bytes:
    """Call the application through the probe as a server would."""
    body = ProbeMiddleware(app, probe)(
        {"wsgi.input": None, "REQUEST_METHOD": "GET"}, lambda *_: lambda _: None
    )
    try:
        return b"".join(body)
    finally:
        body.close()


def test_a_failing_listener_is_a_fault_and_the_others_go_on() -> None:
    """The response is untouched, the fault names the sensor, the exchange ends."""
    channel = Kept()
    probe = Probe(channel, None, "no Flask here")  # type: ignore[arg-type]  # it has all that a recorder asks for
    probe.on_close.append(("broken", broken))
    cookie.attach(probe)
    response.attach(probe)
    assert served(probe) == b"ok"
    (fault,) = channel.of("probe-fault")
    assert fault.body == {"sensor": "broken", "problem": "ZeroDivisionError: broken", "lost": 0}
    assert len(channel.of("cookie")) == len(channel.of("response")) == 1
    assert channel.items[-1]["type"] == "end"


def test_a_sensor_that_keeps_failing_is_not_reported_for_ever() -> None:
    """A few faults say it all, even of an error whose own text fails."""

    class Mute(Exception):  # noqa: N818 - it is only mute
        def __str__(self) -> str:
            raise RuntimeError

    channel = Kept()
    exchange = Recorder(channel).start_exchange()  # type: ignore[arg-type]  # as above
    for _ in range(10):
        exchange.report_fault("mute", Mute())
    assert [event.body["problem"] for event in channel.of("probe-fault")] == ["Mute"] * FAULTS_PER_SENSOR
    Recorder.set_current(None)


def test_an_exchange_with_too_many_events_counts_what_is_lost() -> None:
    """The end tells how many were sent and how many were not; after it nothing is told."""
    channel = Kept()
    exchange = Recorder(channel).start_exchange()  # type: ignore[arg-type]  # as above
    for _ in range(EVENT_LIMIT + 5):
        exchange.emit("log", exchange.start_span(), {}, timed=False)
    exchange.finish()
    exchange.emit("log", exchange.start_span(), {})
    exchange.finish()
    assert channel.items[-1]["events"] == EVENT_LIMIT
    assert channel.items[-1]["lost"] == 5
    assert len(channel.items) == EVENT_LIMIT + 1
    Recorder.set_current(None)


def test_sensors_that_need_flask_say_why_they_are_absent() -> None:
    """Without Flask, without a Flask app, or where a sensor could not be attached."""
    probe = Probe(Kept(), None, "no Flask here")  # type: ignore[arg-type]  # as above
    told = {state["name"]: state for state in states(probe, {"log": "why not"}, has_flask_app=False)}
    assert told["wsgi"]["state"] == "on"
    assert told["hook"] == {"name": "hook", "state": "absent", "why": "no Flask here"}
    assert told["log"] == {"name": "log", "state": "off", "why": "why not"}
    probe.adapter = object()  # type: ignore[assignment]  # only its presence counts here
    told = {state["name"]: state for state in states(probe, {}, has_flask_app=False)}
    assert told["view"]["why"] == "The guest is not a Flask app."


def test_a_sensor_that_cannot_be_attached_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are attached."""
    # Attached for good they would watch the tests themselves: these are the ones that are taken back here.
    monkeypatch.setattr(sensors, "SENSORS", (wsgi.SENSOR, log.SENSOR, cookie.SENSOR, response.SENSOR))
    monkeypatch.setattr(logging.Logger, "callHandlers", logging.Logger.callHandlers)  # put back afterwards
    probe = Probe(Kept(), None, None)  # type: ignore[arg-type]  # as above
    probe.on_close = None  # type: ignore[assignment]  # what a sensor cannot work with
    failed = attach_all(probe)
    assert set(failed) >= {"wsgi", "response", "cookie"}
    assert "log" not in failed
    assert failed["wsgi"].startswith("It could not be attached: AttributeError")
