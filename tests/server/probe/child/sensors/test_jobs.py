"""Tasks that a guest sends to Celery."""

import json

import pytest

from tests.server.probe.conftest import Loader, Opener
from tests.server.probe.host import Host

pytestmark = pytest.mark.slow


@pytest.fixture
def bakery(own_app: Opener) -> Host:
    """The bakery."""
    return own_app("bakery/app.py")


def test_a_task_that_is_sent_is_told_with_its_arguments(bakery: Host) -> None:
    """Id, name, queue, arguments, and the line that sent it."""
    answer, seen = bakery.send_request("GET", "/bake")
    job = seen.one("job")
    assert (job["state"], job["name"], job["queue"]) == ("sent", "app.bake", "celery")
    assert job["task"] == answer.body.decode()
    assert [one["repr"] for one in job["args"]] == ["3"]
    assert job["kwargs"]["secret_key"]["repr"] == "'geheim-123'"
    assert job["countdown"] == "0"
    assert seen.event("job")["caller"]["function"] == "order"


def test_a_task_that_runs_at_once_is_told_with_its_end(bakery: Host) -> None:
    """Its result, or what it raised."""
    answer, seen = bakery.send_request("GET", "/now")
    states = [
        (job["state"], job["problem"], job["result"] and job["result"]["repr"]) for job in seen.of("job")
    ]
    assert states[-1] == ("eager", None, "'1 loaves'")
    assert ("eager", "ValueError: burnt", None) in states
    assert answer.body.startswith(b"1 loaves FAILURE")


def test_a_broker_that_is_not_there_is_told(bakery: Host) -> None:
    """The app gets its exception, and the event says which."""
    answer, seen = bakery.send_request("GET", "/unsent")
    assert answer.body != b"sent"
    job = seen.one("job")
    assert job["state"] == "unsent"
    assert "Error" in job["problem"]


def test_no_celery_is_a_state(own_app: Opener, load: Loader) -> None:
    """An app that does not use it says so; importing it is left to the app."""
    states = {one["name"]: one for one in own_app("hello.py").ready["sensors"]}
    assert states["job"] == {"name": "job", "state": "absent", "why": "The app has not imported Celery."}
    assert states["form"]["why"] == "The app has not imported WTForms or Flask-WTF."


@pytest.mark.environments
def test_a_library_that_is_missing_is_a_state(open_app: Opener) -> None:
    """Not installed is another sentence than not imported."""
    states = {one["name"]: one for one in open_app("hello.py").ready["sensors"]}
    whys = {states[name]["why"] for name in ("job", "login")}
    assert states["job"]["state"] == states["login"]["state"] == "absent"
    assert len(whys) == 2
    assert json.dumps(sorted(whys)).count("is not installed.") in {0, 2}
