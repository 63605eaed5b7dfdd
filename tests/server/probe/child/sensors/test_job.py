"""Tests of the job sensor: tasks that a guest sends to Celery."""

import json

import pytest

from tests.server.probe.conftest import LoadApp, OpenApp
from tests.support.probe_host import ProbeHost

pytestmark = pytest.mark.slow


@pytest.fixture
def celery_app(own_app: OpenApp) -> ProbeHost:
    """The app that sends tasks."""
    return own_app("celery_app/app.py")


def test_a_sent_task_is_reported_with_its_arguments(celery_app: ProbeHost) -> None:
    """With id, name, queue, and the line that sent it."""
    response, exchange = celery_app.send_request("GET", "/bake")
    job = exchange.body("job")
    assert (job["state"], job["name"], job["queue"]) == ("sent", "app.bake", "celery")
    assert job["task"] == response.body.decode()
    assert [state["repr"] for state in job["args"]] == ["3"]
    assert job["kwargs"]["secret_key"]["repr"] == "'geheim-123'"
    assert job["countdown"] == "0"
    assert exchange.event("job")["caller"]["function"] == "order"


def test_an_eager_task_is_reported_with_its_result(celery_app: ProbeHost) -> None:
    """Or with what it raised."""
    response, exchange = celery_app.send_request("GET", "/now")
    states = [
        (job["state"], job["problem"], job["result"] and job["result"]["repr"])
        for job in exchange.bodies("job")
    ]
    assert states[-1] == ("eager", None, "'1 loaves'")
    assert ("eager", "ValueError: burnt", None) in states
    assert response.body.startswith(b"1 loaves FAILURE")


def test_a_missing_broker_is_reported(celery_app: ProbeHost) -> None:
    """The app gets the exception, and the event has it."""
    response, exchange = celery_app.send_request("GET", "/unsent")
    assert response.body != b"sent"
    job = exchange.body("job")
    assert job["state"] == "unsent"
    assert "Error" in job["problem"]


def test_an_app_without_celery_has_no_job_sensor(own_app: OpenApp, load: LoadApp) -> None:
    """The probe does not import it for the app."""
    states = {state["name"]: state for state in own_app("hello.py").ready["sensors"]}
    assert states["job"] == {"name": "job", "state": "absent", "why": "The app has not imported Celery."}
    assert states["form"]["why"] == "The app has not imported WTForms or Flask-WTF."


@pytest.mark.environments
def test_a_library_that_is_not_installed_is_named(open_app: OpenApp) -> None:
    """That is another reason than not imported."""
    states = {state["name"]: state for state in open_app("hello.py").ready["sensors"]}
    reasons = {states[name]["why"] for name in ("job", "login")}
    assert states["job"]["state"] == states["login"]["state"] == "absent"
    assert len(reasons) == 2
    assert json.dumps(sorted(reasons)).count("is not installed.") in {0, 2}
