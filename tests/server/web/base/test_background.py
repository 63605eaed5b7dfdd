"""Tests of threads that go on working for a page."""

import threading

from flask import current_app, has_app_context
from flask_babel import get_locale

from server.web.base.background import start_thread
from tests.support.workbench_client import WorkbenchClient

PATIENCE = 20.0


def test_work_has_the_app_and_the_language_of_the_request(workbench: WorkbenchClient) -> None:
    """A problem that is found after the request must be in the reader's language too."""
    done = threading.Event()
    seen: list[object] = []

    def work() -> None:
        seen.extend((current_app.name, str(get_locale()), threading.current_thread().name))
        done.set()

    with workbench.app.test_request_context("/", headers={"Accept-Language": "sv"}):
        start_thread("prove", work)
        assert done.wait(PATIENCE)
    assert seen == [workbench.app.name, "sv", "prove"]


def test_work_runs_outside_of_an_app_too() -> None:
    """The benchmarks and the command line have no app."""
    done = threading.Event()
    seen: list[bool] = []

    def work() -> None:
        seen.append(has_app_context())
        done.set()

    start_thread("plain", work)
    assert done.wait(PATIENCE)
    assert seen == [False]
