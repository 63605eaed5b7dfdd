"""Signals, where blinker is there and where Flask does without."""

import pytest

from tests.server.probe.conftest import OpenApp, StartApp

PYTHONS = pytest.mark.parametrize(
    "python",
    ["own", *(pytest.param(name, marks=pytest.mark.environments) for name in ("flask31", "libraries22"))],
)


@PYTHONS
def test_signals_are_told_with_their_receivers(start_app: StartApp, python: str) -> None:
    """Flask's own only where somebody receives it, the guest's also where nobody does."""
    response, exchange = start_app(python, "signal_app.py").send_request("GET", "/")
    assert response.body == b"lit"
    told = [
        (body["name"], sorted(one["name"] for one in body["receivers"])) for body in exchange.bodies("signal")
    ]
    assert told == [("request-started", ["arrived"]), ("lit", ["harbour", "keeper"]), ("fog", [])]
    lit = exchange.body("signal", name="lit")
    assert lit["sender"]["repr"] == "'lighthouse'"
    assert {name: value["repr"] for name, value in lit["arguments"].items()} == {
        "colour": "'red'",
        "hours": "3",
    }
    assert all(one["file"].endswith("signal_app.py") and one["line"] for one in lit["receivers"])
    caller = next(event for event in exchange.events if event["family"] == "lit")["caller"]
    assert caller["function"] == "light"


@PYTHONS
def test_a_receiver_that_raises_raises(start_app: StartApp, python: str) -> None:
    """The guest gets the exception, and the event has it."""
    response, exchange = start_app(python, "signal_app.py").send_request("GET", "/storm")
    assert response.body == b"no rope"
    assert exchange.body("signal", name="storm")["raised"] == "ValueError: no rope"
    assert exchange.bodies("probe-fault") == []


@pytest.mark.environments
def test_where_blinker_is_missing_the_sensor_says_so(start_app: StartApp) -> None:
    """Flask 2.2 does without it."""
    states = {one["name"]: one for one in start_app("flask22", "hello.py").ready["sensors"]}
    assert states["signal"] == {"name": "signal", "state": "absent", "why": "blinker is not installed."}


def test_a_quiet_app_sends_nothing(own_app: OpenApp) -> None:
    """Flask's own signals without receivers are not told."""
    _, exchange = own_app("hello.py").send_request("GET", "/")
    assert exchange.bodies("signal") == []
