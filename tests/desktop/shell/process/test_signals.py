"""Tests of the signals that end a process."""

import signal
import subprocess
import sys

import pytest

from desktop.shell.process.signals import SIGNAL_EXIT_BASE, Terminated, terminates_on_signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_asks_to_stop(number: signal.Signals) -> None:
    """The first signal calls the stop function, and the process ends normally."""
    program = (
        "import threading; from desktop.shell.process.signals import stop_on_signals\n"
        "e = threading.Event(); stop_on_signals(e.set); print('ready', flush=True); e.wait(); print('ended')"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.stdout.read() == "ended\n"
        assert process.wait(60) == 0


def test_a_second_signal_ends_the_process_at_once() -> None:
    """Pressing Ctrl+C twice does not wait for anything."""
    program = (  # os.write, because a signal may interrupt print
        "import os, threading; from desktop.shell.process.signals import stop_on_signals\n"
        "stop_on_signals(lambda: print('first', flush=True)); os.write(1, b'ready\\n')\n"
        "while True: threading.Event().wait(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "first\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 128 + signal.SIGINT


@pytest.mark.hardness("stop-signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_process_that_does_not_end_is_ended(number: signal.Signals) -> None:
    """After a signal the process ends within a bound, also if stopping it has no effect."""
    program = (
        "import os, time; from desktop.shell.process.signals import stop_on_signals\n"
        "stop_on_signals(lambda: None, seconds=0.2); os.write(1, b'ready\\n')\n"
        "while True: time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.wait(60) == 128 + number


@pytest.mark.hardness("stop-signal")
def test_a_busy_process_hears_the_signal() -> None:
    """Threads that compute without a pause do not keep the signal from being heard."""
    program = (
        "import os, threading; from desktop.shell.process.signals import stop_on_signals\n"
        "e = threading.Event(); stop_on_signals(e.set)\n"
        "def work():\n while True: sum(range(100000))\n"
        "for _ in range(8): threading.Thread(target=work, daemon=True).start()\n"
        "os.write(1, b'ready\\n'); e.wait(); os.write(1, b'ended\\n'); os._exit(0)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == "ended\n"
        assert process.wait(60) == 0


def test_a_command_is_interrupted_once() -> None:
    """Within the block the first signal raises Terminated with its exit code, and handlers are restored."""
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Terminated) as raised, terminates_on_signals():
        signal.raise_signal(signal.SIGTERM)
    assert raised.value.code == SIGNAL_EXIT_BASE + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is before
