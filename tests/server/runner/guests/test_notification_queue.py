"""The notification queue runs jobs in order on one thread."""

import threading
from functools import partial

import pytest

from server.runner.guests import notification_queue as queue_module
from server.runner.guests.notification_queue import NotificationQueue
from tests.support.runner.fake_script_guests import (
    SECONDS,
)


def test_jobs_run_in_order_and_errors_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A job that raises is logged; closing runs the waiting jobs first."""
    results: list[int] = []
    queue = NotificationQueue()
    queue.post(lambda: results.append(1))
    queue.post(lambda: results.append(1 // 0))
    queue.post(lambda: queue.close(1.0))
    queue.post(lambda: results.append(2))
    queue.close(SECONDS)
    assert results == [1, 2]
    assert "ZeroDivisionError" in caplog.text


def wait_for(gate: threading.Event) -> None:
    """Wait until the gate is open."""
    gate.wait(SECONDS)


@pytest.mark.hardness("guest-excess")
def test_patient_posting_slows_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patient posting waits while too many jobs are waiting, but not for ever."""
    monkeypatch.setattr(queue_module, "BACKLOG", 2)
    monkeypatch.setattr(queue_module, "PATIENCE_SECONDS", 0.05)
    gate = threading.Event()
    results: list[int] = []
    queue = NotificationQueue()
    queue.post(lambda: wait_for(gate))
    for number in range(5):
        queue.post(partial(results.append, number), patient=True)
    gate.set()
    queue.close(SECONDS)
    assert results == [0, 1, 2, 3, 4]


@pytest.mark.hardness("guest-excess")
def test_few_heavy_jobs_are_a_flood_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits is bounded by its bytes; one job that is heavier than the bound waits for nobody."""
    monkeypatch.setattr(queue_module, "BACKLOG_WEIGHT", 100)
    monkeypatch.setattr(queue_module, "PATIENCE_SECONDS", SECONDS)
    gate, posted = threading.Event(), threading.Event()
    results: list[int] = []
    queue = NotificationQueue()
    queue.post(lambda: results.append(0), patient=True, weight=500)
    queue.post(lambda: wait_for(gate))
    queue.post(lambda: results.append(1), patient=True, weight=90)

    def post_one_more() -> None:
        queue.post(lambda: results.append(2), patient=True, weight=20)
        posted.set()

    flood = threading.Thread(target=post_one_more)
    flood.start()
    assert not posted.wait(0.1)
    gate.set()
    assert posted.wait(SECONDS)
    flood.join()
    queue.close(SECONDS)
    assert results == [0, 1, 2]
