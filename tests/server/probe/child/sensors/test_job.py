"""Tasks that a guest sends to Celery."""

import json

import pytest

from tests.server.probe.conftest import LoadApp, OpenApp
from tests.support.probe_host import ProbeHost


@pytest.fixture
def bakery(own_app: OpenApp) -> ProbeHost:
    """The bakery."""
    return own_app("celery_app/app.py")


def test_a_task_that_is_sent_is_told_with_its_arguments(bakery: ProbeHost) -> None:
    """Id, name, queue, arguments, and the line that sent it."""
    response, exchange = bakery.send_request("GET", "/bake")
    job = exchange.body("job")
    assert (job["state"], job["name"], job["queue"]) == ("sent", "app.bake", "celery")
    assert job["task"] == response.body.decode()
    assert [one["repr"] for one in job["args"]] == ["3"]
    assert job["kwargs"]["secret_key"]["repr"] == "'geheim-123'"
    assert job["countdown"] == "0"
    assert exchange.event("job")["caller"]["function"] == "order"


def test_a_task_that_runs_at_once_is_told_with_its_end(bakery: ProbeHost) -> None:
    """Its result, or what it raised."""
    response, exchange = bakery.send_request("GET", "/now")
    states = [
        (job["state"], job["problem"], job["result"] and job["result"]["repr"])
        for job in exchange.bodies("job")
    ]
    assert states[-1] == ("eager", None, "'1 loaves'")
    assert ("eager", "ValueError: burnt", None) in states
    assert response.body.startswith(b"1 loaves FAILURE")


def test_a_broker_that_is_not_there_is_told(bakery: ProbeHost) -> None:
    """The app gets its exception, and the event says which."""
    response, exchange = bakery.send_request("GET", "/unsent")
    assert response.body != b"sent"
    job = exchange.body("job")
    assert job["state"] == "unsent"
    assert "Error" in job["problem"]


def test_no_celery_is_a_state(own_app: OpenApp, load: LoadApp) -> None:
    """An app that does not use it says so; importing it is left to the app."""
    states = {one["name"]: one for one in own_app("hello.py").ready["sensors"]}
    assert states["job"] == {"name": "job", "state": "absent", "why": "The app has not imported Celery."}
    assert states["form"]["why"] == "The app has not imported WTForms or Flask-WTF."


@pytest.mark.environments
def test_a_library_that_is_missing_is_a_state(open_app: OpenApp) -> None:
    """Not installed is another sentence than not imported."""
    states = {one["name"]: one for one in open_app("hello.py").ready["sensors"]}
    whys = {states[name]["why"] for name in ("job", "login")}
    assert states["job"]["state"] == states["login"]["state"] == "absent"
    assert len(whys) == 2
    assert json.dumps(sorted(whys)).count("is not installed.") in {0, 2}
