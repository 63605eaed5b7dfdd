"""Tests of `fumehood serve`."""

import signal
import socket
from pathlib import Path

import pytest

from tests.support.fumehood_process import (
    Visitor,
    all_gone,
    family,
    has_no_instance_files,
    link_of,
    run,
    running,
)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything(tmp_path: Path, number: int) -> None:
    """A signal while a guest runs gives exit code 0, and no process and no lock is left."""
    with running(tmp_path, "serve") as process:
        Visitor(link_of(process)).start_a_guest()
        members = family(process)
        assert len(members) > 2
        process.send_signal(number)
        _out, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    assert all_gone(members)
    assert has_no_instance_files(tmp_path)


def test_a_killed_server_leaves_no_guest(tmp_path: Path) -> None:
    """After SIGKILL the guests end by themselves, and the next start serves."""
    with running(tmp_path, "serve") as process:
        Visitor(link_of(process)).start_a_guest()
        members = family(process)
        process.kill()
        assert all_gone(members)
    with running(tmp_path, "serve") as second:
        assert Visitor(link_of(second)).home


def test_the_requested_port_is_used(tmp_path: Path) -> None:
    """--port is used; if it is taken, the exit code is 4 and the message names it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(tmp_path, "serve", "--port", str(port))
        assert (done.returncode, done.stdout) == (4, "")
        assert str(port) in done.stderr
        assert "--port" in done.stderr
    with running(tmp_path, "serve", "--port", str(port)) as process:
        assert f":{port}/" in link_of(process)
