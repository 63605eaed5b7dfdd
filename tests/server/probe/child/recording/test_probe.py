"""Tests of the state that the sensors share."""

from typing import Any

from server.probe.child.recording.middleware import ProbeMiddleware
from server.probe.child.recording.probe import Probe, report_fault
from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors import cookie, response
from tests.support.recording_channel import RecordingChannel


def broken(*_: object) -> None:
    """Fail, as a listener."""
    raise ZeroDivisionError("broken")


def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer as a WSGI application."""
    start_response("200 OK", [("Set-Cookie", "a=1")])
    return [b"ok"]


def test_a_listener_that_fails_is_reported_and_the_others_are_called(channel: RecordingChannel) -> None:
    """The response is unchanged, the fault names the sensor, and the exchange ends."""
    probe = Probe(channel, None, "no Flask here")  # type: ignore[arg-type]  # it has all that a recorder needs
    probe.on_close.append(("broken", broken))
    cookie.attach(probe)
    response.attach(probe)
    environ = {"wsgi.input": None, "REQUEST_METHOD": "GET"}
    iterable = ProbeMiddleware(app, probe)(environ, lambda *_: lambda _: None)
    assert b"".join(iterable) == b"ok"
    iterable.close()
    (fault,) = channel.events("probe-fault")
    assert fault.body == {"sensor": "broken", "problem": "ZeroDivisionError: broken", "lost": 0}
    assert len(channel.events("cookie")) == len(channel.events("response")) == 1
    assert channel.items[-1]["type"] == "end"


def test_a_fault_is_reported_in_the_current_exchange(exchange: Exchange, channel: RecordingChannel) -> None:
    """It has no duration."""
    report_fault("log", ValueError("no"))
    (fault,) = channel.events("probe-fault")
    assert (fault.exchange, fault.body["problem"], fault.took) == (exchange.number, "ValueError: no", None)


def test_a_fault_outside_of_an_exchange_is_dropped(channel: RecordingChannel) -> None:
    """There is nothing that it could belong to."""
    report_fault("log", ValueError("no"))
    assert channel.items == []
