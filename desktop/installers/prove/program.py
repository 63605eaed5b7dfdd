"""Use an unpacked program as somebody does who has no Python: an empty home, and no settings of ours."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from desktop.installers.prove.step import NotProvedError, NotTriedError, expect

COMMAND_SECONDS: Final = 300.0
PAGE_SECONDS: Final = 180.0
END_SECONDS: Final = 60.0
LAB: Final = "session"
# How the pages of the workbench are recognized among those that the web engine shows.
PAGE: Final = "http://fumehood-"


class UnpackedProgram:
    """A program at a path, run with an empty home of its own."""

    def __init__(self, path: Path, home: Path) -> None:
        self._path = path
        self._home = home
        home.mkdir(parents=True, exist_ok=True)

    def says_its_version(self, version: str) -> None:
        """Start it for its version."""
        said = self._run("--version")
        expect(version in said, said)

    def records_a_request(self) -> None:
        """Run a lab in a guest of its own, and see inside of a request."""
        exchange = json.loads(self._run("record", f"lab:{LAB}", "/", "--json"))
        kinds = {event["kind"] for event in exchange["events"]}
        expect(kinds >= {"routing", "view", "response"}, f"events: {sorted(kinds)}")

    def proves_a_lab(self) -> None:
        """Decide every claim of a lab."""
        claims = json.loads(self._run("prove", LAB, "--json"))["claims"]
        wrong = [claim["id"] for claim in claims if claim["verdict"] != claim["expected"]]
        expect(bool(claims) and not wrong, f"{len(claims)} claims, other verdicts: {wrong}")

    def shows_its_window(self) -> None:
        """Open the window, wait for a page in it, and end it with a signal; nothing may be left running."""
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            port = int(free.getsockname()[1])
        with _display() as display:
            variables = {"DISPLAY": display, "FUMEHOOD_DEBUG_PORT": str(port)}
            if os.geteuid() == 0:
                variables["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # the engine refuses an administrator
            log = self._home / "window.log"
            with (
                log.open("wb") as output,
                subprocess.Popen(  # noqa: S603 - the program that is tried
                    [self._path], env={**self._environment(), **variables}, stdout=output, stderr=output
                ) as process,
            ):
                try:
                    _wait_for_page(port, process)
                finally:
                    process.send_signal(signal.SIGTERM)
                    try:
                        status = process.wait(END_SECONDS)
                    except subprocess.TimeoutExpired:
                        process.kill()
                        raise
        expect(status == 0, f"exit status {status}: {log.read_text(errors='replace')[-200:]}")

    def _run(self, *words: str) -> str:
        return subprocess.run(  # noqa: S603 - the program that is tried
            [str(self._path), *words],
            env=self._environment(),
            cwd=self._home,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=True,
        ).stdout

    def _environment(self) -> dict[str, str]:
        """Return the variables of a user whose PATH leads to no Python."""
        return {"HOME": str(self._home), "PATH": str(self._home / "no-programs"), "LANG": "C.UTF-8"}


@contextmanager
def _display() -> Iterator[str]:
    """Give a display of its own, so that no window appears where somebody works."""
    if shutil.which("Xvfb") is None:
        raise NotTriedError("Xvfb is not installed")
    reading, writing = os.pipe()
    with subprocess.Popen(  # noqa: S603 - our own words
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x860x24", "-nolisten", "tcp"],  # noqa: S607 - from PATH
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as answer:
                yield f":{answer.readline().strip()}"
        finally:
            server.terminate()


def _wait_for_page(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the web engine shows a page of the workbench that has a title."""
    end = time.monotonic() + PAGE_SECONDS
    while time.monotonic() < end:
        expect(process.poll() is None, f"it ended with status {process.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=5) as answer:
                pages = json.load(answer)
        except (OSError, ValueError):
            pages = []
        # The page that hands the session over comes first, and has the name of its address.
        if any(each["url"].startswith(PAGE) and "Fumehood" in each["title"] for each in pages):
            return
        time.sleep(0.2)
    raise NotProvedError(f"no page of the workbench within {PAGE_SECONDS:.0f} s")
