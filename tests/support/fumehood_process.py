"""Fumehood as a process with a separate home folder, and a client that is let in by its link."""

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import psutil

from tests.sources import ROOT
from tests.support.localhost_names import opener

COMMAND = (sys.executable, "-m", "desktop")
SECONDS = 90
_HOST = r"(?:fumehood-[0-9a-f]{32}\.localhost|127\.\d+\.\d+\.\d+)"
LINK = re.compile(rf"^Fumehood is at (http://{_HOST}:(\d+)/\?launch=[\w-]{{20,}})\n$")


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of an English-speaking user without a display, with our environment active."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "COLUMNS")
    }
    ours = {"FUMEHOOD_HOME": str(home), "PYTHONPATH": str(ROOT), "VIRTUAL_ENV": sys.prefix}
    return {**kept, **ours, "LANGUAGE": "en", **more}


def run(
    home: Path, *arguments: str, cwd: Path | None = None, **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(home, **more),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@contextmanager
def running(home: Path, *arguments: str, **more: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a command in the background; it is killed when the block ends."""
    with subprocess.Popen(
        [*COMMAND, *arguments],
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def family(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    """Return a process with all its descendants."""
    first = psutil.Process(process.pid)
    return [first, *first.children(recursive=True)]


def all_gone(processes: list[psutil.Process]) -> bool:
    """Return whether all processes end within ten seconds; zombies count as ended."""
    _gone, alive = psutil.wait_procs(processes, timeout=60)
    return all(process.status() == psutil.STATUS_ZOMBIE for process in alive)


def link_of(process: "subprocess.Popen[str]") -> str:
    """Return the link that a serving process prints as its first line."""
    assert process.stdout is not None
    match = LINK.match(process.stdout.readline())
    assert match, process.stderr and process.stderr.read()
    return match[1]


def has_no_instance_files(home: Path) -> bool:
    """Return whether no file says that an instance is running."""
    return not {path.name for path in (home / "data").iterdir()} & {"instance.lock", "instance.json"}


class Visitor:
    """A browser that redeems a link and keeps its cookie and its token."""

    def __init__(self, link: str) -> None:
        """Redeem the link and load the page that it leads to."""
        self._origin = link.partition("/?")[0]
        self._opener = opener()
        given = self._read(link, None)
        token = re.search(r'name="fumehood-token" content="([^"]+)"', given)
        page = re.search(r'href="([^"]+)" data-next', given)
        assert token
        assert page
        self._token = token[1]
        self.home = self._read(self._origin + unescape(page[1]), None)

    def _read(self, url: str, data: bytes | None, **headers: str) -> str:
        request = urllib.request.Request(url, data, headers)  # noqa: S310 - loopback
        with self._opener.open(request, timeout=60) as answer:
            text: str = answer.read().decode()
        return text

    def page(self, path: str) -> str:
        """Read a page."""
        return self._read(self._origin + path, None)

    def start_a_guest(self) -> None:
        """Press the button of the home page that opens the first lab."""
        headers = {"X-Fumehood-Token": self._token, "Origin": self._origin, "HX-Request": "true"}
        self._read(f"{self._origin}/try", b"", **headers)
