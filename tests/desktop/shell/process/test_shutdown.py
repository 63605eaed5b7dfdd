"""Tests of the ordered shutdown."""

import subprocess
import sys
import threading

import pytest

from desktop.shell.process.shutdown import HARD_EXIT, Shutdown


def test_the_steps_run_in_order_and_once() -> None:
    """Steps run in the order in which they were added, and a second call does nothing."""
    finished: list[str] = []
    shutdown = Shutdown()
    shutdown.add("guests", lambda: finished.append("guests"))
    shutdown.add("server", lambda: finished.append("server"))
    shutdown.run()
    shutdown.run()
    assert finished == ["guests", "server"]


def test_a_step_that_fails_does_not_keep_the_others_from_running(caplog: pytest.LogCaptureFixture) -> None:
    """The failure is logged, and the other steps run."""
    finished: list[str] = []

    def fail() -> None:
        raise RuntimeError("stuck")

    shutdown = Shutdown()
    shutdown.add("guests", fail)
    shutdown.add("server", lambda: finished.append("server"))
    shutdown.run()
    assert finished == ["server"]
    assert "stuck" in caplog.text


def test_a_step_that_hangs_is_finished_at_the_deadline() -> None:
    """After the deadline the process exits, whatever its threads do."""
    program = (
        "import threading; from desktop.shell.process.shutdown import Shutdown\n"
        "s = Shutdown(deadline=0.2); s.add('stuck', threading.Event().wait); s.run()"
    )
    finished = subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    assert finished.returncode == HARD_EXIT


def test_concurrent_calls_run_the_steps_once() -> None:
    """A second call returns while the first is still running."""
    count: list[int] = []
    shutdown = Shutdown()
    shutdown.add("one", lambda: count.append(1))
    threads = [threading.Thread(target=shutdown.run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert count == [1]
