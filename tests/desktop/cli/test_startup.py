"""Tests of the start-up that commands share."""

import errno
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli import startup
from desktop.shell import log_file
from desktop.shell.paths import Paths
from tests.support.fumehood_process import LINK, link_of, run, running

pytestmark = pytest.mark.slow


def test_there_is_one_instance_per_user(tmp_path: Path) -> None:
    """While an instance serves, another launch prints a link into it and exits."""
    with running(tmp_path, "serve") as process:
        port = link_of(process).partition("/?")[0]
        for arguments in ((), ("serve",)):
            done = run(tmp_path, *arguments)
            assert done.returncode == 0, done.stderr
            assert LINK.match(done.stdout)
            assert port in done.stdout
            assert "already" in done.stderr
        with socket.create_server(("127.0.0.1", 0)) as free:
            other = free.getsockname()[1]
        done = run(tmp_path, "serve", "--port", str(other))
        assert done.returncode == 7
        assert f"port {other} was not used" in done.stderr


def test_a_home_that_cannot_be_created_is_named(tmp_path: Path) -> None:
    """The message names the folder and the remedy, without a traceback."""
    (tmp_path / "home").write_text("")
    done = run(tmp_path / "home", "serve")
    assert done.returncode == 8
    assert str(tmp_path / "home") in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written_now_ends_no_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages say so, and what is done is held in memory."""

    def refuse(_paths: Paths) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(tmp_path))

    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path))
    monkeypatch.setattr(Paths, "make", refuse)
    paths = startup.prepare()
    log_file.stop()
    assert isinstance(paths, Paths)


@pytest.mark.parametrize(
    ("spec", "is_path"),
    [
        ("shop", True),
        ("shop/app.py", True),
        ("shop/app.py:make('a:b')", True),
        ("shop:app.py", True),
        ("shop:app.py:make('a:b')", True),
        ("shop:app", False),
        ("httpbin:app", False),
        ("lab:session", False),
    ],
)
def test_a_path_means_the_same_to_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str, is_path: bool
) -> None:
    """It is made absolute, with what follows it; the name of a module or of a lab is not."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "app.py").touch()
    monkeypatch.chdir(tmp_path)
    assert startup.absolute(spec) == (f"{tmp_path.resolve()}/{spec}" if is_path else spec)


@pytest.mark.hardness("stop-signal")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows gives no signal to a thread")
def test_a_signal_to_another_thread_stops_the_server() -> None:
    """The system may give a signal to any thread; the main thread hears of it all the same."""
    program = (
        "import signal, threading, time\n"
        "from desktop.cli.startup import wait_for\n"
        "from desktop.shell.process.signals import stop_on_signals\n"
        "stop = threading.Event(); stop_on_signals(stop.set, seconds=50)\n"
        "def other():\n"
        "    time.sleep(0.5)\n"
        "    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)\n"
        "    time.sleep(50)\n"
        "threading.Thread(target=other, daemon=True).start()\n"
        "wait_for(stop); print('stopped')\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=40, check=True)
    assert done.stdout == "stopped\n"
