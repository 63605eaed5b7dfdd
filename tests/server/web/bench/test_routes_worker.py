"""The worker beside an app, on its bench."""

from dataclasses import replace

import pytest

from server.model.guest import SensorState, WorkerState, WorkerStatus
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from tests.support.fake_guests import READY, FakeGuest
from tests.support.workbench_client import WorkbenchClient

JOBS = (SensorState(name="job", state="on"),)


@pytest.fixture
def bakery(workbench: WorkbenchClient) -> FakeGuest:
    """An app that uses Celery."""
    guest = workbench.open_guest()
    guest.status = replace(READY, sensors=JOBS)
    return guest


def test_an_app_without_celery_has_no_worker(workbench: WorkbenchClient) -> None:
    """The button is shown only if the app uses Celery."""
    workbench.open_guest()
    assert "worker" not in workbench.get("/bench/g1").text.lower()


def test_a_worker_is_started_and_stopped(workbench: WorkbenchClient, bakery: FakeGuest) -> None:
    """One button starts or stops it, and the header shows its state."""
    assert ">Start worker<" in workbench.get("/bench/g1").text
    started = workbench.post("/bench/g1/worker").text
    assert ">Stop worker<" in started
    assert "worker running" in started
    stopped = workbench.post("/bench/g1/worker", {"stop": "1"}).text
    assert ">Start worker<" in stopped
    assert bakery.calls == ["start worker", "stop worker"]


def test_a_worker_that_cannot_start_is_explained(workbench: WorkbenchClient, bakery: FakeGuest) -> None:
    """The app must serve first."""
    bakery.worker_problem = Problem(
        code=ProblemCode.NOT_READY, cause="It is stopped <now>.", remedy="Start it."
    )
    answer = workbench.post("/bench/g1/worker")
    assert answer.status_code >= 400
    assert "It is stopped &lt;now&gt;." in answer.text


def test_a_worker_that_ended_shows_the_reason_and_its_output(
    workbench: WorkbenchClient, bakery: FakeGuest
) -> None:
    """Problem in the header, output under that of the app, both as text."""
    problem = Problem(
        code=ProblemCode.WORKER_ENDED, cause="The worker was killed by SIGKILL.", remedy="Look."
    )
    ended = WorkerStatus(state=WorkerState.ENDED, problem=problem, output=("one", "<i>two</i>"))
    bakery.status = replace(bakery.status, worker=ended)
    head = workbench.get("/bench/g1").text
    assert "The worker was killed by SIGKILL." in head
    assert "worker ended" in head
    output = workbench.get_fragment("/bench/g1/output").text
    assert "Output of the worker" in output
    assert "one\n&lt;i&gt;two&lt;/i&gt;" in output


def test_a_library_that_an_app_does_not_use_is_no_loss(workbench: WorkbenchClient, bakery: FakeGuest) -> None:
    """The header counts only sensors that every app needs, or that are off."""
    unused = SensorState(name="login", state="absent", why="The app has not imported Flask-Login.")
    bakery.status = replace(READY, sensors=(*JOBS, unused))
    assert "1 absent" not in workbench.get("/bench/g1").text
    bakery.status = replace(READY, sensors=(*JOBS, replace(unused, state="off")))
    assert "1 absent" in workbench.get("/bench/g1").text
