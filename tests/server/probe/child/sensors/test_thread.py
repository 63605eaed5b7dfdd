"""The sensor of concurrent work in guests that begin it in every way."""

from typing import Any

import pytest

from server.probe.child.patch import thread_starts
from server.probe.child.recording.recorder import Exchange
from server.probe.child.recording.thread_work import ThreadWork
from server.probe.child.sensors import thread as sensor
from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import RecordedExchange
from tests.support.recording_channel import RecordingChannel


def begun(exchange: RecordedExchange) -> list[tuple[str, str, bool | None]]:
    """Return kind, function and whether it had finished, of each event."""
    return [(body["what"], body["target"]["name"], body["finished"]) for body in exchange.bodies("thread")]


def test_threads_and_work_for_pools_are_reported(open_app: OpenApp) -> None:
    """By the line that began them, and with the function that they run."""
    _, exchange = open_app("begun_work.py").send_request("GET", "/threads")
    assert begun(exchange) == [
        ("thread", "bake", True),
        ("thread", "run", True),
        ("thread", "bake", True),
        ("item", "bake", True),
    ]
    assert [body["name"] for body in exchange.bodies("thread")][:2] == ["baker", "oven"]
    event = exchange.event("thread")
    assert event["caller"]["function"] == "threads"
    assert event["body"]["target"]["file"].endswith("begun_work.py")
    assert exchange.bodies("probe-fault") == []


def test_a_thread_that_goes_on_has_not_finished(own_app: OpenApp) -> None:
    """It is reported with the request that began it."""
    host = own_app("begun_work.py")
    _, exchange = host.send_request("GET", "/waiting")
    assert begun(exchange) == [("thread", "wait", False)]
    host.send_request("POST", "/release")


def test_tasks_of_asyncio_are_reported(open_app: OpenApp) -> None:
    """Those of the app's own coroutines."""
    answer, exchange = open_app("begun_work.py").send_request("GET", "/tasks")
    assert answer.body == b"[0, 0]"
    found = [(what, name) for what, name, _ in begun(exchange)]
    assert found == [("task", "both"), ("task", "knead"), ("task", "knead")]
    assert all(body["finished"] in (True, None) for body in exchange.bodies("thread"))


def test_a_task_that_never_ran_has_not_finished(own_app: OpenApp) -> None:
    """It is the app's to keep."""
    _, exchange = own_app("begun_work.py").send_request("GET", "/pending")
    assert begun(exchange) == [("task", "knead", False)]
    assert exchange.body("thread")["name"] == "never"


def test_a_task_of_the_apps_own_class_is_not_asked(own_app: OpenApp) -> None:
    """Neither for its name nor for its state."""
    answer, exchange = own_app("begun_work.py").send_request("GET", "/odd")
    assert answer.body == b"0"
    assert begun(exchange) == [("task", "knead", None)]
    assert exchange.bodies("probe-fault") == []


def test_a_guest_that_begins_nothing_reports_nothing(open_app: OpenApp) -> None:
    """And imports nothing for it."""
    _, exchange = open_app("hello.py").send_request("GET", "/")
    assert exchange.bodies("thread") == []


def test_very_many_threads_are_not_all_kept(exchange: Exchange) -> None:
    """What is begun beyond the limit is not reported."""
    work = ThreadWork(exchange)
    for _ in range(sensor.BEGUN_LIMIT + 5):
        sensor.on_start(work, "thread", len)
    assert len(exchange.data["thread"]) == sensor.BEGUN_LIMIT


def test_a_listener_that_fails_is_a_fault(
    exchange: Exchange, channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread starts all the same."""

    def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(thread_starts, "listeners", [fail])
    thread_starts.tell(ThreadWork(exchange), "thread", len)
    thread_starts.tell(None, "thread", len)
    assert len(channel.events("probe-fault")) == 1
