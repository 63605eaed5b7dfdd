"""`fumehood serve`, `fumehood link`, and `fumehood` where there can be no window."""

import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.desktop.commands.running import all_gone, family, run, running

pytestmark = pytest.mark.slow

LINE = re.compile(r"^Fumehood is at (http://127\.0\.0\.1:(\d+)/\?launch=[\w-]{20,})\n$")


def address(process: "subprocess.Popen[str]") -> str:
    """The way in, which is the first line."""
    assert process.stdout is not None
    found = LINE.match(process.stdout.readline())
    assert found, process.stderr and process.stderr.read()
    return found[1]


class Visitor:
    """A browser that was let in."""

    def __init__(self, way_in: str) -> None:
        """Redeem the token."""
        self._origin = way_in.partition("/?")[0]
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        self.home = self._read(way_in, None)

    def _read(self, url: str, data: bytes | None, **headers: str) -> str:
        request = urllib.request.Request(url, data, headers)  # noqa: S310 - loopback
        with self._opener.open(request, timeout=60) as answer:
            text: str = answer.read().decode()
        return text

    def start_a_guest(self) -> None:
        """Send the first request of a newcomer."""
        token = re.search(r'name="fumehood-token" content="([^"]+)"', self.home)
        assert token
        headers = {"X-Fumehood-Token": token[1], "Origin": self._origin, "HX-Request": "true"}
        self._read(f"{self._origin}/try", b"", **headers)


def nothing_is_left(home: Path) -> None:
    """No file says that Fumehood runs."""
    assert not {path.name for path in (home / "data").iterdir()} & {"instance.lock", "instance.json"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_at_once(tmp_path: Path, number: int) -> None:
    """A guest runs when the signal comes; the code is 0, and no process and no lock is left."""
    with running(tmp_path, "serve") as process:
        Visitor(address(process)).start_a_guest()
        members = family(process)
        assert len(members) > 2
        process.send_signal(number)
        _out, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    assert all_gone(members)
    nothing_is_left(tmp_path)


def test_a_killed_server_leaves_no_guest(tmp_path: Path) -> None:
    """After kill -9 the guests die by themselves, and the next one serves."""
    with running(tmp_path, "serve") as process:
        Visitor(address(process)).start_a_guest()
        members = family(process)
        process.kill()
        assert all_gone(members)
    with running(tmp_path, "serve") as second:
        assert Visitor(address(second)).home


def test_the_token_works_once(tmp_path: Path) -> None:
    """Who comes second with the same address is refused; `fumehood link` gives a fresh one."""
    with running(tmp_path, "serve") as process:
        way_in = address(process)
        assert "Fumehood" in Visitor(way_in).home
        with pytest.raises(urllib.error.HTTPError):
            Visitor(way_in)
        done = run(tmp_path, "link")
        assert done.returncode == 0, done.stderr
        fresh = LINE.match(done.stdout)
        assert fresh
        assert fresh[1] != way_in
        assert "Fumehood" in Visitor(fresh[1]).home
    log = (tmp_path / "logs" / "fumehood.log").read_text()
    assert way_in.partition("launch=")[2] not in log


def test_the_port_that_was_asked_for(tmp_path: Path) -> None:
    """--port is used; where it is taken the code is 4, and the message names it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(tmp_path, "serve", "--port", str(port))
        assert (done.returncode, done.stdout) == (4, "")
        assert str(port) in done.stderr
        assert "--port" in done.stderr
    with running(tmp_path, "serve", "--port", str(port)) as process:
        assert f":{port}/" in address(process)


def test_one_instance_a_user(tmp_path: Path) -> None:
    """While one serves, another launch of any kind gives the way into that one and ends."""
    with running(tmp_path, "serve") as process:
        port = address(process).partition("/?")[0]
        for arguments in ((), ("serve",)):
            done = run(tmp_path, *arguments)
            assert done.returncode == 0, done.stderr
            assert LINE.match(done.stdout)
            assert port in done.stdout
            assert "already" in done.stderr
        with socket.create_server(("127.0.0.1", 0)) as free:
            other = free.getsockname()[1]
        done = run(tmp_path, "serve", "--port", str(other))
        assert done.returncode == 7
        assert f"port {other} was not used" in done.stderr


def test_a_link_leads_to_what_was_named(tmp_path: Path) -> None:
    """Where there is no window the address opens the target, of the first launch and of a later one."""
    with running(tmp_path, "lab:session#encrypted") as process:
        assert "<h1" in (page := Visitor(address(process)).home)
        assert "The session" in page
        later = LINE.match(run(tmp_path, "lab:cookies").stdout)
        assert later
        assert "<title>7.1 Cookies" in Visitor(later[1]).home


def test_no_link_without_an_instance(tmp_path: Path) -> None:
    """The code is 7, and the remedy is how to start one."""
    done = run(tmp_path, "link")
    assert (done.returncode, done.stdout) == (7, "")
    assert "fumehood serve" in done.stderr


def test_without_a_display_it_serves(tmp_path: Path) -> None:
    """`fumehood` says what is missing and how to mend it, and goes on as `fumehood serve`."""
    with running(tmp_path) as process:
        assert Visitor(address(process)).home
        process.send_signal(signal.SIGINT)
        _out, errors = process.communicate(timeout=60)
        assert process.returncode == 0
    assert "DISPLAY" in errors
    assert "ssh -X" in errors
    nothing_is_left(tmp_path)


def test_a_display_that_does_not_answer(tmp_path: Path) -> None:
    """A DISPLAY that nobody serves is named."""
    with running(tmp_path, DISPLAY=":987") as process:
        address(process)
        process.send_signal(signal.SIGTERM)
        assert ":987" in process.communicate(timeout=60)[1]


def test_what_is_not_there_is_not_opened(tmp_path: Path) -> None:
    """A target that does not exist is wrong use, told before anything is started."""
    done = run(tmp_path, "nosuch", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nosuch" in done.stderr


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    """The folder is named, and the remedy; no traceback."""
    (tmp_path / "home").write_text("")
    done = run(tmp_path / "home", "serve")
    assert done.returncode == 8
    assert str(tmp_path / "home") in done.stderr
    assert "Traceback" not in done.stderr
