"""Tests of the signal sensor, with blinker and without."""

import pytest

from tests.server.probe.conftest import OpenApp, StartApp

PYTHONS = pytest.mark.parametrize(
    "python",
    ["own", *(pytest.param(name, marks=pytest.mark.environments) for name in ("flask31", "libraries22"))],
)


@PYTHONS
def test_signals_are_reported_with_their_receivers(start_app: StartApp, python: str) -> None:
    """Flask's own only if they have a receiver, the guest's in any case."""
    response, exchange = start_app(python, "signal_app.py").send_request("GET", "/")
    assert response.body == b"lit"
    signals = [
        (body["name"], sorted(each["name"] for each in body["receivers"]))
        for body in exchange.bodies("signal")
    ]
    assert signals == [("request-started", ["arrived"]), ("lit", ["harbour", "keeper"]), ("fog", [])]
    lit = exchange.body("signal", name="lit")
    assert lit["sender"]["repr"] == "'lighthouse'"
    assert {name: value["repr"] for name, value in lit["arguments"].items()} == {
        "colour": "'red'",
        "hours": "3",
    }
    assert all(each["file"].endswith("signal_app.py") and each["line"] for each in lit["receivers"])
    caller = next(event for event in exchange.events if event["family"] == "lit")["caller"]
    assert caller["function"] == "light"


@PYTHONS
def test_an_exception_of_a_receiver_reaches_the_guest(start_app: StartApp, python: str) -> None:
    """The event has it, too."""
    response, exchange = start_app(python, "signal_app.py").send_request("GET", "/storm")
    assert response.body == b"no rope"
    assert exchange.body("signal", name="storm")["raised"] == "ValueError: no rope"
    assert exchange.bodies("probe-fault") == []


@pytest.mark.environments
def test_without_blinker_there_is_no_signal_sensor(start_app: StartApp) -> None:
    """Flask 2.2 works without it."""
    states = {each["name"]: each for each in start_app("flask22", "hello.py").ready["sensors"]}
    assert states["signal"] == {"name": "signal", "state": "absent", "why": "blinker is not installed."}


def test_flasks_signals_without_receivers_are_not_reported(own_app: OpenApp) -> None:
    """Every request sends several of them."""
    _, exchange = own_app("hello.py").send_request("GET", "/")
    assert exchange.bodies("signal") == []
