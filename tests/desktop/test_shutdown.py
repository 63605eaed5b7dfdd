"""The ordered stop."""

import signal
import subprocess
import sys
import threading

import pytest

from desktop.shutdown import HARD_EXIT, Shutdown


def test_the_steps_run_in_order_and_once() -> None:
    """What was added first ends first, and a second call does nothing."""
    ended: list[str] = []
    shutdown = Shutdown()
    shutdown.add("guests", lambda: ended.append("guests"))
    shutdown.add("server", lambda: ended.append("server"))
    shutdown.run()
    shutdown.run()
    assert ended == ["guests", "server"]


def test_a_step_that_fails_does_not_keep_the_others_from_running(caplog: pytest.LogCaptureFixture) -> None:
    """The failure is in the log, and the rest is ended."""
    ended: list[str] = []

    def fail() -> None:
        raise RuntimeError("stuck")

    shutdown = Shutdown()
    shutdown.add("guests", fail)
    shutdown.add("server", lambda: ended.append("server"))
    shutdown.run()
    assert ended == ["server"]
    assert "stuck" in caplog.text


def test_a_step_that_hangs_ends_with_the_process() -> None:
    """After the deadline the process ends itself, whatever its threads do."""
    program = (
        "import threading; from desktop.shutdown import Shutdown\n"
        "s = Shutdown(deadline=0.2); s.add('stuck', threading.Event().wait); s.run()"
    )
    ended = subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    assert ended.returncode == HARD_EXIT


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_asks_for_the_end(number: signal.Signals) -> None:
    """The first signal runs what was to be run, and the process ends of itself."""
    program = (
        "import threading; from desktop.shutdown import on_signals\n"
        "e = threading.Event(); on_signals(e.set); print('ready', flush=True); e.wait(); print('ended')"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.stdout.read() == "ended\n"
        assert process.wait(60) == 0


def test_a_second_signal_ends_on_the_spot() -> None:
    """Who presses Ctrl+C twice is not made to wait."""
    program = (
        "import threading; from desktop.shutdown import on_signals\n"
        "on_signals(lambda: print('first', flush=True)); print('ready', flush=True)\n"
        "while True: threading.Event().wait(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "first\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 128 + signal.SIGINT


def test_two_threads_do_not_end_things_twice() -> None:
    """Whoever comes second returns while the first is at it."""
    count: list[int] = []
    shutdown = Shutdown()
    shutdown.add("one", lambda: count.append(1))
    threads = [threading.Thread(target=shutdown.run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert count == [1]
