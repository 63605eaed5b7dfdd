"""Tests of `fumehood serve`."""

import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.fumehood_process import (
    LINK,
    Visitor,
    all_gone,
    environment,
    family,
    has_no_instance_files,
    link_of,
    run,
    running,
)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.hardness("orphan-process")
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


@pytest.mark.hardness("orphan-process")
def test_a_killed_server_leaves_no_guest(tmp_path: Path) -> None:
    """After SIGKILL the guests end by themselves, and the next start serves."""
    with running(tmp_path, "serve") as process:
        Visitor(link_of(process)).start_a_guest()
        members = family(process)
        process.kill()
        assert all_gone(members)
    with running(tmp_path, "serve") as second:
        assert Visitor(link_of(second)).home


def test_the_end_of_the_server_ends_the_command(tmp_path: Path) -> None:
    """If the server of the pages ends by itself, the command says so, and its exit code is 8."""
    program = (
        "import sys, threading\n"
        "from waitress import wasyncore\n"
        "from desktop.__main__ import main\n"
        "def fail(**arguments): raise ValueError('out of range')\n"
        "threading.Timer(2, setattr, (wasyncore, 'loop', fail)).start()\n"
        "sys.argv = ['fumehood', 'serve']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 8, done.stderr
    assert "has ended the server of its pages" in done.stderr
    assert "Traceback" not in done.stderr


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


def test_each_start_has_another_name(tmp_path: Path) -> None:
    """The name is new at each start, and the address with 127.0.0.1 is refused."""
    names = set()
    for _start in range(2):
        with running(tmp_path, "serve") as process:
            link = urlsplit(link_of(process))
            names.add(link.hostname)
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(f"http://127.0.0.1:{link.port}/?{link.query}", timeout=30)
            assert Visitor(link.geturl()).home
            process.terminate()
            process.wait(60)
    assert len(names) == 2


def test_a_number_can_be_had_instead_of_a_name(tmp_path: Path) -> None:
    """--numeric serves at a loopback address, which a browser reaches without resolving a name."""
    with running(tmp_path, "serve", "--numeric") as process:
        link = link_of(process)
        assert link.startswith("http://127.")
        visitor = Visitor(link)
        visitor.start_a_guest()
        second = LINK.match(run(tmp_path, "link").stdout)
        assert second
        assert urlsplit(second[1]).netloc == urlsplit(link).netloc


def test_a_shared_address_is_said_to_be_shared(tmp_path: Path) -> None:
    """Where there is no other address than 127.0.0.1, a message says that other servers share it."""
    program = (
        "import errno, sys\n"
        "from desktop.shell.process import loopback\n"
        "real = loopback._bind\n"
        "def only_one(port, host):\n"
        "    if host != '127.0.0.1':\n"
        "        raise OSError(errno.EADDRNOTAVAIL, 'none')\n"
        "    return real(port, host)\n"
        "loopback._bind = only_one\n"
        "from desktop.cli.main import run\n"
        "sys.exit(run(['serve', '--numeric']))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert link_of(process).startswith("http://127.0.0.1:")
        process.terminate()
        assert "which all local servers share" in process.communicate(timeout=60)[1]
