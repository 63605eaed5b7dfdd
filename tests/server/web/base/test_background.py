"""Tests of threads that go on working for a page."""

import logging
import threading

import pytest
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


def test_work_that_the_end_of_fumehood_cuts_short_raises_nothing(
    workbench: WorkbenchClient, caplog: pytest.LogCaptureFixture
) -> None:
    """The store is closed while the thread still reads from it; pytest would report what it raises."""
    closed = threading.Event()

    def work() -> None:
        assert closed.wait(PATIENCE)
        workbench.store.settings.get("theme")

    caplog.set_level(logging.INFO, logger="server.web.base.background")
    with workbench.app.test_request_context("/"):
        start_thread("index", work)
    thread = next(thread for thread in threading.enumerate() if thread.name == "index")
    workbench.store.close()
    closed.set()
    thread.join(PATIENCE)
    assert "index was cut short by the end of Fumehood" in caplog.messages


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
