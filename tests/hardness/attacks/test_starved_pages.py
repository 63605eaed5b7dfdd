"""Tests that no page waits behind requests to a slow app, and that those that wait can be cancelled."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from server.runner.requests.send_queue import AT_ONCE
from tests.support.served_workbench import SECONDS, served_workbench

pytestmark = pytest.mark.slow

SENDS = 40
# The bar is 0.2 s (python -m tests.benchmarks starved); a busy machine gets more.
MOST_SECONDS = 5.0


@pytest.mark.hardness("starved-pages")
def test_forty_slow_sends_hold_no_page(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """While 40 requests wait for an app, pages are answered at once, and each of the 40 can be cancelled."""
    record_property("tried", SENDS)
    with served_workbench(tmp_path) as workbench:
        sent = [workbench.send("/slow", f"t{number}") for number in range(SENDS)]
        assert max(workbench.page_seconds(times=2)) < MOST_SECONDS
        for number in range(SENDS):
            workbench.cancel(f"/bench/{workbench.guest.id}/sends/t{number}/cancel")
        # Those that run are cancelled by their exchanges; with that all are answered.
        for exchange in workbench.open_exchanges():
            workbench.cancel(f"/exchanges/{exchange}/cancel")
        answers = [workbench.answer(each) for each in sent]
        waited = [answer for answer in answers if "cancelled before it was sent" in answer]
        assert len(waited) == SENDS - AT_ONCE


@pytest.mark.hardness("stop-signal")
def test_the_end_while_requests_wait_is_no_error(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """When Fumehood ends, 40 requests that run or wait end with it, and the log has no error."""
    with caplog.at_level(logging.WARNING), served_workbench(tmp_path) as workbench:
        sent = [workbench.send("/slow", f"t{number}") for number in range(SENDS)]
        deadline = time.monotonic() + SECONDS
        while len(workbench.open_exchanges()) < AT_ONCE:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    for connection in sent:
        connection.close()
    problems = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.getMessage() for record in problems] == []
