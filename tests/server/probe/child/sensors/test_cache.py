"""The cache sensor in guests that use cachelib well and badly, and in one that lacks it."""

from types import SimpleNamespace
from typing import Any

import pytest

from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors import cache as sensor
from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import RecordedExchange
from tests.support.recording_channel import RecordingChannel


def operations(exchange: RecordedExchange) -> list[tuple[str, str, bool | None]]:
    """Return operation, key and whether it was found, of each event."""
    return [(body["operation"], body["key"], body["found"]) for body in exchange.bodies("cache")]


def test_a_miss_a_write_and_a_hit_are_reported(own_app: OpenApp) -> None:
    """Each with its key, its value, and the line of the app that asked."""
    host = own_app("cache_app.py")
    _, first = host.send_request("GET", "/")
    _, second = host.send_request("GET", "/")
    assert operations(first) == [("get", "menu", False), ("set", "menu", None)]
    assert [body["timeout"] for body in first.bodies("cache")] == [None, 60]
    hit = second.body("cache")
    assert (hit["backend"], hit["key"], hit["found"]) == ("SimpleCache", "menu", True)
    assert hit["values"]["menu"]["repr"] == "['rye']"
    assert second.event("cache")["caller"]["function"] == "index"
    assert second.event("cache")["family"] == "get menu"


def test_the_other_operations_are_reported(own_app: OpenApp) -> None:
    """Reading several keys is one event for each."""
    host = own_app("cache_app.py")
    host.send_request("GET", "/")
    answer, exchange = host.send_request("GET", "/others")
    assert answer.body == b"[True, False] [True, False] None"
    assert operations(exchange) == [
        ("add", "api_token", False),
        ("add", "api_token", True),
        ("delete", "api_token", True),
        ("delete", "api_token", False),
        ("get", "menu", True),
        ("get", "none", False),
    ]
    assert exchange.bodies("cache")[0]["timeout"] == 60
    assert "api_token" in exchange.bodies("cache")[0]["values"]


def test_a_cache_that_fails_fails_the_app_as_before(own_app: OpenApp) -> None:
    """What cachelib did is reported, and the key is not asked for its text."""
    answer, exchange = own_app("cache_app.py").send_request("GET", "/broken")
    assert answer.body == b"no cache"
    assert operations(exchange) == [("get", "menu", False)]
    assert exchange.body("cache")["backend"] == "BrokenCache"
    assert exchange.bodies("probe-fault") == []


def test_what_a_thread_reads_belongs_to_its_request(own_app: OpenApp) -> None:
    """With the name of the thread."""
    _, exchange = own_app("cache_app.py").send_request("GET", "/thread")
    assert exchange.event("cache")["thread"].startswith("Thread-")


def test_a_guest_without_the_library_says_so(open_app: OpenApp) -> None:
    """The sensor is absent, and nothing is imported for it."""
    ready = open_app("hello.py").ready
    (state,) = (each for each in ready["sensors"] if each["name"] == "cache")
    assert state["state"] == "absent"
    assert "cachelib" in state["why"]


def test_a_read_of_many_keys_of_a_server_is_one_event_each(
    exchange: Exchange, channel: RecordingChannel
) -> None:
    """An answer of another kind than cachelib's reports nothing."""
    cache = SimpleNamespace()
    assert sensor.wrap_get_many(lambda *_: [1, None])(cache, "a", "b") == [1, None]
    assert sensor.wrap_get_many(lambda *_: (1, 2))(cache, "a", "b") == (1, 2)
    events = channel.events("cache")
    assert [(event.body["key"], event.body["found"]) for event in events] == [("a", True), ("b", False)]
    assert len({event.seq for event in events}) == 2


def test_a_failure_is_a_fault_and_the_app_gets_its_value(
    exchange: Exchange, channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The original is called first."""

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    def get(cache: Any, key: str) -> str:
        return "rye"

    monkeypatch.setattr(sensor, "report", fail)
    assert sensor.wrap_operation("get")(get)(None, "menu") == "rye"
    assert sensor.wrap_get_many(lambda *_: [1])(None, "menu") == [1]
    assert [event.body["sensor"] for event in channel.events("probe-fault")] == ["cache", "cache"]
