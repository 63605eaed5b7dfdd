"""The sensor of `flask.g` in a guest that uses it, and in one that misuses it."""

import json
from typing import Any

from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors import g as sensor
from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import RecordedExchange
from tests.support.recording_channel import RecordingChannel


def facts(exchange: RecordedExchange) -> dict[str, dict[str, Any]]:
    """Return what is known of each name."""
    return {each["name"]: each for each in exchange.body("g")["names"]}


def test_each_name_has_the_lines_that_used_it(open_app: OpenApp) -> None:
    """Set in a hook, read in the view, removed in a teardown; the value is that before the teardown."""
    answer, exchange = open_app("g_app.py").send_request("GET", "/")
    assert answer.body == b"connection connection [None, None, False, False]"
    names = facts(exchange)
    db, user, items = names["db"], names["user"], names["items"]
    assert (db["set"], db["read"], db["removed"], db["left"], db["before"]) == (1, 2, 1, False, False)
    places = [db[f"{act}_by"]["function"] for act in ("set", "read", "removed")]
    assert places == ["connect", "index", "close"]
    assert (user["set"], user["read"], user["missed"]) == (0, 0, 3)
    assert (items["set"], items["read"], items["left"]) == (1, 1, items["left"])
    values = exchange.body("g")["values"]
    assert values["db"]["repr"] == "'connection'"
    assert values["items"]["repr"] == "[1]"
    assert "api_token" in values


def test_nothing_is_asked_of_the_objects(open_app: OpenApp) -> None:
    """Names that were set behind the methods are there all the same, without a line."""
    answer, exchange = open_app("g_app.py").send_request("GET", "/hostile")
    assert answer.body == b"Hostile ['hidden', 'thing']"
    names = facts(exchange)
    assert (names["thing"]["set"], names["hidden"]["set"], names["hidden"]["set_by"]) == (2, 0, None)
    assert exchange.bodies("probe-fault") == []


def test_errors_of_missing_names_are_those_of_flask(open_app: OpenApp) -> None:
    """With the same text, and with no other error behind them than Flask's own."""
    answer, _ = open_app("g_app.py").send_request("GET", "/errors")
    expected = {
        "read": ["AttributeError", "user", "KeyError", "NoneType"],
        "delete": ["AttributeError", "user", "KeyError", "NoneType"],
        "pop": ["KeyError", "'user'", "NoneType", "NoneType"],
    }
    assert json.loads(answer.body) == expected


def test_names_beyond_the_limit_are_counted(own_app: OpenApp) -> None:
    """Forty are reported; the eleventh of the others is the one that the teardown asks for."""
    _, exchange = own_app("g_app.py").send_request("GET", "/many")
    body = exchange.body("g")
    assert (len(body["names"]), body["omitted"]) == (40, 11)


def test_a_class_of_another_kind_and_a_request_without_names_report_nothing(own_app: OpenApp) -> None:
    """The app gets its own object."""
    answer, exchange = own_app("g_app.py").send_request("GET", "/other")
    assert answer.body == b"Ada"
    assert all(each["name"] != "user" for body in exchange.bodies("g") for each in body["names"])
    assert exchange.bodies("probe-fault") == []


class Names:
    """An object in the place of `g`."""


def test_a_failure_is_a_fault_and_the_app_gets_its_result(
    exchange: Exchange, channel: RecordingChannel, monkeypatch: Any
) -> None:
    """The wrapper calls the original in any case."""

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(sensor, "note_in", fail)
    names = Names()
    sensor.wrap_name("set")(object.__setattr__)(names, "user", "Ada")
    assert vars(names) == {"user": "Ada"}
    assert [event.body["sensor"] for event in channel.events("probe-fault")] == ["g"]


def test_a_name_that_was_there_before_is_told_apart(exchange: Exchange) -> None:
    """Only where this exchange had not set it."""
    names = Names()
    vars(names)["old"] = 1
    watch = sensor.watch_of(exchange, names)
    assert watch is sensor.watch_of(exchange, names)
    found = watch.facts("old")
    assert found is not None
    assert not found["before"]
    watch.describe_all()
    assert watch.body()["values"]["old"]["repr"] == "1"
