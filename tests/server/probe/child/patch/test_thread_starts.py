"""Threads and executors of a real guest continue the exchange of the request that started them."""

import sys
from pathlib import Path

import pytest

from tests.server.probe.conftest import LoadApp, OpenApp
from tests.support.probe_host import ProbeHost, RecordedExchange

GREENLETS = """
import sqlite3
import gevent
from flask import Flask

app = Flask(__name__)

@app.get("/")
def index():
    ask = lambda: sqlite3.connect(":memory:").execute("SELECT 8").fetchone()[0]
    return str(gevent.spawn(ask).get())
"""


def asked(exchange: RecordedExchange) -> set[tuple[str, str]]:
    """Return the number that each statement asked for, with the thread that sent it."""
    return {
        (event["body"]["parameters"]["1"]["repr"], event["thread"])
        for event in exchange.events
        if event["kind"] == "sql"
    }


def logged(exchange: RecordedExchange) -> set[str | None]:
    """Return the threads that have logged."""
    return {event["thread"] for event in exchange.events if event["kind"] == "log"}


def test_threads_belong_to_the_exchange(open_app: OpenApp) -> None:
    """Also a thread that a thread has started; the caller is the app's own line."""
    _, exchange = open_app("threads_app.py").send_request("GET", "/thread")
    assert asked(exchange) == {("1", "outer"), ("2", "inner")}
    assert logged(exchange) == {"outer", "inner"}
    assert {e["caller"]["function"] for e in exchange.events if e["kind"] == "sql"} == {"ask"}
    assert {e["thread"] for e in exchange.events if e["kind"] in ("wsgi", "view", "response")} == {None}


def test_executors_belong_to_the_exchange(open_app: OpenApp) -> None:
    """`submit`, `map`, and the executor of an event loop."""
    _, exchange = open_app("threads_app.py").send_request("GET", "/executor")
    assert asked(exchange) == {("3", "pool_0"), ("4", "pool_0"), ("5", "asyncio_0")}


def test_a_thread_of_a_pool_works_for_one_exchange_after_the_other(open_app: OpenApp) -> None:
    """It was started by the first one."""
    host = open_app("threads_app.py")
    for number in ("11", "12"):
        _, exchange = host.send_request("GET", f"/shared/{number}")
        assert asked(exchange) == {(number, "shared_0")}


def test_timers_and_copied_contexts_work_as_without_the_probe(open_app: OpenApp) -> None:
    """The copy of the request is the guest's own, and a plain timer belongs to the exchange."""
    answer, exchange = open_app("threads_app.py").send_request("GET", "/copied")
    assert answer.body == b"/copied"
    assert asked(exchange) == {("6", "timer")}


def test_the_guest_sees_no_difference_in_its_threads(open_app: OpenApp) -> None:
    """Its own context variables are not handed on, and target and name are its own."""
    answer, _ = open_app("threads_app.py").send_request("GET", "/context")
    assert b'"target":true' in answer.body.replace(b" ", b"")
    assert b'"variable":"unset"' in answer.body.replace(b" ", b"")


def test_a_thread_that_goes_on_is_added_to_its_exchange(open_app: OpenApp) -> None:
    """Its events come after the end, with their times."""
    host = open_app("threads_app.py")
    _, exchange = host.send_request("GET", "/late")
    assert exchange.end is not None
    assert exchange.end["threads"] == 1
    host.send_request("GET", "/release")
    host.wait_for_events(lambda: any(event["kind"] == "output" for event in exchange.events))
    late = {event["kind"]: event for event in exchange.events if event["thread"] == "late"}
    assert set(late) == {"sql", "log", "output"}
    assert late["sql"]["at"] > exchange.end["took"]
    assert late["output"]["body"]["text"] == "printed late\n"


def test_the_import_of_the_app_is_background(open_app: OpenApp) -> None:
    """No request has begun it."""
    host: ProbeHost = open_app("threads_app.py")
    imported = [event for event in host.background if event["kind"] == "log"]
    assert [(e["thread"], e["body"]["message"]) for e in imported[:1]] == [("MainThread", "imported")]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the newest gevent needs it")
def test_greenlets_belong_to_the_exchange(load: LoadApp, tmp_path: Path) -> None:
    """Those of gevent start with an empty context, too."""
    pytest.importorskip("gevent")
    (tmp_path / "app.py").write_text(GREENLETS)
    host, ready = load("app.py", tmp_path)
    assert ready["type"] == "ready", ready
    answer, exchange = host.send_request("GET", "/")
    assert answer.body == b"8"
    assert [event["thread"] for event in exchange.events if event["kind"] == "sql"] == ["greenlet"]
