"""Apps that break what the probe needs: the channel stays open, and what happens is recorded."""

import time

import pytest

from tests.server.probe.conftest import LoadApp
from tests.support.probe_host import APPS, SECONDS

pytestmark = pytest.mark.slow

FOLDER = APPS / "hostile"


@pytest.mark.hardness("guest-patched-library")
@pytest.mark.parametrize("result", ["large", "negative", "nan", "infinite"])
def test_a_replaced_clock_changes_no_time_of_the_record(load: LoadApp, result: str) -> None:
    """An app replaces the clocks in all modules, as freezegun does, by one without a usable time."""
    host, ready = load("patched_time.py", FOLDER, env={"APP_TIME": result})
    assert ready["type"] == "ready", ready
    # Waitress itself may fail to write the date.
    exchange = host.send_broken_request("/")
    assert exchange.body("response")["status"] == 200
    assert abs(exchange.body("wsgi", phase="request")["started_at"] - time.time()) < SECONDS
    assert all(0 <= event["at"] < 60_000 for event in exchange.events)
    assert exchange.end is not None
    assert 0 < exchange.end["took"] < 60_000
    assert not exchange.bodies("probe-fault")


@pytest.mark.hardness("guest-patched-library")
@pytest.mark.parametrize("name", ["json", "builtins", "socket", "system"])
def test_replaced_functions_are_not_used_by_the_probe(load: LoadApp, name: str) -> None:
    """An app replaces json, built-in functions, sockets, or functions of os and sys."""
    host, ready = load(f"patched_{name}.py", FOLDER)
    assert ready["type"] == "ready", ready
    response, exchange = host.send_request("GET", "/")
    assert (response.status, response.body) == (200, b"answered")
    assert exchange.body("response")["status"] == 200
    assert not exchange.bodies("probe-fault")


@pytest.mark.hardness("guest-closed-output")
def test_streams_that_cannot_be_written_to_hang_no_request(load: LoadApp) -> None:
    """An app removes, closes or breaks its standard output and standard error."""
    host, ready = load("replaced_streams.py", FOLDER)
    assert ready["type"] == "ready", ready
    for path in ("/none", "/after", "/closed", "/after"):
        response, exchange = host.send_request("GET", path)
        assert (response.status, response.body) == (200, b"answered")
        assert not exchange.bodies("probe-fault")
    broken = host.send_broken_request("/broken")
    assert {body["message"] for body in broken.bodies("exception")} == {"nothing can be written"}
    assert host.send_request("GET", "/none")[0].status == 200


@pytest.mark.hardness("guest-changed-folder")
def test_a_removed_working_folder_loses_nothing(load: LoadApp) -> None:
    """An app changes to another folder, and removes it."""
    host, ready = load("removed_folder.py", FOLDER)
    assert ready["type"] == "ready", ready
    response, exchange = host.send_request("GET", "/")
    assert response.status == 500
    (frame,) = (frame for frame in exchange.body("exception")["frames"] if frame["own"])
    assert ["no folder" in line for _, line in frame["source"]].count(True) == 1
    assert not exchange.bodies("probe-fault")


@pytest.mark.hardness("guest-closed-files")
def test_closed_files_do_not_close_the_channel(load: LoadApp) -> None:
    """An app closes every open file; nothing of ours is written into those that it opens afterwards."""
    host, ready = load("closed_files.py", FOLDER)
    assert ready["type"] == "ready", ready
    for _ in range(2):
        response, exchange = host.send_request("GET", "/")
        assert (response.status, response.body) == (200, b"0")
        assert exchange.body("response")["status"] == 200


@pytest.mark.hardness("guest-many-names")
def test_too_many_rules_and_too_long_names_do_not_end_the_channel(load: LoadApp) -> None:
    """An app has 1,500 rules and hooks, and names of 600,000 characters."""
    host, ready = load("many_names.py", FOLDER)
    assert ready["type"] == "ready", ready
    assert len(ready["routes"]) + ready["routes_left_out"] == 1_503
    assert len(str(ready)) < 1 << 19
    response, exchange = host.send_request("GET", "/")
    assert (response.status, response.body) == (200, b"answered")
    assert exchange.end is not None
    assert {body["sensor"] for body in exchange.bodies("probe-fault")} == {"template", "view"}
    assert exchange.body("routing")["matched"]
